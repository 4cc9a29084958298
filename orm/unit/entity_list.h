// Entities in an order of their own.
#pragma once

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"

namespace ormd {

class Entity;

// None stands twice. Whether one stands in it, and where, takes no walk once the list is long; what is taken out leaves
// a hole, so that others keep their places, and it can be put back.
class EntityList {
 public:
  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = Entity*;
    using difference_type = std::ptrdiff_t;
    using pointer = Entity* const*;
    using reference = Entity* const&;

    Iterator() = default;
    Iterator(pointer at, pointer end) : at_(at), end_(end) { SkipHoles(); }

    reference operator*() const { return *at_; }
    Iterator& operator++() {
      ++at_;
      SkipHoles();
      return *this;
    }
    Iterator operator++(int) {
      Iterator before = *this;
      ++*this;
      return before;
    }
    bool operator==(const Iterator& other) const { return at_ == other.at_; }

   private:
    void SkipHoles() {
      while (at_ != end_ && *at_ == nullptr) ++at_;
    }

    pointer at_ = nullptr;
    pointer end_ = nullptr;
  };
  using iterator = Iterator;
  using const_iterator = Iterator;
  using value_type = Entity*;
  using const_reference = Entity* const&;
  using size_type = size_t;

  EntityList() = default;
  explicit EntityList(std::vector<Entity*> entities) : slots_(std::move(entities)) {}
  EntityList(const EntityList& other) : slots_(other.slots_), holes_(other.holes_) {}
  EntityList(EntityList&&) = default;
  EntityList& operator=(const EntityList& other) { return *this = EntityList(other); }
  EntityList& operator=(EntityList&&) = default;

  bool empty() const { return size() == 0; }
  size_t size() const { return slots_.size() - holes_; }
  Iterator begin() const { return {slots_.data(), slots_.data() + slots_.size()}; }
  Iterator end() const { return {slots_.data() + slots_.size(), slots_.data() + slots_.size()}; }

  bool Contains(const Entity* entity) const { return PlaceOf(entity).has_value(); }
  // It must not stand in the list.
  void Append(Entity* entity);
  // Answers its place; nullopt where it has none.
  std::optional<size_t> Erase(const Entity* entity);
  // Takes the last Erase back.
  void Restore(Entity* entity, size_t place);
  // No place from before means anything after these.
  template <typename Predicate>
  void EraseIf(Predicate&& predicate) {
    const auto goes = [&](Entity* entity) { return entity == nullptr || predicate(entity); };
    if (std::erase_if(slots_, goes) > 0) places_.reset();
    holes_ = 0;
  }
  void CloseHoles() {
    if (holes_ > 0) EraseIf([](Entity*) { return false; });
  }
  void Clear();

 private:
  using Places = absl::flat_hash_map<const Entity*, size_t>;

  std::optional<size_t> PlaceOf(const Entity* entity) const;

  std::vector<Entity*> slots_;  // a hole is nullptr; the last is none
  size_t holes_ = 0;
  mutable std::unique_ptr<Places> places_;  // made when a long list is first asked
};

}  // namespace ormd
