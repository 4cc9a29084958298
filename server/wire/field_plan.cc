#include "server/wire/field_plan.h"

#include <algorithm>
#include <bit>

#include "orm/base/strings.h"
#include "server/wire/well_known.h"

namespace ormd::wire {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

WireFormatLite::WireType WireTypeOf(const FieldDescriptor& field) {
  return WireFormatLite::WireTypeForFieldType(static_cast<WireFormatLite::FieldType>(field.type()));
}

NumberForm FormOf(const FieldDescriptor& field) {
  switch (field.type()) {
    case FieldDescriptor::TYPE_SINT32:
    case FieldDescriptor::TYPE_SINT64:
      return NumberForm::kZigzag;
    case FieldDescriptor::TYPE_FIXED32:
    case FieldDescriptor::TYPE_SFIXED32:
      return NumberForm::kFixed32;
    case FieldDescriptor::TYPE_FIXED64:
    case FieldDescriptor::TYPE_SFIXED64:
      return NumberForm::kFixed64;
    default:
      return NumberForm::kVarint;
  }
}

void SetRange(int64_t least, int64_t most, FieldPlan& plan) {
  plan.least = std::max(plan.least, least);
  plan.most = std::min(plan.most, most);
}

void ChooseRange(FieldPlan& plan) {
  switch (plan.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      SetRange(INT32_MIN, INT32_MAX, plan);
      break;
    case FieldDescriptor::CPPTYPE_UINT32:
      SetRange(0, UINT32_MAX, plan);
      break;
    case FieldDescriptor::CPPTYPE_UINT64:
      SetRange(0, INT64_MAX, plan);
      break;
    default:
      break;
  }
  if (plan.type == nullptr) return;
  if (plan.type->kind == TypeKind::kSmallint) SetRange(INT16_MIN, INT16_MAX, plan);
  if (plan.type->kind == TypeKind::kInteger) SetRange(INT32_MIN, INT32_MAX, plan);
}

std::vector<std::pair<std::string_view, int32_t>> LabelsOf(const EnumDescriptor& type) {
  std::vector<std::pair<std::string_view, int32_t>> labels;
  labels.reserve(static_cast<size_t>(type.value_count()));
  for (int i = 0; i < type.value_count(); ++i) labels.emplace_back(type.value(i)->name(), type.value(i)->number());
  return labels;
}

// `packed`: an element of a packed list.
FieldPlan PlanSingle(const FieldDescriptor& field, const Type* type, bool keep_zero, bool packed) {
  FieldPlan plan;
  plan.tag = packed ? 0 : WireFormatLite::MakeTag(field.number(), WireTypeOf(field));
  plan.keep_zero = keep_zero;
  plan.form = FormOf(field);
  plan.field = &field;
  plan.type = type;
  ChooseRange(plan);
  if (field.enum_type() != nullptr) plan.labels = LabelsOf(*field.enum_type());
  ChooseValueEncoder(plan);
  ChooseCellEncoder(plan);
  return plan;
}

FieldPlan PlanList(const FieldDescriptor& field, const Type& type) {
  FieldPlan plan;
  plan.tag = WireFormatLite::MakeTag(field.number(), WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
  plan.field = &field;
  plan.type = &type;
  const Type* element = type.kind == TypeKind::kArray ? type.element.get() : nullptr;
  plan.element = std::make_unique<FieldPlan>(PlanSingle(field, element, true, field.is_packed()));
  ChooseValueEncoder(plan);
  ChooseCellEncoder(plan);
  return plan;
}

FieldPlan PlanRelation(const PropertyMetadata& property) {
  FieldPlan plan;
  plan.tag = WireFormatLite::MakeTag(property.field->number(), WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
  plan.field = property.field;
  plan.key.reserve(property.target->primary_key.size());
  for (const PropertyMetadata* part : property.target->primary_key) plan.key.push_back(PlanProperty(*part));
  return plan;
}

FieldPlan PlanScalar(const PropertyMetadata& property) {
  const FieldDescriptor& field = *property.field;
  if (field.is_repeated() && !field.is_map()) return PlanList(field, property.type);
  return PlanSingle(field, &property.type, field.has_presence(), false);
}

}  // namespace

FieldPlan PlanProperty(const PropertyMetadata& property) {
  FieldPlan plan = property.is_scalar() ? PlanScalar(property) : PlanRelation(property);
  plan.property = &property;
  return plan;
}

FieldPlan PlanInner(const FieldDescriptor& field) { return PlanSingle(field, nullptr, true, false); }

void PutNumber(const FieldPlan& plan, uint64_t bits, WireBuffer& out) {
  switch (plan.form) {
    case NumberForm::kVarint:
      return PutVarint(plan, bits, out);
    case NumberForm::kZigzag:
      return PutVarint(plan, WireFormatLite::ZigZagEncode64(static_cast<int64_t>(bits)), out);
    case NumberForm::kFixed32:
    case NumberForm::kFixed64:
      break;
  }
  if (bits == 0 && !plan.keep_zero) return;
  if (plan.tag != 0) out.Tag(plan.tag);
  if (plan.form == NumberForm::kFixed32) {
    out.Fixed32(static_cast<uint32_t>(bits));
  } else {
    out.Fixed64(bits);
  }
}

void PutFloat(const FieldPlan& plan, float value, WireBuffer& out) {
  const uint32_t bits = std::bit_cast<uint32_t>(value);
  if (bits == 0 && !plan.keep_zero) return;
  if (plan.tag != 0) out.Tag(plan.tag);
  out.Fixed32(bits);
}

void PutDouble(const FieldPlan& plan, double value, WireBuffer& out) {
  const uint64_t bits = std::bit_cast<uint64_t>(value);
  if (bits == 0 && !plan.keep_zero) return;
  if (plan.tag != 0) out.Tag(plan.tag);
  out.Fixed64(bits);
}

void PutTime(const FieldPlan& plan, int64_t seconds, int32_t nanos, WireBuffer& out) {
  constexpr uint32_t kSeconds = WireFormatLite::MakeTag(1, WireFormatLite::WIRETYPE_VARINT);
  constexpr uint32_t kNanos = WireFormatLite::MakeTag(2, WireFormatLite::WIRETYPE_VARINT);
  const size_t start = out.Open(plan.tag);
  if (seconds != 0) out.TaggedVarint(kSeconds, static_cast<uint64_t>(seconds));
  if (nanos != 0) out.TaggedVarint(kNanos, static_cast<uint64_t>(static_cast<int64_t>(nanos)));
  out.Close(start);
}

bool PutLabel(const FieldPlan& plan, std::string_view label, WireBuffer& out) {
  for (const auto& [name, number] : plan.labels) {
    if (name != label) continue;
    PutVarint(plan, static_cast<uint64_t>(static_cast<int64_t>(number)), out);
    return true;
  }
  return false;
}

bool PutIntegerText(const FieldPlan& plan, std::string_view text, WireBuffer& out) {
  if (const auto number = ParseInteger<int64_t>(text)) {
    if (*number < plan.least || *number > plan.most) return false;
    PutNumber(plan, static_cast<uint64_t>(*number), out);
    return true;
  }
  if (plan.field->cpp_type() != FieldDescriptor::CPPTYPE_UINT64) return false;
  const auto number = ParseInteger<uint64_t>(text);
  if (number.has_value()) PutNumber(plan, *number, out);
  return number.has_value();
}

}  // namespace ormd::wire
