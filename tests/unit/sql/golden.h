// Texts that are kept in tests/golden and reviewed in diffs.
#pragma once

#include <string>
#include <string_view>

#include "orm/sql/statement.h"

namespace ormd {

// Expects tests/golden/<file> to hold `text`. With ORMD_UPDATE_GOLDEN set the file is written instead.
void ExpectGolden(std::string_view file, const std::string& text);

// "SELECT …" and, on a line of their own, the parameters: `  [18, "a", x'00ff', null]`.
std::string StatementText(const Statement& statement);

}  // namespace ormd
