#include "orm/schema/postgres/column_operations.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_split.h"
#include "orm/base/strings.h"
#include "orm/schema/null_fill.h"
#include "orm/schema/postgres/expression_text.h"
#include "orm/schema/postgres/rename_order.h"
#include "orm/schema/postgres/statements.h"
#include "orm/schema/postgres/type_change.h"
#include "orm/schema/postgres/zero_value.h"

namespace ormd::postgres {
namespace {

std::string NameOf(const TableName& table, std::string_view column) {
  return StrCat(Quoted(table), ".", Quoted(column));
}

// Counting goes on behind the greatest number that stands.
std::string CountOnSql(const TableName& table, const std::string& column) {
  const std::string greatest = StrCat("max(", Quoted(column), ")");
  const std::string sequence = StrCat(
      "SELECT s.objid::regclass FROM pg_depend s JOIN pg_attribute a ON a.attrelid = s.refobjid AND a.attnum = "
      "s.refobjsubid WHERE s.classid = 'pg_class'::regclass AND s.deptype = 'i' AND s.refobjid = ",
      TextLiteral(Quoted(table)), "::regclass AND a.attname = ", TextLiteral(column));
  return StrCat("SELECT setval((", sequence, "), greatest(", greatest, ", 1), ", greatest, " IS NOT NULL) FROM ",
                Quoted(table));
}

bool IsWider(TypeKind before, TypeKind after) {
  return (before == TypeKind::kSmallint && after == TypeKind::kInteger) ||
         (before == TypeKind::kSmallint && after == TypeKind::kBigint) ||
         (before == TypeKind::kInteger && after == TypeKind::kBigint);
}

// A serial column's sequence ends where its old type did.
std::string WidenSequenceSql(const TableName& table, const TableColumn& column) {
  return StrCat("DO $do$BEGIN EXECUTE format('ALTER SEQUENCE %s AS ", TypeSql(column.type),
                "', pg_get_serial_sequence(", TextLiteral(Quoted(table)), ", ", TextLiteral(column.name),
                ")); END$do$");
}

class ColumnChange {
 public:
  ColumnChange(const TableWork& table, const ColumnWork& work)
      : table_(table.after->name), work_(work), before_(*work.before), after_(*work.after) {
    const bool keeps_values = table.change != nullptr && table.change->keeps_values;
    fills_nulls_ = ForbidsNulls(before_, after_) && FillsNulls(*table.after, after_, keeps_values);
  }

  // Without statements where only the name changes.
  Operation Run() && {
    StopCounting();
    if (before_.generated.has_value() && !after_.generated.has_value()) Alter("DROP EXPRESSION");
    ChangeTypeAndDefault();
    ChangeNullability();
    StartCounting();
    if (before_.comment != after_.comment) operation_.statements.push_back(ColumnCommentSql(table_, after_));
    operation_.summary = StrCat("change column ", NameOf(table_, after_.name), ": ", StrJoin(what_, ", "));
    return std::move(operation_);
  }

 private:
  void Alter(std::string_view action) { operation_.statements.push_back(AlterColumn(table_, after_.name, action)); }

  void AtLeast(Safety safety) { operation_.safety = std::max(operation_.safety, safety); }

  // Of a serial column the default counts.
  void StopCounting() {
    if (!before_.identity || after_.identity) return;
    Alter("DROP IDENTITY IF EXISTS");
    Alter("DROP DEFAULT");
    what_.push_back("no identity");
  }

  void ChangeTypeAndDefault() {
    const bool changed = before_.default_sql != after_.default_sql;
    const bool dropped = before_.default_sql.has_value() && (work_.retyped || (changed && !after_.default_sql));
    if (dropped) Alter("DROP DEFAULT");
    if (work_.retyped) Retype();
    if (after_.default_sql.has_value() && (changed || dropped)) {
      Alter(StrCat("SET DEFAULT ", DefaultSql(after_)));
    }
    if (changed) what_.push_back(after_.default_sql.has_value() ? "default" : "no default");
  }

  void Retype() {
    const std::string type = TypeSql(after_.type);
    const bool same = type == TypeSql(before_.type);
    const std::string use =
        work_.new_enum && same ? StrCat(" USING ", Quoted(after_.name), "::text::", type) : UsingSql(before_, after_);
    Alter(StrCat("TYPE ", type, CollationSql(after_), use));
    AtLeast(SafetyOf(before_, after_));
    const bool counts_on = before_.identity && after_.identity && IsWider(before_.type.kind, after_.type.kind);
    if (counts_on) operation_.statements.push_back(WidenSequenceSql(table_, after_));
    what_.push_back(same && !work_.new_enum ? "collation" : StrCat("type ", type));
  }

  void ChangeNullability() {
    if (before_.nullable == after_.nullable) return;
    if (after_.nullable) {
      what_.push_back("may be null");
      return Alter("DROP NOT NULL");
    }
    what_.push_back(StrCat("not null (", NullsTitle(after_, fills_nulls_), ")"));
    AtLeast(fills_nulls_ ? Safety::kMayLoseData : Safety::kMayLock);
    if (fills_nulls_) FillNulls();
    Alter("SET NOT NULL");
  }

  void FillNulls() {
    const std::string column = Quoted(after_.name);
    const std::string value =
        after_.default_sql.has_value() ? OnOneLine(after_.own.Or(*after_.default_sql)) : ZeroSql(after_.type);
    operation_.statements.push_back(
        StrCat("UPDATE ", Quoted(table_), " SET ", column, " = ", value, " WHERE ", column, " IS NULL"));
    // What is deferred, a trigger of somebody else's too, stands in the way of the next statement.
    operation_.statements.push_back("SET CONSTRAINTS ALL IMMEDIATE");
  }

  void StartCounting() {
    if (before_.identity || !after_.identity) return;
    AtLeast(Safety::kMayLock);
    Alter("ADD GENERATED BY DEFAULT AS IDENTITY");
    operation_.statements.push_back(CountOnSql(table_, after_.name));
    what_.push_back("identity");
  }

  const TableName& table_;
  const ColumnWork& work_;
  const TableColumn& before_;
  const TableColumn& after_;
  bool fills_nulls_ = false;
  Operation operation_;
  std::vector<std::string> what_;
};

// A default that calls something may be another for each row, and then all rows are written.
Safety SafetyOfNew(const TableColumn& column) {
  if (column.identity || column.generated.has_value()) return Safety::kMayLock;
  if (!column.default_sql.has_value() || *column.default_sql == "now()") return Safety::kSafe;
  return column.default_sql->find('(') == std::string::npos ? Safety::kSafe : Safety::kMayLock;
}

Operation AddColumn(const Table& to, const TableColumn& column) {
  const TableName& table = to.name;
  Operation operation = {SafetyOfNew(column), StrCat("add column ", NameOf(table, column.name)), {}};
  std::string sql = StrCat("ADD COLUMN ", ColumnSql(column));
  const bool fills = FillsNew(to, column);
  if (fills) StrAppend(&sql, " DEFAULT ", ZeroSql(column.type));
  operation.statements.push_back(AlterTable(table, sql));
  if (fills) operation.statements.push_back(AlterColumn(table, column.name, "DROP DEFAULT"));
  if (RefusesRows(to, column)) operation.summary += " (no row may stand)";
  if (!column.comment.empty()) operation.statements.push_back(ColumnCommentSql(table, column));
  return operation;
}

Operation DropColumn(const TableName& table, const ColumnWork& column) {
  const std::string name = NameOf(table, column.before->name);
  // What is computed is not lost.
  const bool computed = column.before->generated.has_value();
  return {computed ? Safety::kSafe : Safety::kMayLoseData,
          StrCat(column.remade ? "take away column " : "drop column ", name),
          {AlterTable(table, StrCat("DROP COLUMN ", Quoted(column.before->name)))}};
}

}  // namespace

void AppendColumnDrops(const TableWork& table, std::vector<Operation>& operations) {
  // Generated columns go before those that they are made of.
  for (const bool generated : {true, false}) {
    for (const ColumnWork& column : table.columns) {
      if (column.is_new() || column.before->generated.has_value() != generated) continue;
      if (column.is_gone() || column.remade) operations.push_back(DropColumn(table.after->name, column));
    }
  }
}

void AppendColumnRenames(const TableWork& table, std::vector<Operation>& operations) {
  std::vector<RenameStep> renames;
  std::set<std::string> guessed;  // names after
  for (const ColumnWork& column : table.columns) {
    if (!column.is_renamed() || column.remade) continue;
    renames.emplace_back(column.before->name, column.after->name);
    if (IsGuessed({column.before, column.after})) guessed.insert(column.after->name);
  }
  for (const auto& [from, to] : InOrder(std::move(renames))) {
    operations.push_back(RenameOperation(
        StrCat("rename column ", NameOf(table.after->name, from), " to ", Quoted(to)), guessed.contains(to),
        {AlterTable(table.after->name, StrCat("RENAME COLUMN ", Quoted(from), " TO ", Quoted(to)))}));
  }
}

void AppendColumnChanges(const TableWork& table, std::vector<Operation>& operations) {
  for (const ColumnWork& column : table.columns) {
    if (column.is_new() || column.is_gone() || column.remade) continue;
    Operation operation = ColumnChange(table, column).Run();
    if (!operation.statements.empty()) operations.push_back(std::move(operation));
  }
  // Generated columns come behind those that they are made of.
  for (const bool generated : {false, true}) {
    for (const ColumnWork& column : table.columns) {
      if (column.is_gone() || !(column.is_new() || column.remade)) continue;
      if (column.after->generated.has_value() != generated) continue;
      operations.push_back(AddColumn(*table.after, *column.after));
    }
  }
}

}  // namespace ormd::postgres
