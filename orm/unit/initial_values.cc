#include "orm/unit/initial_values.h"

#include <google/protobuf/descriptor.h>

#include "absl/time/clock.h"
#include "orm/value/text.h"

namespace ormd {
namespace {

std::optional<Value> EmptyValue(const PropertyMetadata& property) {
  if (property.nullable || !property.field->is_repeated()) return std::nullopt;
  if (property.type.kind == TypeKind::kArray) return Value(List{});
  return Value(property.field->is_map() ? "{}" : "[]");
}

std::optional<Value> DefaultValue(const PropertyMetadata& property) {
  if (!property.default_value.has_value()) return std::nullopt;
  absl::StatusOr<Value> value = Canonicalize(property.type, *property.default_value);
  return value.ok() ? std::optional<Value>(*std::move(value)) : std::nullopt;
}

}  // namespace

Timestamp CurrentTimestamp() { return {absl::ToUnixMicros(absl::Now())}; }

Value GeneratedValue(const PropertyMetadata& property, Generate generate, Timestamp now) {
  if (generate == Generate::kUuid) return NewUuid();
  const std::string text = TimestampText(now);
  switch (property.type.kind) {
    case TypeKind::kDate:
      return text.substr(0, 10);
    case TypeKind::kTime:
      return Canonicalize(property.type, text.substr(11)).value_or(Value());
    default:
      return now;
  }
}

std::optional<Value> InitialValue(const PropertyMetadata& property, Timestamp now) {
  if (property.read_only()) return std::nullopt;
  if (property.on_create != Generate::kNone) return GeneratedValue(property, property.on_create, now);
  if (property.version) return property.type.kind == TypeKind::kTimestamp ? Value(now) : Value(int64_t{1});
  if (property.default_raw.has_value() || property.identity) return std::nullopt;
  if (std::optional<Value> value = DefaultValue(property)) return value;
  return EmptyValue(property);
}

}  // namespace ormd
