#include "orm/schema/sqlite/rename_steps.h"

#include <algorithm>

#include "orm/base/strings.h"

namespace ormd {
namespace {

class Orderer {
 public:
  Orderer(std::vector<RenameStep> wanted, NameSet taken) : left_(std::move(wanted)), taken_(std::move(taken)) {}

  std::vector<RenameStep> Run() {
    while (!left_.empty()) {
      const auto free = std::find_if(left_.begin(), left_.end(),
                                     [&](const RenameStep& step) { return !taken_.contains(LowerName(step.to)); });
      if (free != left_.end()) {
        Take(free);
      } else if (parked_ < left_.size()) {
        Park(left_[parked_]);
      } else {
        Take(left_.begin());
      }
    }
    return std::move(steps_);
  }

 private:
  void Move(const std::string& from, const std::string& to) {
    steps_.push_back({from, to});
    taken_.erase(LowerName(from));
    taken_.insert(LowerName(to));
  }

  void Take(std::vector<RenameStep>::iterator step) {
    Move(step->from, step->to);
    if (static_cast<size_t>(step - left_.begin()) < parked_) --parked_;
    left_.erase(step);
  }

  void Park(RenameStep& step) {
    std::string name = StrCat("ormd_tmp_", step.to);
    Move(step.from, name);
    step.from = std::move(name);
    ++parked_;
  }

  std::vector<RenameStep> left_;
  NameSet taken_;
  size_t parked_ = 0;  // the first of `left_` that have a name of ormd's own
  std::vector<RenameStep> steps_;
};

}  // namespace

std::vector<RenameStep> OrderRenames(std::vector<RenameStep> wanted, NameSet taken) {
  return Orderer(std::move(wanted), std::move(taken)).Run();
}

}  // namespace ormd
