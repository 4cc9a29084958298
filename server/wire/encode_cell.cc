// Encoders of database cells, by the types of property and field: without a Value for the common ones.
#include <charconv>

#include "orm/value/hex.h"
#include "server/wire/cell_text.h"
#include "server/wire/field_plan.h"
#include "server/wire/json_to_wire.h"
#include "server/wire/well_known.h"

namespace ormd::wire {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using Form = Cell::Form;

// What the encoders below leave: rare types and unusual forms.
bool EncodeAny(const FieldPlan& plan, const Cell& cell, WireBuffer& out) {
  const absl::StatusOr<Value> value = DecodeCell(*plan.type, cell);
  return value.ok() && plan.value(plan, *value, out);
}

template <typename T>
bool Parse(std::string_view text, T* out) {
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, *out);
  return stop == end && error == std::errc();
}

bool EncodeInteger(const FieldPlan& plan, const Cell& cell, WireBuffer& out) {
  int64_t number = cell.int64;
  if (cell.form != Form::kInt64 && (cell.form != Form::kText || !Parse(cell.text, &number))) {
    return EncodeAny(plan, cell, out);
  }
  if (number < plan.least || number > plan.most) return false;
  PutNumber(plan, static_cast<uint64_t>(number), out);
  return true;
}

bool EncodeBool(const FieldPlan& plan, const Cell& cell, WireBuffer& out) {
  if (cell.form == Form::kText && (cell.text == "t" || cell.text == "f")) {
    PutVarint(plan, cell.text == "t", out);
    return true;
  }
  return EncodeAny(plan, cell, out);
}

bool EncodeDouble(const FieldPlan& plan, const Cell& cell, WireBuffer& out) {
  double number = cell.number;
  if (cell.form != Form::kDouble && (cell.form != Form::kText || !Parse(cell.text, &number))) {
    return EncodeAny(plan, cell, out);
  }
  PutDouble(plan, number, out);
  return true;
}

bool EncodeFloat(const FieldPlan& plan, const Cell& cell, WireBuffer& out) {
  float number = static_cast<float>(cell.number);
  if (cell.form != Form::kDouble && (cell.form != Form::kText || !Parse(cell.text, &number))) {
    return EncodeAny(plan, cell, out);
  }
  PutFloat(plan, number, out);
  return true;
}

bool EncodeText(const FieldPlan& plan, const Cell& cell, WireBuffer& out) {
  if (cell.form != Form::kText) return false;
  PutBytes(plan, cell.text, out);
  return true;
}

// Cells that are canonical already, which is nearly all.
template <bool (*IsCanonical)(const Type&, std::string_view)>
bool EncodeCanonical(const FieldPlan& plan, const Cell& cell, WireBuffer& out) {
  if (cell.form != Form::kText || !IsCanonical(*plan.type, cell.text)) return EncodeAny(plan, cell, out);
  PutBytes(plan, cell.text, out);
  return true;
}

bool EncodeBytes(const FieldPlan& plan, const Cell& cell, WireBuffer& out) {
  if (cell.form == Form::kBytes) {
    PutBytes(plan, cell.text, out);
    return true;
  }
  if (cell.form != Form::kText || cell.text.substr(0, 2) != "\\x" || cell.text.size() % 2 != 0) {
    return EncodeAny(plan, cell, out);
  }
  const std::string_view hex = cell.text.substr(2);
  if (hex.empty() && !plan.keep_zero) return true;
  out.Tag(plan.tag);
  out.Varint(hex.size() / 2);
  char* at = out.Room(hex.size() / 2);
  int wrong = 0;
  for (size_t i = 0; i < hex.size(); i += 2) {
    const int byte = HexDigit(hex[i]) * 16 | HexDigit(hex[i + 1]);
    wrong |= byte;
    *at++ = static_cast<char>(byte);
  }
  out.Advance(at);
  return wrong >= 0;
}

bool EncodeLabel(const FieldPlan& plan, const Cell& cell, WireBuffer& out) {
  return cell.form == Form::kText && PutLabel(plan, cell.text, out);
}

bool EncodeTimestamp(const FieldPlan& plan, const Cell& cell, WireBuffer& out) {
  int64_t micros = cell.int64;
  const bool read = cell.form == Form::kTimestamp || (cell.form == Form::kText && ReadUtcTimestamp(cell.text, &micros));
  if (!read) return EncodeAny(plan, cell, out);
  const WireTime wire = WireTimeOf(micros);
  if (!TimestampOf(wire.seconds, wire.nanos).has_value()) return false;
  PutTime(plan, wire.seconds, wire.nanos, out);
  return true;
}

bool EncodeJson(const FieldPlan& plan, const Cell& cell, WireBuffer& out) {
  return cell.form == Form::kText && JsonToWire(*plan.field, cell.text, out);
}

bool EncodeWrapped(const FieldPlan& plan, const Cell& cell, WireBuffer& out) {
  const size_t start = out.Open(plan.tag);
  const bool fits = plan.element->cell(*plan.element, cell, out);
  out.Close(start);
  return fits;
}

FieldPlan::EncodeCell TextEncoder(TypeKind kind) {
  switch (kind) {
    case TypeKind::kText:
    case TypeKind::kVarchar:
    case TypeKind::kJson:
      return EncodeText;
    case TypeKind::kUuid:
      return EncodeCanonical<IsCanonicalUuid>;
    case TypeKind::kDecimal:
      return EncodeCanonical<IsCanonicalDecimal>;
    default:
      return EncodeAny;
  }
}

FieldPlan::EncodeCell MessageEncoder(const FieldPlan& plan) {
  if (plan.element != nullptr) return EncodeWrapped;
  if (plan.type->kind == TypeKind::kTimestamp) return EncodeTimestamp;
  return plan.type->kind == TypeKind::kJson ? EncodeJson : EncodeAny;
}

FieldPlan::EncodeCell SingleEncoder(const FieldPlan& plan) {
  const TypeKind kind = plan.type->kind;
  switch (plan.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return kind == TypeKind::kBool ? EncodeBool : EncodeAny;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return kind == TypeKind::kDouble ? EncodeDouble : EncodeAny;
    case FieldDescriptor::CPPTYPE_FLOAT:
      return kind == TypeKind::kReal ? EncodeFloat : EncodeAny;
    case FieldDescriptor::CPPTYPE_ENUM:
      return kind == TypeKind::kEnum ? EncodeLabel : EncodeAny;
    case FieldDescriptor::CPPTYPE_STRING:
      if (plan.field->type() == FieldDescriptor::TYPE_STRING) return TextEncoder(kind);
      return kind == TypeKind::kBytes ? EncodeBytes : EncodeAny;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessageEncoder(plan);
    default:
      return kind == TypeKind::kInterval ? EncodeAny : EncodeInteger;
  }
}

}  // namespace

void ChooseCellEncoder(FieldPlan& plan) {
  const bool list = plan.field->is_repeated() && !plan.field->is_map();
  plan.cell = list || plan.type == nullptr ? EncodeAny : SingleEncoder(plan);
}

}  // namespace ormd::wire
