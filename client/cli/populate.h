// The relations that a request populates, as a tree.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ormd::cli {

class Populate {
 public:
  Populate() = default;
  // Paths such as "orders.items"; "*" stands for every relation of its level.
  template <typename Paths>
  explicit Populate(const Paths& paths) {
    for (const std::string& path : paths) Add(path);
  }

  // What is populated below the relation; nullptr where the relation itself is not. Both names of a property count.
  const Populate* Find(const std::string& name, const std::string& camelcase_name) const;

 private:
  void Add(std::string_view path);

  std::map<std::string, Populate> relations_;
};

}  // namespace ormd::cli
