// Which options of the entity language a directory of entity files uses.
#pragma once

#include <set>
#include <string>

namespace ormd::conformance {

// Options, and values of option enums, by their full names: "orm.Index.where", "orm.Rule.SET_NULL".
using OptionNames = std::set<std::string>;

// Those of the files that can be read.
OptionNames UsedOptions(const std::string& directory);

// All that there are.
OptionNames KnownOptions();

}  // namespace ormd::conformance
