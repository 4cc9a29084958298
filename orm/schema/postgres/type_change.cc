#include "orm/schema/postgres/type_change.h"

#include <algorithm>

#include "orm/base/strings.h"
#include "orm/schema/postgres/statements.h"

namespace ormd::postgres {
namespace {

using Kind = TypeKind;

bool IsInteger(Kind kind) { return kind == Kind::kSmallint || kind == Kind::kInteger || kind == Kind::kBigint; }
bool IsNumber(Kind kind) {
  return IsInteger(kind) || kind == Kind::kReal || kind == Kind::kDouble || kind == Kind::kDecimal;
}
bool IsNative(const Type& type) { return !type.database_type.empty(); }
// Text as PostgreSQL itself has it, not a type of an extension that reads as one.
bool IsText(const Type& type) {
  if (IsNative(type)) return false;
  return type.kind == Kind::kText || type.kind == Kind::kVarchar || type.kind == Kind::kChar ||
         type.kind == Kind::kEnum;
}
bool IsUnlimitedText(const Type& type) { return IsText(type) && type.kind != Kind::kChar && !type.length.has_value(); }
bool IsTimeLike(Kind kind) { return kind == Kind::kDate || kind == Kind::kTime || kind == Kind::kTimestamp; }

// Whether PostgreSQL assigns values of one type to a column of the other.
bool IsAssigned(const Type& from, const Type& to) {
  if (from.kind == Kind::kBytes) return !IsNative(from) && to.kind == Kind::kBytes;
  if (IsText(to)) return from.kind != Kind::kJson;
  if (from.kind == Kind::kArray || to.kind == Kind::kArray) {
    return from.kind == to.kind && IsAssigned(*from.element, *to.element);
  }
  if (IsNumber(from.kind) && IsNumber(to.kind)) return !IsNative(from) && !IsNative(to);
  if (IsTimeLike(from.kind) && IsTimeLike(to.kind)) {
    return from.kind == to.kind || from.kind == Kind::kTimestamp ||
           (from.kind == Kind::kDate && to.kind == Kind::kTimestamp);
  }
  return from.kind == to.kind && (from.kind == Kind::kJson || from.kind == Kind::kInterval ||
                                  from.kind == Kind::kUuid || from.kind == Kind::kBool);
}

std::string Cast(std::string_view value, std::string_view type) { return StrCat(value, "::", type); }

// What reads as a document; another text becomes a document of that text.
constexpr std::string_view kReadsAsJson =
    R"('^\s*([\[{"]|(-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?|true|false|null)\s*$)')";

std::string ToJson(const std::string& value, const Type& from, const Type& to) {
  const std::string made = StrCat("to_jsonb(", value, ")");
  const std::string document = IsNative(to) ? Cast(made, TypeSql(to)) : made;
  if (!IsText(from)) return document;
  const std::string read = Cast(value, TypeSql(to));
  return StrCat("CASE WHEN ", value, " ~ ", kReadsAsJson, " THEN ", read, " ELSE ", document, " END");
}

// The text of which ToJson makes the document. Without a cast, which would cut it to the length of a varchar.
std::string TextOfJson(const std::string& value) {
  const std::string inner = StrCat("to_jsonb(", value, ") #>> '{}'");
  return StrCat("CASE WHEN jsonb_typeof(to_jsonb(", value, ")) = 'string' AND (", inner, ") !~ ", kReadsAsJson,
                " THEN ", inner, " ELSE ", Cast(value, "text"), " END");
}

// A subquery, which would take the elements one by one, may not stand here. What makes a list without one fills a
// record of a table's type: the catalog is a small one that has a list of texts.
std::string ListOfJson(const std::string& value) {
  return StrCat("(jsonb_populate_record(NULL::pg_catalog.pg_db_role_setting, jsonb_build_object('setconfig', ", value,
                "))).setconfig");
}

// A list of the one value, but a text that reads as a list is that list.
std::string ToList(const std::string& value, const Type& from, const std::string& type) {
  if (from.kind == Kind::kJson) return Cast(ListOfJson(value), type);
  const std::string list = IsText(from) ? StrCat("WHEN ", value, " LIKE '{%}' THEN ", Cast(value, type), " ") : "";
  return StrCat("CASE ", list, "WHEN ", value, " IS NOT NULL THEN ", Cast(StrCat("ARRAY[", value, "]"), type), " END");
}

// Of a value that is not assigned by itself.
std::string Converted(const std::string& value, const Type& from, const Type& to) {
  const std::string type = TypeSql(to);
  if (from.kind == Kind::kBytes && IsText(to)) return Cast(StrCat("convert_from(", value, ", 'UTF8')"), type);
  if (IsText(from) && to.kind == Kind::kBytes && !IsNative(to)) return StrCat("convert_to(", value, ", 'UTF8')");
  if (from.kind == Kind::kJson && IsText(to)) return TextOfJson(value);
  if (from.kind == Kind::kBool && IsNumber(to.kind)) return Cast(Cast(value, "integer"), type);
  if (IsNumber(from.kind) && to.kind == Kind::kBool) return StrCat(value, " <> 0");
  // To and from money there is no other way than numeric.
  const bool native = IsNative(from) || IsNative(to);
  if (IsNumber(from.kind) && IsNumber(to.kind)) return Cast(native ? Cast(value, "numeric") : value, type);
  if (to.kind == Kind::kArray && from.kind != Kind::kArray) return ToList(value, from, type);
  if (to.kind == Kind::kJson && from.kind != Kind::kJson) return ToJson(value, from, to);
  return IsText(from) ? Cast(value, type) : Cast(Cast(value, "text"), type);
}

int Width(Kind kind) { return kind == Kind::kSmallint ? 1 : kind == Kind::kInteger ? 2 : 3; }

// Digits before the point that an integer may have.
uint32_t IntegerDigits(Kind kind) { return kind == Kind::kSmallint ? 5 : kind == Kind::kInteger ? 10 : 19; }

bool HoldsDecimal(const Type& from, const Type& to) {
  if (!to.precision.has_value()) return true;
  const uint32_t whole = *to.precision - std::min(*to.precision, to.scale.value_or(0));
  if (IsInteger(from.kind)) return whole >= IntegerDigits(from.kind);
  if (!from.precision.has_value()) return false;
  return to.scale.value_or(0) >= from.scale.value_or(0) &&
         whole >= *from.precision - std::min(*from.precision, from.scale.value_or(0));
}

bool HoldsText(const Type& from, const Type& to) {
  if (IsUnlimitedText(to)) return true;
  return IsText(from) && from.length.has_value() && to.length.has_value() && *to.length >= *from.length;
}

// Whether every value of one type is a value of the other.
bool Holds(const Type& from, const Type& to) {
  if (IsText(to)) return HoldsText(from, to) && from.kind != Kind::kBytes;
  if (from.kind == Kind::kEnum && to.kind == Kind::kEnum) return true;
  if (IsNative(to) && TypeSql(from) != TypeSql(to)) return false;  // what such a type holds is not known
  if (IsInteger(from.kind) && IsInteger(to.kind)) return Width(to.kind) >= Width(from.kind);
  if (to.kind == Kind::kDecimal && (IsInteger(from.kind) || from.kind == Kind::kDecimal)) return HoldsDecimal(from, to);
  if (to.kind == Kind::kDouble) return from.kind == Kind::kReal || Width(from.kind) < 3;
  if (from.kind == Kind::kArray && to.kind == Kind::kArray) return Holds(*from.element, *to.element);
  return from.kind == Kind::kDate && to.kind == Kind::kTimestamp;
}

bool KeepsRows(const Type& from, const Type& to) {
  if (IsText(from) && IsUnlimitedText(to)) return from.kind != Kind::kChar;
  if (from.kind == Kind::kVarchar && to.kind == Kind::kVarchar) return HoldsText(from, to);
  return from.kind == Kind::kDecimal && to.kind == Kind::kDecimal && HoldsDecimal(from, to) &&
         (!to.precision.has_value() || from.scale == to.scale);
}

}  // namespace

bool IsRetyped(const TableColumn& before, const TableColumn& after) {
  return TypeSql(before.type) != TypeSql(after.type) || before.collation != after.collation;
}

std::string UsingSql(const TableColumn& before, const TableColumn& after) {
  if (TypeSql(before.type) == TypeSql(after.type) || IsAssigned(before.type, after.type)) return "";
  return StrCat(" USING ", Converted(Quoted(after.name), before.type, after.type));
}

Safety SafetyOf(const TableColumn& before, const TableColumn& after) {
  if (TypeSql(before.type) == TypeSql(after.type)) return Safety::kMayLock;
  if (!Holds(before.type, after.type)) return Safety::kMayLoseData;
  const bool plain = !IsNative(before.type) && !IsNative(after.type) && before.collation == after.collation;
  return plain && KeepsRows(before.type, after.type) ? Safety::kSafe : Safety::kMayLock;
}

}  // namespace ormd::postgres
