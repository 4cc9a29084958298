// Renames one after another, though one name may be another's next.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace ormd::postgres {

using RenameStep = std::pair<std::string, std::string>;  // from, to

// In an order in which no name is taken when it is given; a circle goes by way of a name that nobody has. The names
// share one space.
std::vector<RenameStep> InOrder(std::vector<RenameStep> renames);

}  // namespace ormd::postgres
