// How one property is written to the wire: made once for each shape, used for each value.
#pragma once

#include <google/protobuf/descriptor.h>

#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "orm/metadata/entity_metadata.h"
#include "orm/value/type.h"
#include "orm/value/value.h"
#include "server/wire/wire_buffer.h"

namespace ormd::wire {

enum class NumberForm : uint8_t { kVarint, kZigzag, kFixed32, kFixed64 };

// Immutable. Points into metadata and descriptors, which must outlive it.
struct FieldPlan {
  // Both append the field, or nothing where it is zero and has no presence. False where the content does not fit; what
  // was appended is undefined then. Never called with null.
  using EncodeValue = bool (*)(const FieldPlan& plan, const Value& value, WireBuffer& out);
  using EncodeCell = bool (*)(const FieldPlan& plan, const Cell& cell, WireBuffer& out);

  uint32_t tag = 0;        // 0: an element of a packed list, which has none
  bool keep_zero = false;  // written even where it is zero
  NumberForm form = NumberForm::kVarint;
  int64_t least = INT64_MIN;  // integers: what field and type hold
  int64_t most = INT64_MAX;
  EncodeValue value = nullptr;
  EncodeCell cell = nullptr;
  const google::protobuf::FieldDescriptor* field = nullptr;
  const PropertyMetadata* property = nullptr;  // nullptr: inner plans of lists, wrappers and maps
  const Type* type = nullptr;                  // of scalars; nullptr inside of JSON

  std::vector<std::pair<std::string_view, int32_t>> labels;  // enums
  std::unique_ptr<const FieldPlan> element;                  // lists: one item; wrappers: what they wrap
  std::vector<FieldPlan> key;  // relations: the key properties of the target, in key order

  bool is_relation() const { return property != nullptr && !property->is_scalar(); }
};

// For a scalar or relation of an entity.
FieldPlan PlanProperty(const PropertyMetadata& property);

// For a singular field that is no property of its own: the key or value of a map.
FieldPlan PlanInner(const google::protobuf::FieldDescriptor& field);

// Fills plan.value and the forms that belong to it, plan.cell, from plan.field, plan.type.
void ChooseValueEncoder(FieldPlan& plan);
void ChooseCellEncoder(FieldPlan& plan);

// Writers shared by the encoders of values and cells.
void PutNumber(const FieldPlan& plan, uint64_t bits, WireBuffer& out);
void PutFloat(const FieldPlan& plan, float value, WireBuffer& out);
void PutDouble(const FieldPlan& plan, double value, WireBuffer& out);
void PutTime(const FieldPlan& plan, int64_t seconds, int32_t nanos, WireBuffer& out);

inline void PutVarint(const FieldPlan& plan, uint64_t value, WireBuffer& out) {
  if (plan.tag == 0) {
    out.Varint(value);
  } else if (value != 0 || plan.keep_zero) {
    out.TaggedVarint(plan.tag, value);
  }
}

inline void PutBytes(const FieldPlan& plan, std::string_view bytes, WireBuffer& out) {
  if (!bytes.empty() || plan.keep_zero) out.TaggedBytes(plan.tag, bytes);
}

// The number of an enum's label; false where it has none.
bool PutLabel(const FieldPlan& plan, std::string_view label, WireBuffer& out);

// A decimal integer of 64 bits, signed or unsigned.
bool PutIntegerText(const FieldPlan& plan, std::string_view text, WireBuffer& out);

}  // namespace ormd::wire
