#include "orm/unit/entity_list.h"

#include <algorithm>

namespace ormd {
namespace {

// A walk over these is faster than a look-up.
constexpr size_t kShort = 16;

}  // namespace

std::optional<size_t> EntityList::PlaceOf(const Entity* entity) const {
  if (places_ == nullptr && slots_.size() <= kShort) {
    const auto at = std::find(slots_.begin(), slots_.end(), entity);
    if (at == slots_.end()) return std::nullopt;
    return static_cast<size_t>(at - slots_.begin());
  }
  if (places_ == nullptr) {
    places_ = std::make_unique<Places>(slots_.size());
    for (size_t place = 0; place < slots_.size(); ++place) {
      if (slots_[place] != nullptr) places_->try_emplace(slots_[place], place);
    }
  }
  const auto at = places_->find(entity);
  if (at == places_->end()) return std::nullopt;
  return at->second;
}

void EntityList::Append(Entity* entity) {
  if (places_ != nullptr) places_->insert_or_assign(entity, slots_.size());
  slots_.push_back(entity);
}

std::optional<size_t> EntityList::Erase(const Entity* entity) {
  const std::optional<size_t> place = PlaceOf(entity);
  if (!place.has_value()) return std::nullopt;
  if (places_ != nullptr) places_->erase(entity);
  slots_[*place] = nullptr;
  ++holes_;
  for (; !slots_.empty() && slots_.back() == nullptr; --holes_) slots_.pop_back();
  return place;
}

void EntityList::Restore(Entity* entity, size_t place) {
  if (place < slots_.size() && slots_[place] != nullptr) return Append(entity);
  if (place >= slots_.size()) {
    holes_ += place + 1 - slots_.size();
    slots_.resize(place + 1);
  }
  slots_[place] = entity;
  --holes_;
  if (places_ != nullptr) places_->insert_or_assign(entity, place);
}

void EntityList::Clear() {
  slots_.clear();
  holes_ = 0;
  places_.reset();
}

}  // namespace ormd
