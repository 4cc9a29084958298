#include "orm/sql/condition_writer.h"

#include "orm/base/strings.h"
#include "orm/sql/sql_text.h"

namespace ormd {
namespace {

using Kind = Condition::Kind;

std::string_view OperatorSql(Operator op) {
  switch (op) {
    case Operator::kGt:
      return ">";
    case Operator::kGte:
      return ">=";
    case Operator::kLt:
      return "<";
    case Operator::kLte:
      return "<=";
    case Operator::kNe:
      return "<>";
    default:
      return "=";
  }
}

const Type kPattern;

// A chain of ANDs or ORs is an expression as deep as it is long, and SQLite bounds that to 1,000.
constexpr size_t kLongestChain = 64;

// The columns of the many side that hold the owner's key.
std::vector<std::string> ForeignNames(const PropertyMetadata& mapped_by) {
  std::vector<std::string> names;
  for (size_t i = 0; i < mapped_by.column_count; ++i) {
    names.push_back(mapped_by.owner->columns[mapped_by.first_column + i].name);
  }
  return names;
}

}  // namespace

std::string EqualColumns(const Platform& platform, const std::vector<ColumnSql>& columns,
                         const std::vector<std::string>& others) {
  std::string out;
  for (size_t i = 0; i < columns.size(); ++i) {
    StrAppend(&out, i == 0 ? "" : " AND ", others[i], platform.Collation(*columns[i].type), " = ", columns[i].sql);
  }
  return out;
}

std::vector<std::string> AliasedColumns(const Platform& platform, std::string_view alias,
                                        const std::vector<std::string>& names) {
  std::vector<std::string> columns;
  columns.reserve(names.size());
  for (const std::string& name : names) columns.push_back(StrCat(alias, ".", platform.Quote(name)));
  return columns;
}

void ConditionWriter::Write(const TableScope& scope, const Condition& condition, std::string& out) {
  switch (condition.kind) {
    case Kind::kTrue:
      out += "TRUE";
      return;
    case Kind::kFalse:
      out += "FALSE";
      return;
    case Kind::kAnd:
      return WriteGroup(scope, condition.children, " AND ", out);
    case Kind::kOr:
      return WriteGroup(scope, condition.children, " OR ", out);
    case Kind::kNot:
      out += "NOT (";
      Write(scope, condition.children.front(), out);
      out += ")";
      return;
    case Kind::kCompare:
      return WriteCompare(scope, condition, out);
    case Kind::kSome:
    case Kind::kNone:
    case Kind::kEvery:
      return WriteItems(scope, condition, out);
  }
}

void ConditionWriter::WriteOperand(const TableScope& scope, const Condition& condition, std::string& out) {
  const bool group = condition.kind == Kind::kAnd || condition.kind == Kind::kOr;
  if (group) out += "(";
  Write(scope, condition, out);
  if (group) out += ")";
}

void ConditionWriter::WriteGroup(const TableScope& scope, std::span<const Condition> children,
                                 std::string_view separator, std::string& out) {
  if (children.size() > kLongestChain) return WriteHalves(scope, children, separator, out);
  bool first = true;
  for (const Condition& child : children) {
    if (!first) out += separator;
    first = false;
    WriteOperand(scope, child, out);
  }
}

void ConditionWriter::WriteHalves(const TableScope& scope, std::span<const Condition> children,
                                  std::string_view separator, std::string& out) {
  const size_t half = children.size() / 2;
  out += "(";
  WriteGroup(scope, children.first(half), separator, out);
  StrAppend(&out, ")", separator, "(");
  WriteGroup(scope, children.subspan(half), separator, out);
  out += ")";
}

void ConditionWriter::WriteCompare(const TableScope& scope, const Condition& condition, std::string& out) {
  const std::vector<ColumnSql> columns = scope.Columns(condition.path);
  const Operator op = condition.op;
  if (condition.operands.empty()) {
    out += op == Operator::kNin ? "TRUE" : "FALSE";
    return;
  }
  if (op == Operator::kIn) return WriteIn(columns, condition.operands, out);
  if (op == Operator::kNin) {
    out += "NOT (";
    WriteIn(columns, condition.operands, out);
    out += ")";
    return;
  }
  const Key& key = condition.operands.front();
  const ColumnSql& column = columns.front();
  if (op == Operator::kExists) return WriteNull(columns, !key.front().as<bool>(), out);
  if (key.front().is_null()) return WriteNull(columns, op == Operator::kEq, out);
  if (op == Operator::kEq) return WriteIn(columns, {key}, out);
  if (op == Operator::kNe && columns.size() > 1) return WriteUnequal(columns, key, out);
  if (op == Operator::kLike || op == Operator::kIlike) {
    const std::string pattern = AddParam(platform_, kPattern, key.front(), params_);
    out += platform_.Like(platform_.TextExpression(*column.type, column.sql), pattern, op == Operator::kLike);
    return;
  }
  out += CompareColumn(platform_, column.sql, *column.type, OperatorSql(op), key.front(), params_);
}

void ConditionWriter::WriteNull(const std::vector<ColumnSql>& columns, bool null, std::string& out) {
  if (columns.size() > 1) out += "(";
  for (size_t i = 0; i < columns.size(); ++i) {
    StrAppend(&out, i == 0 ? "" : " AND ", columns[i].sql, null ? " IS NULL" : " IS NOT NULL");
  }
  if (columns.size() > 1) out += ")";
}

void ConditionWriter::WriteUnequal(const std::vector<ColumnSql>& columns, const Key& key, std::string& out) {
  for (size_t i = 0; i < columns.size(); ++i) {
    StrAppend(&out, i == 0 ? "(" : " OR ",
              CompareColumn(platform_, columns[i].sql, *columns[i].type, "<>", key[i], params_));
  }
  out += ")";
}

void ConditionWriter::WriteIn(const std::vector<ColumnSql>& columns, const std::vector<Key>& keys, std::string& out) {
  std::vector<std::string> names;
  std::vector<Type> types;
  for (const ColumnSql& column : columns) {
    names.push_back(column.sql);
    types.push_back(*column.type);
  }
  out += platform_.InKeys(names, types, keys, params_);
}

std::string ConditionWriter::ItemTables(const TableScope& outer, const PropertyPath& path, const TableScope& items,
                                        std::string& link) {
  const PropertyMetadata& relation = *path.property;
  const std::vector<ColumnSql> owner_key = outer.Columns({path.hops, nullptr});
  if (relation.kind == PropertyKind::kOneToMany) {
    link =
        EqualColumns(platform_, owner_key, AliasedColumns(platform_, items.alias(), ForeignNames(*relation.mapped_by)));
    return items.RootSql();
  }
  const bool owning = relation.pivot.has_value();
  const PivotTable& pivot = owning ? *relation.pivot : *relation.mapped_by->pivot;
  const std::string alias = aliases_.Next('p');
  const auto columns = [&](bool of_owner) {
    return AliasedColumns(platform_, alias, of_owner == owning ? pivot.owner_columns : pivot.target_columns);
  };
  link = EqualColumns(platform_, owner_key, columns(true));
  return StrCat(platform_.QuoteTable(pivot.schema, pivot.name), " AS ", alias, " INNER JOIN ", items.RootSql(), " ON ",
                EqualColumns(platform_, items.Columns({{}, nullptr}), columns(false)));
}

// No item fails a $every: one for which the condition is unknown does.
void ConditionWriter::WriteItems(const TableScope& scope, const Condition& condition, std::string& out) {
  const Condition& item = condition.children.front();
  TableScope items(platform_, aliases_, *condition.path.property->target);
  items.Require(item);
  if (condition.path.property->kind == PropertyKind::kManyToMany) items.StandBeside();
  std::string link;
  const std::string tables = ItemTables(scope, condition.path, items, link);
  StrAppend(&out, condition.kind == Kind::kSome ? "EXISTS (" : "NOT EXISTS (", "SELECT 1 FROM ", tables);
  items.AppendJoins(out);
  StrAppend(&out, " WHERE ", link);
  const bool every = condition.kind == Kind::kEvery;
  if (every || item.kind != Kind::kTrue) {
    out += every ? " AND (" : " AND ";
    every ? Write(items, item, out) : WriteOperand(items, item, out);
    if (every) out += ") IS NOT TRUE";
  }
  out += ")";
}

}  // namespace ormd
