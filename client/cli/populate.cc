#include "client/cli/populate.h"

namespace ormd::cli {

const Populate* Populate::Find(const std::string& name, const std::string& camelcase_name) const {
  for (const std::string& candidate : {name, camelcase_name, std::string("*")}) {
    const auto found = relations_.find(candidate);
    if (found != relations_.end()) return &found->second;
  }
  return nullptr;
}

void Populate::Add(std::string_view path) {
  const size_t dot = path.find('.');
  Populate& relation = relations_[std::string(path.substr(0, dot))];
  if (dot != std::string_view::npos) relation.Add(path.substr(dot + 1));
}

}  // namespace ormd::cli
