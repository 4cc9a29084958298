// One step from a database schema to another.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ormd {

enum class Safety {
  kSafe,         // quick, keeps everything
  kMayLock,      // keeps everything, but reads or writes a whole table under a lock, or fails where rows do not fit
  kMayLoseData,  // drops or converts what may hold data
};

struct Operation {
  Safety safety = Safety::kSafe;
  // For people: `add column "book"."price"`.
  std::string summary;
  // In their order, each on one line and without a semicolon.
  std::vector<std::string> statements;
};

// "safe", "may lock", "may lose data".
std::string_view SafetyName(Safety safety);

// A rename, which keeps everything; but what was `guessed` to be the same under another name may be another thing,
// whose values are then not lost, but misplaced.
Operation RenameOperation(std::string summary, bool guessed, std::vector<std::string> statements);

// The statements of all operations, in their order.
std::vector<std::string> StatementsOf(const std::vector<Operation>& operations);

}  // namespace ormd
