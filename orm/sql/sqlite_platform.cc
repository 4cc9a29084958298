#include <algorithm>
#include <cmath>

#include "absl/strings/match.h"
#include "orm/base/strings.h"
#include "orm/sql/platform.h"
#include "orm/sql/sql_text.h"
#include "orm/sql/sqlite_text.h"
#include "orm/value/integer_range.h"
#include "orm/value/text.h"

namespace ormd {
namespace {

class Sqlite final : public Platform {
 public:
  std::string_view name() const override { return "sqlite"; }

  std::string QuoteTable(std::string_view schema, std::string_view table) const override {
    return schema.empty() ? Quote(table) : Quote(StrCat(schema, ".", table));
  }

  std::string Placeholder(size_t number) const override { return StrCat("?", number); }
  std::string TypedPlaceholder(const Type&, size_t number) const override { return Placeholder(number); }
  // SQLite looks numbers up in a list, so thousands of them cost the square of their number.
  std::string NextPlaceholder(const Type&, size_t) const override { return "?"; }

  Param Bind(const Type& type, const Value& value) const override {
    if (value.is_null()) return std::monostate();
    if (const bool* flag = value.get_if<bool>()) return static_cast<int64_t>(*flag);
    if (const int64_t* number = value.get_if<int64_t>()) return *number;
    if (const double* real = value.get_if<double>()) return *real;
    if (const Bytes* bytes = value.get_if<Bytes>()) return *bytes;
    if (const Timestamp* timestamp = value.get_if<Timestamp>()) return TimestampText(*timestamp);
    if (const List* list = value.get_if<List>()) return SqliteArrayText(*type.element, *list);
    const std::string& text = value.as<std::string>();
    return type.kind == TypeKind::kJson ? CanonicalJson(text) : text;
  }

  std::string ColumnType(const Type& type) const override {
    switch (type.kind) {
      case TypeKind::kBool:
      case TypeKind::kSmallint:
      case TypeKind::kInteger:
      case TypeKind::kBigint:
      case TypeKind::kInterval:
        return "INTEGER";
      case TypeKind::kReal:
      case TypeKind::kDouble:
        return "REAL";
      case TypeKind::kBytes:
        return "BLOB";
      default:
        return "TEXT";
    }
  }

  std::string Literal(const Type& type, const Value& value) const override {
    const Param param = Bind(type, value);
    if (const int64_t* number = std::get_if<int64_t>(&param)) return StrCat(*number);
    if (const double* real = std::get_if<double>(&param)) return RealLiteral(*real);
    if (const std::string* text = std::get_if<std::string>(&param)) return QuoteText(*text);
    if (const Bytes* bytes = std::get_if<Bytes>(&param)) return StrCat("X'", HexText(bytes->data), "'");
    return "NULL";
  }

  std::string_view Collation(const Type& type) const override {
    return type.kind == TypeKind::kDecimal ? " COLLATE ormd_decimal" : "";
  }

  std::string Comparable(const Type& type, std::string sql) const override {
    return type.kind == TypeKind::kJson ? StrCat("ormd_json(", sql, ")") : sql;
  }

  std::string Computed(const Type& type, std::string sql) const override {
    if (absl::EqualsIgnoreCase(sql, "now()") || absl::EqualsIgnoreCase(sql, "gen_random_uuid()")) return sql;
    switch (type.kind) {
      case TypeKind::kUuid:
        return StrCat("ormd_uuid(", sql, ")");
      case TypeKind::kTimestamp:
        return StrCat("coalesce(ormd_timestamp(", sql, "), ", sql, ")");
      case TypeKind::kDecimal: {
        const std::optional<uint32_t> scale = DecimalScaleOf(type);
        return StrCat("coalesce(ormd_decimal(", sql, scale.has_value() ? StrCat(", ", *scale) : "", "), ", sql, ")");
      }
      default:
        return sql;
    }
  }

  bool types_columns() const override { return false; }

  std::string InKeys(const std::vector<std::string>& columns, const std::vector<Type>& types,
                     const std::vector<Key>& keys, std::vector<Param>& params) const override {
    if (keys.size() == 1) return EqualKey(*this, columns, types, keys.front(), params);
    if (std::all_of(types.begin(), types.end(), FitsJson)) return InJson(columns, types, keys, params);
    return InValues(columns, types, keys, params);
  }

  std::string RowsTable(const RowSet& rows, bool, std::vector<Param>& params) const override {
    return StrCat("(VALUES ", ValuesOf(*this, rows, params), ") AS u");
  }

  std::string RowsColumn(const Type&, size_t index) const override { return StrCat("u.column", index + 1); }

  // Its integers have 64 bits, whatever the type: abs() of the least one is an overflow.
  std::string PlusOne(const Type& type, std::string_view column) const override {
    return StrCat("CASE WHEN ", column, " < ", MostOf(type.kind), " THEN ", column,
                  " + 1 ELSE abs(-9223372036854775807 - 1) END");
  }

  std::string Like(std::string_view left, std::string_view right, bool case_sensitive) const override {
    return StrCat(case_sensitive ? "ormd_like(" : "ormd_ilike(", right, ", ", left, ")");
  }

  std::string_view NoLimit() const override { return "LIMIT -1"; }
  std::string LockClause(LockMode, std::string_view) const override { return ""; }

  size_t max_params() const override { return 32766; }
  bool array_batches() const override { return false; }
  bool counts_updates() const override { return false; }
  bool guards_writes() const override { return false; }
  bool returns_in_order() const override { return false; }
  bool restricts_by_row() const override { return true; }
  bool defers_uniques() const override { return false; }
  bool has_nan() const override { return false; }

 private:
  static std::string RealLiteral(double value) {
    if (std::isnan(value)) return "NULL";
    if (std::isinf(value)) return value > 0 ? "9e999" : "-9e999";
    return DoubleText(value);
  }

  std::string InJson(const std::vector<std::string>& columns, const std::vector<Type>& types,
                     const std::vector<Key>& keys, std::vector<Param>& params) const {
    params.push_back(JsonOf(types, keys));
    std::vector<std::string> selected;
    for (size_t i = 0; i < columns.size(); ++i) {
      selected.push_back(Comparable(types[i], columns.size() == 1 ? "value" : StrCat("value ->> ", i)));
    }
    return StrCat(Collated(columns, types), " IN (SELECT ", StrJoin(selected, ", "), " FROM json_each(?",
                  params.size(), "))");
  }

  std::string InValues(const std::vector<std::string>& columns, const std::vector<Type>& types,
                       const std::vector<Key>& keys, std::vector<Param>& params) const {
    return StrCat(Collated(columns, types), " IN (VALUES ", ValuesOf(*this, RowsOf(types, keys), params), ")");
  }

  std::string Collated(std::vector<std::string> columns, const std::vector<Type>& types) const {
    for (size_t i = 0; i < columns.size(); ++i) {
      columns[i] = StrCat(Comparable(types[i], columns[i]), Collation(types[i]));
    }
    return TupleOf(columns);
  }

  std::string JsonOf(const std::vector<Type>& types, const std::vector<Key>& keys) const {
    const bool tuples = types.size() > 1;
    std::string json = "[";
    for (const Key& key : keys) {
      if (json.size() > 1) json.push_back(',');
      if (tuples) json.push_back('[');
      for (size_t i = 0; i < types.size(); ++i) {
        if (i > 0) json.push_back(',');
        AppendJsonParam(Bind(types[i], key[i]), json);
      }
      if (tuples) json.push_back(']');
    }
    json.push_back(']');
    return json;
  }
};

}  // namespace

const Platform& SqlitePlatform() {
  static const Sqlite platform;
  return platform;
}

}  // namespace ormd
