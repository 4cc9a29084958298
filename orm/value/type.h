// The types that properties have on every database.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "orm/value/value.h"

namespace ormd {

enum class TypeKind {
  kBool,
  kSmallint,
  kInteger,
  kBigint,
  kReal,
  kDouble,
  kDecimal,
  kText,
  kVarchar,
  kChar,
  kUuid,
  kBytes,
  kDate,
  kTime,
  kTimestamp,
  kInterval,
  kJson,
  kEnum,
  kArray,
};

// A value type; compared and copied freely.
struct Type {
  TypeKind kind = TypeKind::kText;
  std::optional<uint32_t> length = std::nullopt;     // varchar, char: characters
  std::optional<uint32_t> precision = std::nullopt;  // decimal: digits in all
  std::optional<uint32_t> scale = std::nullopt;      // decimal: digits behind the point
  std::vector<std::string> labels = {};              // enum
  std::shared_ptr<const Type> element = nullptr;     // array
  // How PostgreSQL names the column's type in SQL where it is another than the kind's own: `citext`, `"shop"."status"`
  // (a native enum). SQLite has no other types than its own.
  std::string database_type = {};

  bool operator==(const Type& other) const;
};

// Decimals without a scale but with a precision are whole numbers.
inline std::optional<uint32_t> DecimalScaleOf(const Type& type) {
  return type.precision.has_value() ? type.scale.value_or(0) : type.scale;
}

// "decimal(10,2)", "varchar(20)", "bigint[]": for people and for orm.v1.Property.type.
std::string TypeName(const Type& type);
// The type of such a name; labels, database types and lengths of array elements beyond what the name says stay empty.
// nullopt where there is none.
std::optional<Type> ParseTypeName(std::string_view name);

// Checks a value that came from outside and brings it into the type's canonical form (value.h). Null passes. Accepted
// beside the canonical kind: whole doubles and int64 for each other's types, numbers and text for decimals, text for
// everything that has a text form (integers, bool, timestamps, bytes in base64, json), Map and List for json. Refused
// with BAD_VALUE: everything else, such as an integer out of its range, too many digits, a text that is too long, an
// unknown enum label, a text with NUL. The message names the type, never the value.
absl::StatusOr<Value> Canonicalize(const Type& type, Value value);
// The same in place, which saves the moves of whole messages' values; unspecified after a fault.
absl::Status MakeCanonical(const Type& type, Value& value);

// A field of a database row as the driver hands it out; views live as long as the row.
struct Cell {
  enum class Form : uint8_t { kNull, kText, kInt64, kDouble, kBytes, kTimestamp };
  Form form = Form::kNull;
  int64_t int64 = 0;  // of a timestamp: microseconds since 1970-01-01T00:00:00Z, beyond those of a Value too
  double number = 0;
  std::string_view text;

  static Cell Null() { return {}; }
  static Cell Text(std::string_view text) { return {Form::kText, 0, 0, text}; }
  static Cell Int64(int64_t value) { return {Form::kInt64, value, 0, {}}; }
  static Cell Double(double value) { return {Form::kDouble, 0, value, {}}; }
  static Cell Bytes(std::string_view data) { return {Form::kBytes, 0, 0, data}; }
  static Cell Timestamp(int64_t micros) { return {Form::kTimestamp, micros, 0, {}}; }

  bool is_null() const { return form == Form::kNull; }
};

// Reads a cell into canonical form. Understands what PostgreSQL sends as text (bytea_output hex, UTC timestamps in ISO
// form, IntervalStyle iso_8601, array literals), numbers and timestamps in forms of their own, and what ormd stores in
// SQLite (0/1, integer microseconds of intervals, ISO timestamps in UTC, JSON arrays with bytes in hexadecimal).
// INTERNAL where the cell does not fit the type.
absl::StatusOr<Value> DecodeCell(const Type& type, const Cell& cell);

// Equality in the database's sense of two canonical values of this type: JSON documents by content (ComparableJson),
// everything else by ==.
bool SameValue(const Type& type, const Value& a, const Value& b);

}  // namespace ormd
