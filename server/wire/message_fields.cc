#include "server/wire/message_fields.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "server/wire/errors.h"

namespace ormd::wire {
namespace {

const PropertyMetadata* Find(const EntityMetadata& entity, int number) {
  const auto at = std::find_if(entity.properties.begin(), entity.properties.end(),
                               [number](const auto& property) { return property->field->number() == number; });
  return at == entity.properties.end() ? nullptr : at->get();
}

// Fields mostly come in the order of their properties: it is not far behind the `start`.
const PropertyMetadata* FindFrom(size_t start, const EntityMetadata& entity, uint32_t field) {
  const int number = static_cast<int>(field);
  size_t slot = start;
  while (slot < entity.size() && entity.property(slot).field->number() < number) ++slot;
  const bool found = slot < entity.size() && entity.property(slot).field->number() == number;
  return found ? &entity.property(slot) : Find(entity, number);
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
    const PropertyMetadata* property = FindFrom(out.slots_.empty() ? 0 : out.slots_.back(), entity, field.field);
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
