#include "orm/schema/postgres/table_work.h"

#include <algorithm>
#include <map>

#include "orm/schema/postgres/expression_text.h"
#include "orm/schema/postgres/from_items.h"
#include "orm/schema/postgres/part_work.h"
#include "orm/schema/postgres/type_change.h"

namespace ormd::postgres {
namespace {

Renames RenamesOf(const SchemaDiff& diff) {
  Renames renames;
  for (const TableChange& change : diff.changed) {
    const TableName& before = change.table.before->name;
    if (change.is_renamed()) renames.tables.emplace(before, change.table.after->name);
    for (const Change<TableColumn>& column : change.columns) {
      if (column.is_new() || column.is_gone() || column.before->name == column.after->name) continue;
      renames.columns[before].emplace(column.before->name, column.after->name);
    }
  }
  return renames;
}

std::vector<TableWork> TablesOf(const SchemaDiff& diff) {
  std::vector<TableWork> tables;
  std::set<const Table*> seen(diff.dropped.begin(), diff.dropped.end());
  for (const TableChange& change : diff.changed) {
    seen.insert(change.table.before);
    TableWork& table = tables.emplace_back();
    table.before = change.table.before;
    table.after = change.table.after;
    table.change = &change;
  }
  for (const Table& before : diff.before->tables) {
    if (seen.contains(&before)) continue;
    const Table* after = diff.after->FindTable(before.name);
    TableWork& table = tables.emplace_back();
    table.before = &before;
    table.after = after == nullptr ? &before : after;
  }
  return tables;
}

class ColumnWorker {
 public:
  ColumnWorker(TableWork& table, const EnumWork& enums, const ColumnRenames* renames)
      : table_(table), enums_(enums), renames_(renames) {}

  void Run() {
    if (table_.change != nullptr) {
      for (const Change<TableColumn>& column : table_.change->columns) Add(column.before, column.after);
    }
    for (const TableColumn& before : table_.before->columns) {
      const TableColumn* after = Stays(before);
      if (after != nullptr && enums_.Remakes(before.type)) Add(&before, after);
    }
    RemakeGenerated();
  }

 private:
  // The column after, where it is not in work yet; else nullptr.
  const TableColumn* Stays(const TableColumn& before) const {
    const bool in_work = std::any_of(table_.columns.begin(), table_.columns.end(),
                                     [&](const ColumnWork& column) { return column.before == &before; });
    return in_work ? nullptr : table_.after->FindColumn(before.name);
  }

  ColumnWork& Add(const TableColumn* before, const TableColumn* after) {
    ColumnWork& column = table_.columns.emplace_back();
    column.before = before;
    column.after = after;
    if (before == nullptr || after == nullptr) return column;
    column.new_enum = enums_.Remakes(before->type);
    column.retyped = column.new_enum || IsRetyped(*before, *after);
    column.remade = after->generated.has_value() && (column.retyped || !SameGenerated(*before, *after));
    return column;
  }

  bool SameGenerated(const TableColumn& before, const TableColumn& after) const {
    return before.generated.has_value() && SameSql(*before.generated, *after.generated, renames_);
  }

  // A generated column stands in the way of the columns that it is made of.
  void RemakeGenerated() {
    std::set<std::string> moved = table_.Moved();
    for (const ColumnWork& column : table_.columns) {
      if (column.is_gone()) moved.insert(column.before->name);
    }
    for (ColumnWork& column : table_.columns) {
      if (!column.is_new() && !column.is_gone() && IsMadeOf(*column.before, *column.after, moved)) column.remade = true;
    }
    for (const TableColumn& before : table_.before->columns) {
      const TableColumn* after = Stays(before);
      if (after != nullptr && IsMadeOf(before, *after, moved)) Add(&before, after).remade = true;
    }
  }

  static bool IsMadeOf(const TableColumn& before, const TableColumn& after, const std::set<std::string>& moved) {
    return before.generated.has_value() && after.generated.has_value() && MentionsAny(*before.generated, moved);
  }

  TableWork& table_;
  const EnumWork& enums_;
  const ColumnRenames* renames_;
};

}  // namespace

std::set<std::string> TableWork::Moved() const {
  std::set<std::string> names;
  for (const ColumnWork& column : columns) {
    if (column.retyped || column.remade) names.insert(column.before->name);
  }
  return names;
}

bool TableWork::Disturbs(const View& view) const {
  std::set<std::string> names = Moved();
  for (const ColumnWork& column : columns) {
    if (column.is_gone()) names.insert(column.before->name);
  }
  if (names.empty() || !MentionsName(view.definition, before->name.name)) return false;
  const bool said = MentionsAny(view.definition, names) || HasWholeRow(view.definition);
  const std::vector<FromItem> items = FromItemsOf(view.definition);
  return std::any_of(items.begin(), items.end(),
                     [&](const FromItem& item) { return item.MayBe(before->name) && (said || item.renames_columns); });
}

std::vector<TableWork> WorkOn(const SchemaDiff& diff, const EnumWork& enums) {
  const Renames renames = RenamesOf(diff);
  std::vector<TableWork> tables = TablesOf(diff);
  for (TableWork& table : tables) ColumnWorker(table, enums, renames.Of(table.before->name)).Run();
  for (TableWork& table : tables) WorkOnParts(renames, table);
  for (TableWork& table : tables) WorkOnForeignKeys(renames, tables, table);
  return tables;
}

}  // namespace ormd::postgres
