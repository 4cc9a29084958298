#include "orm/sql/sqlite_text.h"

#include <cmath>

#include "orm/base/strings.h"
#include "orm/value/json_string.h"
#include "orm/value/text.h"

namespace ormd {
namespace {

void AppendDouble(double value, std::string& out) {
  if (std::isfinite(value)) {
    out += DoubleText(value);
  } else {
    AppendJsonString(DoubleText(value), out);
  }
}

void AppendElement(const Type& type, const Value& value, std::string& out) {
  if (value.is_null()) {
    out += "null";
  } else if (const bool* flag = value.get_if<bool>()) {
    out += *flag ? "true" : "false";
  } else if (const int64_t* number = value.get_if<int64_t>()) {
    StrAppend(&out, *number);
  } else if (const double* real = value.get_if<double>()) {
    AppendDouble(*real, out);
  } else if (const Bytes* bytes = value.get_if<Bytes>()) {
    AppendJsonString(HexText(bytes->data), out);
  } else if (const Timestamp* timestamp = value.get_if<Timestamp>()) {
    AppendJsonString(TimestampText(*timestamp), out);
  } else if (const List* list = value.get_if<List>()) {
    out += SqliteArrayText(*type.element, *list);
  } else if (type.kind == TypeKind::kJson) {
    out += CanonicalJson(value.as<std::string>());
  } else {
    AppendJsonString(value.as<std::string>(), out);
  }
}

}  // namespace

std::string SqliteArrayText(const Type& element, const List& list) {
  std::string out = "[";
  for (const Value& item : list) {
    if (out.size() > 1) out.push_back(',');
    AppendElement(element, item, out);
  }
  out.push_back(']');
  return out;
}

bool FitsJson(const Type& type) {
  return type.kind != TypeKind::kBytes && type.kind != TypeKind::kReal && type.kind != TypeKind::kDouble;
}

void AppendJsonParam(const Param& param, std::string& out) {
  if (const int64_t* number = std::get_if<int64_t>(&param)) {
    StrAppend(&out, *number);
  } else if (const std::string* text = std::get_if<std::string>(&param)) {
    AppendJsonString(*text, out);
  } else {
    out += "null";
  }
}

}  // namespace ormd
