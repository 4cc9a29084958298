#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/query/errors.h"
#include "orm/query/find_options.h"

namespace ormd {
namespace {

template <typename Wanted>
std::vector<size_t> Slots(const EntityMetadata& entity, const Wanted& wanted) {
  std::vector<size_t> slots;
  for (const auto& property : entity.properties) {
    if (wanted(*property)) slots.push_back(property->index);
  }
  return slots;
}

absl::StatusOr<size_t> Slot(const EntityMetadata& entity, std::string_view name) {
  const PropertyMetadata* property = entity.FindProperty(name);
  if (property == nullptr) return UnknownProperty(entity, name);
  if (!property->readable()) return NoColumn(*property);
  return property->index;
}

}  // namespace

absl::StatusOr<std::vector<size_t>> ParseFields(const EntityMetadata& entity, const std::vector<std::string>& names) {
  if (names.empty()) return DefaultFields(entity);
  std::vector<bool> named(entity.size());
  for (size_t i = 0; i < names.size(); ++i) {
    const absl::StatusOr<size_t> slot = Slot(entity, names[i]);
    if (!slot.ok()) return UnderField(slot.status(), StrCat("[", i, "]"));
    named[*slot] = true;
  }
  return Slots(entity, [&named](const PropertyMetadata& property) {
    return property.always_read() || (property.readable() && named[property.index]);
  });
}

std::vector<size_t> DefaultFields(const EntityMetadata& entity) {
  return Slots(entity, [](const PropertyMetadata& property) { return property.read_by_default(); });
}

}  // namespace ormd
