// Encoders of canonical values, by the type of the field.
#include <optional>

#include "absl/strings/escaping.h"
#include "orm/base/strings.h"
#include "orm/value/text.h"
#include "server/wire/field_plan.h"
#include "server/wire/json_to_wire.h"
#include "server/wire/well_known.h"

namespace ormd::wire {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

bool EncodeInteger(const FieldPlan& plan, const Value& value, WireBuffer& out) {
  if (const int64_t* number = value.get_if<int64_t>()) {
    if (*number < plan.least || *number > plan.most) return false;
    PutNumber(plan, static_cast<uint64_t>(*number), out);
    return true;
  }
  const std::string* text = value.get_if<std::string>();
  return text != nullptr && PutIntegerText(plan, *text, out);
}

bool EncodeBool(const FieldPlan& plan, const Value& value, WireBuffer& out) {
  if (const bool* flag = value.get_if<bool>()) {
    PutVarint(plan, *flag, out);
    return true;
  }
  const std::string* text = value.get_if<std::string>();  // the key of a map
  if (text == nullptr || (*text != "true" && *text != "false")) return false;
  PutVarint(plan, *text == "true", out);
  return true;
}

std::optional<double> DoubleOf(const Value& value) {
  if (const double* number = value.get_if<double>()) return *number;
  if (const int64_t* number = value.get_if<int64_t>()) return static_cast<double>(*number);
  if (const std::string* text = value.get_if<std::string>()) return ParseInteger<double>(*text);
  return std::nullopt;
}

bool EncodeDouble(const FieldPlan& plan, const Value& value, WireBuffer& out) {
  const std::optional<double> number = DoubleOf(value);
  if (number.has_value()) PutDouble(plan, *number, out);
  return number.has_value();
}

bool EncodeFloat(const FieldPlan& plan, const Value& value, WireBuffer& out) {
  const std::optional<double> number = DoubleOf(value);
  if (number.has_value()) PutFloat(plan, static_cast<float>(*number), out);
  return number.has_value();
}

// Every type has a text form; the usual ones are text.
bool EncodeText(const FieldPlan& plan, const Value& value, WireBuffer& out) {
  if (const std::string* text = value.get_if<std::string>()) {
    PutBytes(plan, *text, out);
  } else if (const int64_t* micros = value.get_if<int64_t>();
             micros != nullptr && plan.type != nullptr && plan.type->kind == TypeKind::kInterval) {
    PutBytes(plan, IntervalText(*micros), out);
  } else if (const Bytes* bytes = value.get_if<Bytes>()) {
    PutBytes(plan, absl::Base64Escape(bytes->data), out);
  } else {
    PutBytes(plan, ValueText(value), out);
  }
  return true;
}

bool EncodeBytes(const FieldPlan& plan, const Value& value, WireBuffer& out) {
  if (const Bytes* bytes = value.get_if<Bytes>()) {
    PutBytes(plan, bytes->data, out);
    return true;
  }
  std::string decoded;
  const std::string* text = value.get_if<std::string>();
  if (text == nullptr || !absl::Base64Unescape(*text, &decoded)) return false;
  PutBytes(plan, decoded, out);
  return true;
}

bool EncodeLabel(const FieldPlan& plan, const Value& value, WireBuffer& out) {
  if (const std::string* label = value.get_if<std::string>()) return PutLabel(plan, *label, out);
  const int64_t* number = value.get_if<int64_t>();
  if (number != nullptr) PutVarint(plan, static_cast<uint64_t>(*number), out);
  return number != nullptr;
}

bool EncodeTimestamp(const FieldPlan& plan, const Value& value, WireBuffer& out) {
  std::optional<Timestamp> time;
  if (const Timestamp* timestamp = value.get_if<Timestamp>()) time = *timestamp;
  if (const std::string* text = value.get_if<std::string>()) time = ParseTimestamp(*text);
  if (!time.has_value()) return false;
  const WireTime wire = WireTimeOf(time->micros);
  PutTime(plan, wire.seconds, wire.nanos, out);
  return true;
}

bool EncodeDuration(const FieldPlan& plan, const Value& value, WireBuffer& out) {
  std::optional<int64_t> micros;
  if (const int64_t* number = value.get_if<int64_t>()) micros = *number;
  if (const std::string* text = value.get_if<std::string>()) micros = ParseInterval(*text);
  if (!micros.has_value()) return false;
  const WireTime wire = WireDurationOf(*micros);
  PutTime(plan, wire.seconds, wire.nanos, out);
  return true;
}

bool EncodeJson(const FieldPlan& plan, const Value& value, WireBuffer& out) {
  const std::string* json = value.get_if<std::string>();
  return json != nullptr && JsonToWire(*plan.field, *json, out);
}

bool EncodeWrapped(const FieldPlan& plan, const Value& value, WireBuffer& out) {
  const size_t start = out.Open(plan.tag);
  const bool fits = plan.element->value(*plan.element, value, out);
  out.Close(start);
  return fits;
}

// A list has no place for null: the zero of its type stands there.
const Value& ZeroOf(const FieldPlan& element) {
  static const Value kInteger(0), kBool(false), kDouble(0.0), kText(""), kBytes(Bytes{}), kTime(Timestamp{}),
      kJson("null");
  switch (element.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return kBool;
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      return kDouble;
    case FieldDescriptor::CPPTYPE_STRING:
      return element.field->type() == FieldDescriptor::TYPE_BYTES ? kBytes : kText;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (element.value == EncodeTimestamp) return kTime;
      return element.value == EncodeJson ? kJson : kInteger;
    default:
      return kInteger;
  }
}

bool EncodeItems(const FieldPlan& element, const List& items, WireBuffer& out) {
  for (const Value& item : items) {
    if (!element.value(element, item.is_null() ? ZeroOf(element) : item, out)) return false;
  }
  return true;
}

bool EncodeList(const FieldPlan& plan, const Value& value, WireBuffer& out) {
  const List* items = value.get_if<List>();
  if (items == nullptr) return false;
  if (items->empty()) return true;
  if (plan.element->tag != 0) return EncodeItems(*plan.element, *items, out);
  const size_t start = out.Open(plan.tag);
  const bool fits = EncodeItems(*plan.element, *items, out);
  out.Close(start);
  return fits;
}

bool IsWrapper(const Descriptor& type) {
  switch (type.well_known_type()) {
    case Descriptor::WELLKNOWNTYPE_DOUBLEVALUE:
    case Descriptor::WELLKNOWNTYPE_FLOATVALUE:
    case Descriptor::WELLKNOWNTYPE_INT64VALUE:
    case Descriptor::WELLKNOWNTYPE_UINT64VALUE:
    case Descriptor::WELLKNOWNTYPE_INT32VALUE:
    case Descriptor::WELLKNOWNTYPE_UINT32VALUE:
    case Descriptor::WELLKNOWNTYPE_STRINGVALUE:
    case Descriptor::WELLKNOWNTYPE_BYTESVALUE:
    case Descriptor::WELLKNOWNTYPE_BOOLVALUE:
      return true;
    default:
      return false;
  }
}

FieldPlan::EncodeValue MessageEncoder(FieldPlan& plan) {
  const Descriptor& type = *plan.field->message_type();
  if (type.well_known_type() == Descriptor::WELLKNOWNTYPE_TIMESTAMP) return EncodeTimestamp;
  if (type.well_known_type() == Descriptor::WELLKNOWNTYPE_DURATION) return EncodeDuration;
  if (!IsWrapper(type)) return EncodeJson;
  FieldPlan inner = PlanInner(*type.FindFieldByNumber(1));
  inner.keep_zero = false;
  inner.type = plan.type;
  inner.least = plan.least;
  inner.most = plan.most;
  ChooseCellEncoder(inner);
  plan.element = std::make_unique<FieldPlan>(std::move(inner));
  return EncodeWrapped;
}

FieldPlan::EncodeValue SingleEncoder(FieldPlan& plan) {
  switch (plan.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return EncodeBool;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return EncodeDouble;
    case FieldDescriptor::CPPTYPE_FLOAT:
      return EncodeFloat;
    case FieldDescriptor::CPPTYPE_ENUM:
      return EncodeLabel;
    case FieldDescriptor::CPPTYPE_STRING:
      return plan.field->type() == FieldDescriptor::TYPE_BYTES ? EncodeBytes : EncodeText;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessageEncoder(plan);
    default:
      return EncodeInteger;
  }
}

}  // namespace

void ChooseValueEncoder(FieldPlan& plan) { plan.value = plan.element != nullptr ? EncodeList : SingleEncoder(plan); }

}  // namespace ormd::wire
