#include "orm/schema/enum_check.h"

#include <algorithm>

#include "orm/base/strings.h"
#include "orm/schema/constraint_names.h"

namespace ormd {
namespace {

std::string Quoted(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) out.append(c == quote ? 2 : 1, c);
  return out + quote;
}

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
  for (const std::string& label : column.type.labels) labels.push_back(Quoted(label, '\''));
  return {NameOf(table, column), StrCat(Quoted(column.name, '"'), " IN (", StrJoin(labels, ", "), ")")};
}

}  // namespace ormd
