#include "orm/schema/sqlite/convert_sql.h"

#include "orm/base/strings.h"
#include "orm/schema/sqlite/type_traits.h"
#include "orm/sql/platform.h"
#include "orm/sql/sql_text.h"

namespace ormd {
namespace {

constexpr std::string_view kStoredTimestamp =
    "'[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9] [0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]'";
constexpr std::string_view kBeginsWithDate = "'[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'";
constexpr std::string_view kZeroUuid = "00000000-0000-0000-0000-000000000000";

std::string Cast(const std::string& value, std::string_view storage) {
  return StrCat("CAST(", value, " AS ", storage, ")");
}

// `converted` where `condition` holds, else the zero value; null stays null.
std::string Where(const std::string& condition, const std::string& converted, const std::string& value,
                  const std::string& otherwise) {
  return StrCat("CASE WHEN ", condition, " THEN ", converted, " WHEN ", value, " IS NOT NULL THEN ", otherwise, " END");
}

std::string Decimal(const Type& type, const std::string& value) {
  const std::optional<uint32_t> scale = DecimalScaleOf(type);
  return scale.has_value() ? StrCat("ormd_decimal(", value, ", ", *scale, ")") : StrCat("ormd_decimal(", value, ")");
}

// What stands for a value that the new type has not: its zero value, or what no column of that type holds.
std::string Otherwise(const Type& from, const Type& to, const std::string& value) {
  return IsForeign(from.kind, to.kind) ? Cast(value, "BLOB") : ZeroSqlite(to);
}

// As a text that people read.
std::string Text(const Type& from, const std::string& value) {
  if (from.kind == TypeKind::kBool) return StrCat("CASE ", value, " WHEN 0 THEN 'false' WHEN 1 THEN 'true' END");
  if (from.kind == TypeKind::kBytes) return StrCat("lower(hex(", value, "))");
  const bool stored_as_text = SqlitePlatform().ColumnType(from) == "TEXT";
  return stored_as_text ? value : Cast(value, "TEXT");
}

std::string ToBool(const Type& from, const std::string& value) {
  if (IsInteger(from.kind) || IsFloat(from.kind) || from.kind == TypeKind::kInterval) return StrCat(value, " <> 0");
  if (from.kind == TypeKind::kDecimal) return StrCat(Cast(value, "REAL"), " <> 0");
  return StrCat("lower(", Text(from, value), ") IN ('1', 't', 'true', 'y', 'yes', 'on')");
}

std::string Whole(const Type& from, const std::string& value) {
  if (SqlitePlatform().ColumnType(from) == "INTEGER") return value;
  if (IsFloat(from.kind)) return Cast(StrCat("round(", value, ")"), "INTEGER");
  if (from.kind == TypeKind::kDecimal) return Cast(StrCat("ormd_decimal(", value, ", 0)"), "INTEGER");
  return Cast(Text(from, value), "INTEGER");
}

std::string ToInteger(const Type& from, const Type& to, const std::string& value) {
  const std::string whole = Whole(from, value);
  const bool fits =
      (IsInteger(from.kind) || from.kind == TypeKind::kBool) && IntegerRank(from.kind) <= IntegerRank(to.kind);
  if (fits || to.kind == TypeKind::kBigint) return whole;
  const bool small = to.kind == TypeKind::kSmallint;
  return StrCat("min(max(", whole, small ? ", -32768), 32767)" : ", -2147483648), 2147483647)");
}

std::string ToDecimal(const Type& from, const Type& to, const std::string& value) {
  const std::string decimal = Decimal(to, value);
  const bool number = from.kind == TypeKind::kDecimal || SqlitePlatform().ColumnType(from) == "INTEGER";
  // What a table that is not STRICT has instead of a number stays.
  if (number) return StrCat("coalesce(", decimal, ", ", value, ")");
  return Where(StrCat(decimal, " IS NOT NULL"), decimal, value, Otherwise(from, to, value));
}

// The text of which ToJson makes the document.
std::string TextOfJson(const std::string& value) {
  const std::string inner = StrCat("json_extract(", value, ", '$')");
  return StrCat("CASE WHEN NOT json_valid(", value, ") OR json_type(", value, ") <> 'text' OR json_valid(", inner,
                ") THEN ", value, " ELSE ", inner, " END");
}

// Bytes that are no text stay bytes, so that the column of a STRICT table refuses them.
std::string WholeText(const Type& from, const std::string& value) {
  if (from.kind == TypeKind::kBytes) return StrCat("ormd_text(", value, ")");
  return from.kind == TypeKind::kJson ? TextOfJson(value) : Text(from, value);
}

std::string ToString(const Type& from, const Type& to, const std::string& value) {
  const std::string text = WholeText(from, value);
  const bool fits = !to.length.has_value() || (IsString(from.kind) && from.length.value_or(~0U) <= *to.length);
  return fits ? text : StrCat("substr(", text, ", 1, ", *to.length, ")");
}

std::string ToUuid(const Type& from, const Type& to, const std::string& value) {
  const std::string text = StrCat("lower(", Text(from, value), ")");
  std::string pattern;
  for (const char c : kZeroUuid) pattern += c == '-' ? "-" : "[0-9a-f]";
  return Where(StrCat(text, " GLOB ", QuoteText(pattern)), text, value, Otherwise(from, to, value));
}

std::string ToDate(const Type& from, const Type& to, const std::string& value) {
  if (from.kind == TypeKind::kTimestamp) return StrCat("substr(", value, ", 1, 10)");
  const std::string text = Text(from, value);
  const std::string date = StrCat("date(", text, ")");
  return Where(StrCat(text, " GLOB ", kBeginsWithDate, " AND ", date, " IS NOT NULL"), date, value,
               Otherwise(from, to, value));
}

std::string ToTime(const Type& from, const Type& to, const std::string& value) {
  if (from.kind == TypeKind::kTimestamp) return StrCat("substr(", value, ", 12)");
  const std::string text = Text(from, value);
  const std::string time = StrCat("strftime('%H:%M:%f', ", text, ")");
  return Where(StrCat(text, " GLOB '*[0-9][0-9]:[0-9][0-9]*' AND ", time, " IS NOT NULL"), time, value,
               Otherwise(from, to, value));
}

// SQLite reads more forms than ormd, but only milliseconds.
std::string ReadTimestamp(const std::string& text, const std::string& value, const std::string& otherwise) {
  const std::string own = StrCat("ormd_timestamp(", text, ")");
  const std::string read = StrCat("strftime('%Y-%m-%d %H:%M:%f', ", text, ")");
  return StrCat("CASE WHEN ", text, " GLOB ", kStoredTimestamp, " THEN ", text, " WHEN ", own, " IS NOT NULL THEN ",
                own, " WHEN ", text, " GLOB ", kBeginsWithDate, " AND ", read, " IS NOT NULL THEN ", read,
                " || '000' WHEN ", value, " IS NOT NULL THEN ", otherwise, " END");
}

std::string ToTimestamp(const Type& from, const Type& to, const std::string& value) {
  if (from.kind == TypeKind::kDate) return StrCat(value, " || ' 00:00:00.000000'");
  return ReadTimestamp(Text(from, value), value, Otherwise(from, to, value));
}

std::string ToJson(const Type& from, const std::string& value) {
  const std::string text = Text(from, value);
  const bool is_json = from.kind == TypeKind::kArray || from.kind == TypeKind::kDecimal ||
                       from.kind == TypeKind::kBool || SqlitePlatform().ColumnType(from) == "INTEGER";
  if (is_json) return text;
  return Where(StrCat("json_valid(", text, ")"), text, value, StrCat("json_quote(", text, ")"));
}

// In a list, where no check looks.
std::string ToListedLabel(const Type& from, const Type& to, const std::string& value) {
  const std::string text = Text(from, value);
  if (to.labels.empty()) return text;
  std::vector<std::string> labels;
  for (const std::string& label : to.labels) labels.push_back(QuoteText(label));
  return Where(StrCat(text, " IN (", StrJoin(labels, ", "), ")"), text, value, ZeroSqlite(to));
}

// An element as JSON keeps it: bool by name, bytes in hexadecimal, a document as it is.
std::string ToElement(const Type& from, const Type& to, const std::string& value) {
  const Type stored = from.kind == TypeKind::kBytes ? Type{.kind = TypeKind::kText} : from;
  if (to.kind == TypeKind::kEnum) return ToListedLabel(stored, to, value);
  const std::string converted = ConvertSqlite(stored, to, value);
  if (to.kind == TypeKind::kBool) return StrCat("json(", Text(to, converted), ")");
  if (to.kind == TypeKind::kBytes) return from.kind == TypeKind::kBytes ? value : StrCat("lower(hex(", converted, "))");
  return to.kind == TypeKind::kJson ? StrCat("json(", converted, ")") : converted;
}

// From the JSON list `value`, which holds elements of a type.
std::string ListOf(const Type& was, const Type& element, const std::string& item, const std::string& value) {
  return StrCat("(SELECT json_group_array(", ToElement(was, element, item), ") FROM json_each(", value, "))");
}

std::string ListOfOne(const Type& from, const Type& element, const std::string& value) {
  const bool bytes = from.kind == TypeKind::kBytes;
  const Type scalar = bytes ? Type{.kind = TypeKind::kText} : from;
  return StrCat("json_array(", ToElement(scalar, element, bytes ? Text(from, value) : value), ")");
}

// A list of the one value, but a text that reads as a list is that list.
std::string ToArray(const Type& from, const Type& to, const std::string& value) {
  const Type text{.kind = TypeKind::kText};
  const Type& element = to.element == nullptr ? text : *to.element;
  const std::string is_there = StrCat(value, " IS NOT NULL");
  if (from.kind == TypeKind::kArray) {
    return Where(is_there, ListOf(from.element == nullptr ? text : *from.element, element, "value", value), value,
                 "'[]'");
  }
  if (from.kind != TypeKind::kJson && !IsString(from.kind)) {
    return Where(is_there, ListOfOne(from, element, value), value, "'[]'");
  }
  const std::string is_list = StrCat("json_valid(", value, ") AND json_type(", value, ") = 'array'");
  // Not by CAST, which leaves a document one that is put into the list as it is.
  const std::string item = "CASE type WHEN 'true' THEN type WHEN 'false' THEN type ELSE value || '' END";
  return Where(is_list, ListOf(text, element, item, value), value,
               from.kind == TypeKind::kJson ? "'[]'" : ListOfOne(from, element, value));
}

}  // namespace

std::string ZeroSqlite(const Type& type) {
  switch (type.kind) {
    case TypeKind::kDecimal: {
      const uint32_t scale = DecimalScaleOf(type).value_or(0);
      return scale == 0 ? "'0'" : StrCat("'0.", std::string(scale, '0'), "'");
    }
    case TypeKind::kReal:
    case TypeKind::kDouble:
      return "0.0";
    case TypeKind::kUuid:
      return QuoteText(kZeroUuid);
    case TypeKind::kBytes:
      return "X''";
    case TypeKind::kDate:
      return "'1970-01-01'";
    case TypeKind::kTime:
      return "'00:00:00'";
    case TypeKind::kTimestamp:
      return "'1970-01-01 00:00:00.000000'";
    case TypeKind::kJson:
      return "'{}'";
    case TypeKind::kArray:
      return "'[]'";
    case TypeKind::kEnum:
      return QuoteText(type.labels.empty() ? "" : type.labels.front());
    default:
      return SqlitePlatform().ColumnType(type) == "INTEGER" ? "0" : "''";
  }
}

std::string ConvertSqlite(const Type& from, const Type& to, const std::string& value) {
  if (IsStoredAlike(from, to)) return value;
  if (IsForeign(from.kind, to.kind) && IsNumber(to.kind) && to.kind != TypeKind::kDecimal) return Cast(value, "BLOB");
  switch (to.kind) {
    case TypeKind::kBool:
      return ToBool(from, value);
    case TypeKind::kSmallint:
    case TypeKind::kInteger:
    case TypeKind::kBigint:
      return ToInteger(from, to, value);
    case TypeKind::kInterval:
      return Whole(from, value);
    case TypeKind::kReal:
    case TypeKind::kDouble:
      return IsFloat(from.kind) ? value : Cast(from.kind == TypeKind::kBytes ? Text(from, value) : value, "REAL");
    case TypeKind::kDecimal:
      return ToDecimal(from, to, value);
    case TypeKind::kText:
    case TypeKind::kVarchar:
    case TypeKind::kChar:
      return ToString(from, to, value);
    case TypeKind::kUuid:
      return ToUuid(from, to, value);
    case TypeKind::kBytes:
      return Cast(value, "BLOB");
    case TypeKind::kDate:
      return ToDate(from, to, value);
    case TypeKind::kTime:
      return ToTime(from, to, value);
    case TypeKind::kTimestamp:
      return ToTimestamp(from, to, value);
    case TypeKind::kJson:
      return ToJson(from, value);
    case TypeKind::kEnum:
      return Text(from, value);  // what is no label stays, so that the check of the column refuses it
    case TypeKind::kArray:
      return ToArray(from, to, value);
  }
  return value;
}

std::string TidySqlite(const Type& type, const std::string& value) {
  if (type.kind == TypeKind::kDecimal) return SqlitePlatform().Computed(type, value);
  if (type.kind == TypeKind::kBytes) return Cast(value, "BLOB");
  if (type.kind == TypeKind::kBool) {
    return StrCat("CASE lower(", value, ") WHEN 'true' THEN 1 WHEN 'false' THEN 0 ELSE ", value, " END");
  }
  if (type.kind == TypeKind::kTimestamp) return ReadTimestamp(value, value, value);
  return value;
}

}  // namespace ormd
