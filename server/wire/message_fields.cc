#include "server/wire/message_fields.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "server/wire/errors.h"

namespace ormd::wire {
namespace {

using google::protobuf::FieldDescriptor;

// Properties stand in the order of the fields, so the first look finds it.
const PropertyMetadata* PropertyOf(const EntityMetadata& entity, const FieldDescriptor& field) {
  const size_t index = static_cast<size_t>(field.index());
  if (index < entity.size() && entity.property(index).field == &field) return &entity.property(index);
  for (const auto& property : entity.properties) {
    if (property->field == &field) return property.get();
  }
  return nullptr;
}

}  // namespace

absl::StatusOr<MessageFields> MessageFields::Read(const EntityMetadata& entity, std::string_view bytes,
                                                  const std::string& origin) {
  MessageFields out;
  WireReader reader(bytes);
  WireField field;
  bool sorted = true;
  while (!reader.done()) {
    if (!reader.Next(&field)) return MalformedEntity(origin, entity);
    const FieldDescriptor* known = entity.descriptor->FindFieldByNumber(static_cast<int>(field.field));
    const PropertyMetadata* property = known == nullptr ? nullptr : PropertyOf(entity, *known);
    if (property == nullptr) return UnknownField(origin, entity, field.field);
    sorted = sorted && (out.slots_.empty() || out.slots_.back() <= property->index);
    out.slots_.push_back(property->index);
    out.fields_.push_back(field);
  }
  if (!sorted) out.Sort();
  return out;
}

std::span<const WireField> MessageFields::Take(size_t slot) {
  const size_t first = next_;
  while (next_ < slots_.size() && slots_[next_] == slot) ++next_;
  return {fields_.data() + first, next_ - first};
}

void MessageFields::Sort() {
  std::vector<std::pair<size_t, WireField>> parts;
  parts.reserve(slots_.size());
  for (size_t i = 0; i < slots_.size(); ++i) parts.emplace_back(slots_[i], fields_[i]);
  std::stable_sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (size_t i = 0; i < parts.size(); ++i) std::tie(slots_[i], fields_[i]) = parts[i];
}

}  // namespace ormd::wire
