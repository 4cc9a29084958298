// The rows of chinook.json as changes of a flush.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/conformance/json.h"

namespace ormd::conformance {

// Path of chinook.json: ORMD_CHINOOK_DATA where that is set, else beside the project.
std::string ChinookPath();

// By entity: the data of every row, in the order of the file. Relations are messages with their key, decimals and
// instants text; a playlist has its tracks.
std::map<std::string, std::vector<Json>> ReadChinook(const std::string& path);

// One create for each row.
Json ChinookCreates(const std::map<std::string, std::vector<Json>>& rows);

}  // namespace ormd::conformance
