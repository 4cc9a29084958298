#include "orm/base/strings.h"
#include "orm/sql/platform.h"
#include "orm/sql/postgres_binary_array.h"
#include "orm/sql/postgres_text.h"
#include "orm/sql/postgres_type.h"
#include "orm/sql/sql_text.h"
#include "orm/value/text.h"

namespace ormd {
namespace {

bool IsArray(const Type& type) { return type.kind == TypeKind::kArray || PostgresCastType(type).ends_with("[]"); }

// Of PostgreSQL's two types for documents, json has none.
bool HasNoEquality(const Type& type) { return type.kind == TypeKind::kJson && type.database_type == "json"; }

// unnest makes one list of an array of arrays, and several columns of a composite type, which a text of a type of the
// database's own may be: these travel as texts.
bool TravelsAsText(const Type& type) {
  return IsArray(type) || (type.kind == TypeKind::kText && !type.database_type.empty());
}

std::string UnnestType(const Type& type) { return TravelsAsText(type) ? "text" : PostgresCastType(type); }

// As bytes, which stand for a binary form on PostgreSQL; nullopt where a value has none.
std::optional<Bytes> BinaryColumnOf(const RowSet& rows, size_t column) {
  const Type& type = *rows.types[column];
  if (!PostgresBinaryArray::Knows(type)) return std::nullopt;
  PostgresBinaryArray array(type, rows.count);
  for (size_t row = rows.first; row < rows.first + rows.count; ++row) {
    if (!array.Add(rows.at(row, column))) return std::nullopt;
  }
  return std::move(array).Finish();
}

Param ColumnOf(const RowSet& rows, size_t column) {
  if (std::optional<Bytes> binary = BinaryColumnOf(rows, column)) return *std::move(binary);
  PostgresArray array(*rows.types[column]);
  for (size_t row = rows.first; row < rows.first + rows.count; ++row) array.Add(rows.at(row, column));
  return std::move(array).Finish();
}

class Postgres final : public Platform {
 public:
  std::string_view name() const override { return "postgresql"; }

  std::string Placeholder(size_t number) const override { return StrCat("$", number); }

  std::string TypedPlaceholder(const Type& type, size_t number) const override {
    return StrCat("$", number, "::", PostgresCastType(type));
  }

  Param Bind(const Type& type, const Value& value) const override {
    if (value.is_null()) return std::monostate();
    if (type.kind != TypeKind::kInterval && value.get_if<int64_t>() != nullptr) return value.as<int64_t>();
    std::string text;
    AppendPostgresText(type, value, text);
    return text;
  }

  std::string ColumnType(const Type& type) const override {
    if (!type.database_type.empty()) return type.database_type;
    if (type.kind == TypeKind::kArray) return StrCat(ColumnType(*type.element), "[]");
    if (type.kind == TypeKind::kVarchar) return StrCat("varchar", Length(type));
    if (type.kind == TypeKind::kChar) return StrCat("char", Length(type));
    if (type.kind == TypeKind::kDecimal) return StrCat("numeric", Digits(type));
    return PostgresCastType(type);
  }

  std::string Literal(const Type& type, const Value& value) const override {
    if (value.is_null()) return "NULL";
    if (const bool* flag = value.get_if<bool>()) return *flag ? "TRUE" : "FALSE";
    std::string text;
    AppendPostgresText(type, value, text);
    if (type.database_type.empty() && IsBareNumber(type.kind, text)) return text;
    const std::string cast = PostgresCastType(type);
    return cast == "text" ? QuoteText(text) : StrCat(QuoteText(text), "::", cast);
  }

  std::string_view Collation(const Type&) const override { return ""; }

  std::string SelectExpression(const Type& type, std::string column) const override {
    const std::string cast = PostgresReadType(type);
    return cast.empty() ? column : StrCat(column, "::", cast);
  }

  // A native enum has no patterns of its own; those of char would have to match the blanks behind a text too.
  std::string TextExpression(const Type& type, std::string column) const override {
    const bool native = !type.database_type.empty();
    const bool cast = type.kind == (native ? TypeKind::kEnum : TypeKind::kChar);
    return cast ? StrCat(column, "::text") : column;
  }

  std::string InKeys(const std::vector<std::string>& columns, const std::vector<Type>& types,
                     const std::vector<Key>& keys, std::vector<Param>& params) const override {
    if (keys.size() == 1) return EqualKey(*this, columns, types, keys.front(), params);
    if (columns.size() == 1 && !IsArray(types.front())) {
      params.push_back(ColumnOf(RowsOf(types, keys), 0));
      const std::string type = HasNoEquality(types.front()) ? "jsonb" : PostgresCastType(types.front());
      return StrCat(Comparable(types.front(), columns.front()), " = ANY($", params.size(), "::", type, "[])");
    }
    std::string selected;
    for (size_t i = 0; i < types.size(); ++i) StrAppend(&selected, i == 0 ? "" : ", ", RowsColumn(types[i], i));
    return StrCat(TupleOf(columns), " IN (SELECT ", selected, " FROM ", RowsTable(RowsOf(types, keys), false, params),
                  ")");
  }

  std::string RowsTable(const RowSet& rows, bool numbered, std::vector<Param>& params) const override {
    std::string arrays, names;
    for (size_t i = 0; i < rows.types.size(); ++i) {
      const std::string_view comma = i == 0 ? "" : ", ";
      params.push_back(ColumnOf(rows, i));
      StrAppend(&arrays, comma, "$", params.size(), "::", UnnestType(*rows.types[i]), "[]");
      StrAppend(&names, comma, "c", i + 1);
    }
    const std::string_view number = numbered ? ", n" : "";
    return StrCat("unnest(", arrays, ")", numbered ? " WITH ORDINALITY" : "", " AS u(", names, number, ")");
  }

  std::string RowsColumn(const Type& type, size_t index) const override {
    const std::string column = StrCat("u.c", index + 1);
    return TravelsAsText(type) ? StrCat(column, "::", PostgresCastType(type)) : column;
  }

  std::string Like(std::string_view left, std::string_view right, bool case_sensitive) const override {
    return StrCat(left, case_sensitive ? " LIKE " : " ILIKE ", right);
  }

  std::string LockClause(LockMode lock, std::string_view alias) const override {
    switch (lock) {
      case LockMode::kPessimisticRead:
        return StrCat("FOR SHARE OF ", alias);
      case LockMode::kPessimisticWrite:
        return StrCat("FOR UPDATE OF ", alias);
      case LockMode::kNone:
        break;
    }
    return "";
  }

  size_t max_params() const override { return 65535; }
  std::string Comparable(const Type& type, std::string sql) const override {
    return HasNoEquality(type) ? StrCat("(", sql, ")::jsonb") : sql;
  }

  // numeric(10,2) would refuse what has too many digits in front of the point, and with it the whole read.
  std::string Computed(const Type& type, std::string sql) const override {
    const std::optional<uint32_t> scale = DecimalScaleOf(type);
    if (type.kind != TypeKind::kDecimal || !scale.has_value()) return sql;
    return StrCat("round((", sql, ")::numeric, ", *scale, ")");
  }

  bool types_columns() const override { return true; }

  bool array_batches() const override { return true; }
  bool counts_updates() const override { return true; }
  bool guards_writes() const override { return true; }
  bool returns_in_order() const override { return true; }
  bool restricts_by_row() const override { return false; }
  bool defers_uniques() const override { return true; }
  bool has_nan() const override { return true; }

 private:
  static std::string Length(const Type& type) { return type.length.has_value() ? StrCat("(", *type.length, ")") : ""; }

  static std::string Digits(const Type& type) {
    if (!type.precision.has_value()) return "";
    return StrCat("(", *type.precision, ",", type.scale.value_or(0), ")");
  }

  static bool IsBareNumber(TypeKind kind, std::string_view text) {
    if (kind == TypeKind::kReal || kind == TypeKind::kDouble)
      return text.find_first_not_of("0123456789+-.e") == text.npos;
    return kind == TypeKind::kSmallint || kind == TypeKind::kInteger || kind == TypeKind::kBigint ||
           kind == TypeKind::kDecimal;
  }
};

}  // namespace

const Platform& PostgresPlatform() {
  static const Postgres platform;
  return platform;
}

}  // namespace ormd
