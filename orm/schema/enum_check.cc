#include "orm/schema/enum_check.h"

#include <algorithm>

#include "orm/base/strings.h"
#include "orm/schema/constraint_names.h"
#include "orm/value/quote.h"

namespace ormd {
namespace {

std::string NameOf(const Table& table, const TableColumn& column) {
  std::string name = DefaultName(table.name.name, {column.name}, "check");
  const bool taken = std::any_of(table.checks.begin(), table.checks.end(),
                                 [&](const TableCheck& check) { return check.name == name; });
  return taken ? DefaultName(table.name.name, {column.name}, "enum_check") : name;
}

}  // namespace

// Identifiers and texts are quoted alike on every platform.
TableCheck EnumCheck(const Table& table, const TableColumn& column) {
  std::vector<std::string> labels;
  for (const std::string& label : column.type.labels) labels.push_back(InQuotes(label, '\''));
  return {NameOf(table, column), StrCat(InQuotes(column.name, '"'), " IN (", StrJoin(labels, ", "), ")")};
}

}  // namespace ormd
