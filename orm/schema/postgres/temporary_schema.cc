#include "orm/schema/postgres/temporary_schema.h"

#include <algorithm>
#include <utility>

#include "orm/base/strings.h"
#include "orm/schema/postgres/expression_text.h"
#include "orm/schema/postgres/statements.h"
#include "orm/schema/postgres/view_order.h"

namespace ormd::postgres {
namespace {

std::string NameOf(std::string_view kind, const TableName& name, size_t number) {
  return name.schema.empty() ? name.name : StrCat("ormd_", kind, "_", number);
}
std::string TableNameOf(const Table& table, size_t number) { return NameOf("table", table.name, number); }
std::string ViewNameOf(const View& view, size_t number) { return NameOf("view", view.name, number); }
// A view has no indexes: a table of the same columns has them.
std::string RowsNameOf(size_t number) { return StrCat("ormd_rows_", number); }
std::string CheckNameOf(size_t number) { return StrCat("ormd_check_", number); }
std::string IndexNameOf(const std::string& table, size_t number) { return StrCat("ormd_", number, "_", table); }

template <typename Part>
const Part* Named(const std::vector<Part>& parts, const std::string& name) {
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.name == name; });
  return found == parts.end() ? nullptr : &*found;
}
template <typename Part>
const Part* NamedRelation(const std::vector<Part>& parts, const std::string& name) {
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.name.name == name; });
  return found == parts.end() ? nullptr : &*found;
}

bool IsEnum(const Type& type) {
  return type.kind == TypeKind::kEnum || (type.element != nullptr && IsEnum(*type.element));
}
bool IsNamed(const Type& type) {
  return !type.database_type.empty() || (type.element != nullptr && IsNamed(*type.element));
}

// Columns that stand come first, in the order in which they stand: SELECT * answers them so.
std::vector<TableColumn> InStandingOrder(const Table& table, const Table* standing) {
  std::vector<TableColumn> columns = table.columns;
  if (standing == nullptr) return columns;
  const auto place = [&](const TableColumn& column) {
    return standing->FindColumn(column.name) == nullptr ? standing->columns.size()
                                                        : standing->FindColumn(column.name) - standing->columns.data();
  };
  std::stable_sort(columns.begin(), columns.end(),
                   [&](const TableColumn& a, const TableColumn& b) { return place(a) < place(b); });
  return columns;
}

// Whether the database may print it in other words.
bool HasWords(const TableIndex& index) {
  return !index.expression.empty() || !index.where.empty() || !index.method.empty();
}

// As PostgreSQL writes a name that needs no quotes; others keep theirs.
std::string Bare(std::string_view name) {
  const bool plain = name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == name.npos;
  return plain ? std::string(name) : Quoted(name);
}

void Answered(std::string printed, std::string& text, OwnText& own) {
  if (text == printed) return;
  own.sql = std::exchange(text, std::move(printed));
}

}  // namespace

TemporarySchema::TemporarySchema(const DatabaseSchema& adapted, const DatabaseSchema& standing) : adapted_(adapted) {
  NameFirstSchema(standing.first_schema);
  AddEnums(standing);
  for (size_t i = 0; i < adapted.tables.size(); ++i) {
    AddTable(adapted.tables[i], standing.FindTable(adapted.tables[i].name), i);
  }
  AddViews();
}

// The things here, not those that stand.
void TemporarySchema::NameFirstSchema(const std::string& first_schema) {
  if (first_schema.empty()) return;
  const auto add = [&](const TableName& name) {
    if (name.schema.empty()) names_.emplace(TableName{first_schema, name.name}, Quoted(name.name));
  };
  for (const EnumType& type : adapted_.enums) add(type.name);
  for (const Table& table : adapted_.tables) add(table.name);
  for (const View& view : adapted_.views) add(view.name);
}

void TemporarySchema::AddEnums(const DatabaseSchema& standing) {
  for (size_t i = 0; i < adapted_.enums.size(); ++i) {
    const EnumType& type = adapted_.enums[i];
    if (std::find(standing.enums.begin(), standing.enums.end(), type) != standing.enums.end()) continue;
    const std::string name = NameOf("enum", type.name, i);
    if (!type.name.schema.empty()) {
      names_.emplace(type.name, Quoted(name));
      enums_made_.emplace(name, type.name);
    }
    enums_.push_back(CreateEnumSql({"pg_temp", name}, type.labels));
  }
}

void TemporarySchema::AddTable(const Table& table, const Table* standing, size_t number) {
  const std::string name = TableNameOf(table, number);
  std::vector<std::string> parts;
  for (const TableColumn& column : InStandingOrder(table, standing)) parts.push_back(ColumnSql(In(column)));
  for (size_t i = 0; i < table.checks.size(); ++i) {
    parts.push_back(CheckSql({CheckNameOf(i), In(table.checks[i].expression)}));
  }
  tables_.push_back(StrCat("CREATE TEMP TABLE ", Quoted(name), " (", StrJoin(parts, ", "), ")"));
  AddIndexes(table.indexes, name);
}

void TemporarySchema::AddViews() {
  std::vector<const View*> views;
  for (const View& view : adapted_.views) views.push_back(&view);
  for (const View* view : InOrder(views)) AddView(*view, static_cast<size_t>(view - adapted_.views.data()));
}

void TemporarySchema::AddView(const View& view, size_t number) {
  const std::string name = ViewNameOf(view, number);
  View copy = view;
  copy.name = {"", name};
  copy.materialized = false;
  copy.definition = In(view.definition);
  views_.push_back(StrCat("CREATE TEMP", CreateViewSql(copy).substr(std::string_view("CREATE").size())));
  if (std::none_of(view.indexes.begin(), view.indexes.end(), HasWords)) return;
  rows_of_views_.push_back(StrCat("CREATE TEMP TABLE ", Quoted(RowsNameOf(number)), " AS SELECT * FROM pg_temp.",
                                  Quoted(name), " WITH NO DATA"));
  AddIndexes(view.indexes, RowsNameOf(number));
}

void TemporarySchema::AddIndexes(const std::vector<TableIndex>& indexes, const std::string& table) {
  for (size_t i = 0; i < indexes.size(); ++i) {
    if (!HasWords(indexes[i])) continue;
    TableIndex index = indexes[i];
    index.name = IndexNameOf(table, i);
    index.expression = In(index.expression);
    index.where = In(index.where);
    indexes_.push_back(CreateIndexSql({"pg_temp", table}, index));
  }
}

std::string TemporarySchema::In(std::string_view sql) const { return WithNames(sql, names_); }

std::string TemporarySchema::Out(std::string_view sql) const {
  std::string text(sql);
  for (const auto& [here, name] : enums_made_) {
    text = WithIdentifier(text, here, StrCat(Bare(name.schema), ".", Bare(name.name)));
  }
  return text;
}

TableColumn TemporarySchema::In(TableColumn column) const {
  column.type.database_type = In(TypeSql(column.type));
  column.nullable = true;
  column.identity = false;
  if (column.default_sql.has_value()) column.default_sql = In(*column.default_sql);
  if (column.generated.has_value()) column.generated = In(*column.generated);
  return column;
}

void TemporarySchema::Answer(const DatabaseSchema& made, DatabaseSchema& adapted) const {
  for (size_t i = 0; i < adapted.tables.size(); ++i) {
    if (const Table* table = NamedRelation(made.tables, TableNameOf(adapted.tables[i], i))) {
      AnswerTable(*table, adapted.tables[i]);
    }
  }
  for (size_t i = 0; i < adapted.views.size(); ++i) {
    View& view = adapted.views[i];
    const View* made_view = NamedRelation(made.views, ViewNameOf(view, i));
    if (made_view != nullptr) Answered(Out(made_view->definition), view.definition, view.own);
    if (const Table* rows = NamedRelation(made.tables, RowsNameOf(i))) AnswerIndexes(rows->indexes, view.indexes);
  }
}

void TemporarySchema::AnswerTable(const Table& made, Table& table) const {
  for (TableColumn& column : table.columns) {
    if (const TableColumn* made_column = made.FindColumn(column.name)) AnswerColumn(*made_column, column);
  }
  for (size_t i = 0; i < table.checks.size(); ++i) {
    if (const TableCheck* check = Named(made.checks, CheckNameOf(i))) {
      Answered(Out(check->expression), table.checks[i].expression, table.checks[i].own);
    }
  }
  AnswerIndexes(made.indexes, table.indexes);
}

void TemporarySchema::AnswerColumn(const TableColumn& made, TableColumn& column) const {
  // Labels and the names of enums are known better here.
  if (IsNamed(column.type) && !(IsEnum(column.type) && IsEnum(made.type))) {
    if (made.type.database_type.empty()) column.type = made.type;
    column.type.database_type = made.type.database_type;
  }
  column.collation = made.collation;
  // DEFAULT NULL is none.
  if (!made.default_sql.has_value()) column.default_sql.reset();
  if (made.default_sql && column.default_sql) Answered(Out(*made.default_sql), *column.default_sql, column.own);
  if (made.generated && column.generated) Answered(Out(*made.generated), *column.generated, column.own);
}

void TemporarySchema::AnswerIndexes(const std::vector<TableIndex>& made, std::vector<TableIndex>& indexes) const {
  for (const TableIndex& answer : made) {
    const auto asked = std::find_if(indexes.begin(), indexes.end(), [&](const TableIndex& index) {
      const size_t number = static_cast<size_t>(&index - indexes.data());
      return answer.name.starts_with(StrCat("ormd_", number, "_"));
    });
    if (asked == indexes.end()) continue;
    asked->columns = answer.columns;
    Answered(Out(answer.expression), asked->expression, asked->own_expression);
    Answered(Out(answer.where), asked->where, asked->own_where);
    asked->method = answer.method;
  }
}

}  // namespace ormd::postgres
