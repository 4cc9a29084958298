#include "orm/schema/operation.h"

#include <utility>

namespace ormd {

std::string_view SafetyName(Safety safety) {
  switch (safety) {
    case Safety::kSafe:
      return "safe";
    case Safety::kMayLock:
      return "may lock";
    case Safety::kMayLoseData:
      return "may lose data";
  }
  return "";
}

Operation RenameOperation(std::string summary, bool guessed, std::vector<std::string> statements) {
  if (guessed) summary += " (guessed: no renamed_from says so)";
  return {guessed ? Safety::kMayLoseData : Safety::kSafe, std::move(summary), std::move(statements)};
}

std::vector<std::string> StatementsOf(const std::vector<Operation>& operations) {
  std::vector<std::string> statements;
  for (const Operation& operation : operations) {
    statements.insert(statements.end(), operation.statements.begin(), operation.statements.end());
  }
  return statements;
}

}  // namespace ormd
