#include <algorithm>
#include <cmath>

#include "absl/strings/escaping.h"
#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/value/canonical_form.h"
#include "orm/value/civil_time.h"
#include "orm/value/errors.h"
#include "orm/value/json_document.h"
#include "orm/value/text.h"
#include "orm/value/utf8.h"

namespace ormd {
namespace {

absl::Status CheckText(const Type& type, std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return TextWithNul(type);
  if (!IsUtf8(text)) return TextNotUtf8(type);
  return absl::OkStatus();
}

bool TooLong(const Type& type, std::string_view text) {
  return type.length.has_value() && text.size() > *type.length && CountCodePoints(text) > *type.length;
}

std::optional<std::string> TextForm(TypeKind kind, const std::string& text) {
  return kind == TypeKind::kUuid ? CanonicalUuid(text) : CanonicalTime(text);
}

// JSON has no word for NaN and infinities, and nothing is nested deeper than a document may be.
bool FitsJson(const Value& value, size_t depth) {
  if (depth > kMaxJsonDepth) return false;
  if (const double* number = value.get_if<double>()) return std::isfinite(*number);
  const auto fits = [depth](const Value& item) { return FitsJson(item, depth + 1); };
  if (const List* list = value.get_if<List>()) return std::all_of(list->begin(), list->end(), fits);
  const Map* map = value.get_if<Map>();
  return map == nullptr ||
         std::all_of(map->begin(), map->end(), [&](const auto& member) { return fits(member.second); });
}

}  // namespace

absl::Status CanonicalString(const Type& type, Value& value) {
  std::string* text = value.get_if<std::string>();
  if (text == nullptr) return WrongKind(type, value.kind_name());
  ORMD_RETURN_IF_ERROR(CheckText(type, *text));
  if (type.kind == TypeKind::kChar) text->erase(text->find_last_not_of(' ') + 1);
  return TooLong(type, *text) ? TextTooLong(type) : absl::OkStatus();
}

absl::Status CanonicalLabel(const Type& type, Value& value) {
  const std::string* text = value.get_if<std::string>();
  if (text == nullptr) return WrongKind(type, value.kind_name());
  const bool known = std::find(type.labels.begin(), type.labels.end(), *text) != type.labels.end();
  return known ? absl::OkStatus() : UnknownLabel(type);
}

absl::Status CanonicalTextForm(const Type& type, Value& value) {
  const std::string* text = value.get_if<std::string>();
  if (text == nullptr) return WrongKind(type, value.kind_name());
  if (type.kind == TypeKind::kDate) return IsDate(*text) ? absl::OkStatus() : MalformedValue(type);
  std::optional<std::string> canonical = TextForm(type.kind, *text);
  if (!canonical.has_value()) return MalformedValue(type);
  value = Value(*std::move(canonical));
  return absl::OkStatus();
}

absl::Status CanonicalTimestamp(const Type& type, Value& value) {
  if (const Timestamp* given = value.get_if<Timestamp>()) return InRange(*given) ? absl::OkStatus() : OutOfRange(type);
  const std::string* text = value.get_if<std::string>();
  if (text == nullptr) return WrongKind(type, value.kind_name());
  const std::optional<Timestamp> parsed = ParseTimestamp(*text);
  if (!parsed.has_value()) return MalformedValue(type);
  value = Value(*parsed);
  return absl::OkStatus();
}

absl::Status CanonicalInterval(const Type& type, Value& value) {
  const std::string* text = value.get_if<std::string>();
  if (text == nullptr) {
    const bool number = value.get_if<int64_t>() != nullptr || value.get_if<double>() != nullptr;
    return number ? CanonicalInteger(type, value) : WrongKind(type, value.kind_name());
  }
  const std::optional<int64_t> micros = ParseInterval(*text);
  if (!micros.has_value()) return MalformedValue(type);
  value = Value(*micros);
  return absl::OkStatus();
}

absl::Status CanonicalBytes(const Type& type, Value& value) {
  if (value.get_if<Bytes>() != nullptr) return absl::OkStatus();
  const std::string* text = value.get_if<std::string>();
  if (text == nullptr) return WrongKind(type, value.kind_name());
  std::string data;
  if (!absl::Base64Unescape(*text, &data) && !absl::WebSafeBase64Unescape(*text, &data)) return MalformedValue(type);
  value = Value(Bytes{std::move(data)});
  return absl::OkStatus();
}

absl::Status CanonicalDocument(const Type& type, Value& value, uint64_t& added_digits) {
  if (value.get_if<std::string>() == nullptr) {
    if (!FitsJson(value, 0)) return MalformedValue(type);
    value = Value(JsonText(value));
  }
  const std::string& text = value.as<std::string>();
  ORMD_RETURN_IF_ERROR(CheckText(type, text));
  switch (FaultOfJson(text, added_digits)) {
    case JsonFault::kNone:
      return absl::OkStatus();
    case JsonFault::kNul:
      return TextWithNul(type);
    case JsonFault::kDigits:
      return TooManyDigits(type);
    case JsonFault::kMalformed:
      break;
  }
  return MalformedValue(type);
}

}  // namespace ormd
