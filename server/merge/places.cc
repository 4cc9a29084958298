#include "server/merge/places.h"

#include <algorithm>

namespace ormd {

bool Places::Take(const EntityData& data) {
  Set wanted;
  Collect(data, wanted);
  const auto is_taken = [this](const Place& place) { return taken_.contains(place); };
  if (std::any_of(wanted.begin(), wanted.end(), is_taken)) return false;
  taken_.merge(wanted);
  return true;
}

// Nested data nest as deep as the wire allows.
void Places::Collect(const EntityData& data, Set& out) {
  for (const EntityData::Reference& reference : data.references) {
    const bool is_place = reference.property->kind == PropertyKind::kOneToOne;
    if (is_place && reference.target.kind == Target::Kind::kKey) out.emplace(reference.property, reference.target.key);
    if (reference.target.data != nullptr) Collect(*reference.target.data, out);
  }
  for (const EntityData::Items& items : data.collections) {
    for (const Target& item : items.targets) {
      if (item.data != nullptr) Collect(*item.data, out);
    }
  }
}

}  // namespace ormd
