#include "tests/unit/sql/sqlite_database.h"

#include <gtest/gtest.h>

#include <cctype>

#include "orm/base/strings.h"
#include "orm/sql/platform.h"
#include "orm/value/text.h"

namespace ormd {
namespace {

std::string_view TextArgument(sqlite3_value* value) {
  const char* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return text == nullptr ? std::string_view() : std::string_view(text, static_cast<size_t>(sqlite3_value_bytes(value)));
}

// LIKE without escapes: enough for what these tests ask.
bool Like(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '%') return Like(pattern.substr(1), text) || (!text.empty() && Like(pattern, text.substr(1)));
  return !text.empty() && (pattern[0] == '_' || pattern[0] == text[0]) && Like(pattern.substr(1), text.substr(1));
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

void LikeFunction(sqlite3_context* context, int, sqlite3_value** values) {
  if (sqlite3_value_type(values[1]) == SQLITE_NULL) return sqlite3_result_null(context);
  const std::string_view pattern = TextArgument(values[0]);
  const std::string_view text = TextArgument(values[1]);
  const bool fold = sqlite3_user_data(context) != nullptr;
  sqlite3_result_int(context, fold ? Like(Lower(pattern), Lower(text)) : Like(pattern, text));
}

void UuidFunction(sqlite3_context* context, int, sqlite3_value**) {
  const std::string uuid = NewUuid();
  sqlite3_result_text(context, uuid.data(), static_cast<int>(uuid.size()), SQLITE_TRANSIENT);
}

void JsonFunction(sqlite3_context* context, int, sqlite3_value** values) {
  if (sqlite3_value_type(values[0]) == SQLITE_NULL) return;
  const std::string json = ComparableJson(TextArgument(values[0]));
  sqlite3_result_text(context, json.data(), static_cast<int>(json.size()), SQLITE_TRANSIENT);
}

int CompareDecimal(void*, int a_size, const void* a, int b_size, const void* b) {
  return CompareDecimals({static_cast<const char*>(a), static_cast<size_t>(a_size)},
                         {static_cast<const char*>(b), static_cast<size_t>(b_size)});
}

std::string CreateTable(const EntityMetadata& entity) {
  const Platform& platform = SqlitePlatform();
  std::string sql = StrCat("CREATE TABLE ", platform.QuoteTable(entity.schema, entity.table), " (");
  for (const Column& column : entity.columns) {
    StrAppend(&sql, platform.Quote(column.name), " ", platform.ColumnType(column.type));
    const PropertyMetadata& property = entity.property(column.property);
    if (property.default_raw.has_value()) StrAppend(&sql, " DEFAULT (", *property.default_raw, ")");
    sql += ", ";
  }
  std::vector<std::string> key;
  for (const size_t column : entity.key_columns) key.push_back(platform.Quote(entity.columns[column].name));
  return StrCat(sql, "PRIMARY KEY (", StrJoin(key, ", "), ")) STRICT");
}

std::string CreatePivot(const PivotTable& pivot) {
  std::vector<std::string> columns;
  for (const auto* names : {&pivot.owner_columns, &pivot.target_columns}) {
    for (const std::string& name : *names) columns.push_back(SqlitePlatform().Quote(name));
  }
  const std::string list = StrJoin(columns, ", ");
  return StrCat("CREATE TABLE ", SqlitePlatform().QuoteTable(pivot.schema, pivot.name), " (", list, ", PRIMARY KEY (",
                list, "))");
}

std::string CellText(sqlite3_stmt* statement, int column) {
  const int size = sqlite3_column_bytes(statement, column);
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
      return "null";
    case SQLITE_BLOB:
      return HexText({static_cast<const char*>(sqlite3_column_blob(statement, column)), static_cast<size_t>(size)});
    default:
      return reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
  }
}

struct Binder {
  sqlite3_stmt* statement;
  int index;

  void operator()(std::monostate) const { sqlite3_bind_null(statement, index); }
  void operator()(int64_t value) const { sqlite3_bind_int64(statement, index, value); }
  void operator()(double value) const { sqlite3_bind_double(statement, index, value); }
  void operator()(const std::string& value) const {
    sqlite3_bind_text(statement, index, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
  }
  void operator()(const Bytes& value) const {
    sqlite3_bind_blob(statement, index, value.data.data(), static_cast<int>(value.data.size()), SQLITE_TRANSIENT);
  }
};

}  // namespace

SqliteDatabase::SqliteDatabase(const Schema& schema) {
  sqlite3_open(":memory:", &database_);
  sqlite3_db_config(database_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_create_function(database_, "ormd_like", 2, SQLITE_UTF8, nullptr, LikeFunction, nullptr, nullptr);
  sqlite3_create_function(database_, "ormd_ilike", 2, SQLITE_UTF8, this, LikeFunction, nullptr, nullptr);
  sqlite3_create_function(database_, "gen_random_uuid", 0, SQLITE_UTF8, nullptr, UuidFunction, nullptr, nullptr);
  sqlite3_create_function(database_, "ormd_json", 1, SQLITE_UTF8, nullptr, JsonFunction, nullptr, nullptr);
  sqlite3_create_collation(database_, "ormd_decimal", SQLITE_UTF8, nullptr, CompareDecimal);
  for (const auto& entity : schema.entities()) {
    Run(CreateTable(*entity));
    for (const auto& property : entity->properties) {
      if (property->pivot.has_value()) Run(CreatePivot(*property->pivot));
    }
  }
}

std::vector<std::string> SqliteDatabase::Run(const Statement& statement) {
  sqlite3_stmt* prepared = nullptr;
  sqlite3_prepare_v2(database_, statement.sql.data(), static_cast<int>(statement.sql.size()), &prepared, nullptr);
  if (prepared == nullptr) {
    ADD_FAILURE() << sqlite3_errmsg(database_) << " in " << statement.sql;
    return {};
  }
  EXPECT_EQ(sqlite3_bind_parameter_count(prepared), static_cast<int>(statement.params.size())) << statement.sql;
  Bind(prepared, statement.params);
  std::vector<std::string> rows = Rows(prepared, statement.sql);
  sqlite3_finalize(prepared);
  return rows;
}

void SqliteDatabase::Bind(sqlite3_stmt* statement, const std::vector<Param>& params) {
  for (size_t i = 0; i < params.size(); ++i) std::visit(Binder{statement, static_cast<int>(i + 1)}, params[i]);
}

std::vector<std::string> SqliteDatabase::Rows(sqlite3_stmt* statement, const std::string& sql) {
  std::vector<std::string> rows;
  int state = sqlite3_step(statement);
  for (; state == SQLITE_ROW; state = sqlite3_step(statement)) {
    std::string row = CellText(statement, 0);
    for (int i = 1; i < sqlite3_column_count(statement); ++i) StrAppend(&row, "|", CellText(statement, i));
    rows.push_back(std::move(row));
  }
  EXPECT_EQ(state, SQLITE_DONE) << sqlite3_errmsg(database_) << " in " << sql;
  return rows;
}

}  // namespace ormd
