// Relations that tests of flushes change from either side.
#pragma once

#include <string>
#include <vector>

#include "tests/unit/unit/flush_fixture.h"

namespace ormd {

inline constexpr auto kSet = CollectionOperation::kSet;
inline constexpr auto kAdd = CollectionOperation::kAdd;
inline constexpr auto kRemove = CollectionOperation::kRemove;

class RelationFlushTest : public FlushTest {
 protected:
  Key StoreShelf(const std::string& name) { return Store(Data(entity("Shelf")).Set("name", name).Take()); }
  Key StoreVolume(const std::string& name, const Key& shelf) {
    return Store(Data(entity("Volume")).Set("name", name).Point("shelf", ByKey(shelf)).Take());
  }
  template <typename... Targets>
  void Volumes(EntityManager& em, const Key& shelf, CollectionOperation operation, Targets... volumes) {
    Assign(em, "Shelf", shelf, std::move(Data(entity("Shelf")).Items("volumes", operation, ByKey(volumes)...)));
  }
  template <typename... Targets>
  void Tags(EntityManager& em, const Key& book, CollectionOperation operation, Targets... tags) {
    Assign(em, "Book", book, std::move(Data(entity("Book")).Items("tags", operation, ByKey(tags)...)));
  }
  void Flush(EntityManager& em) {
    const absl::Status status = em.Flush(kContext);
    EXPECT_TRUE(status.ok()) << status;
  }
  // Of the items, in the collection's order.
  std::vector<std::string> NamesIn(EntityManager& em, const std::string& type, const Key& key,
                                   const std::string& collection, const std::string& name) {
    const auto found = em.FindByKey(entity(type), key, Options(type, {collection}), kContext);
    EXPECT_TRUE(found.ok() && found->roots.size() == 1u) << found.status();
    std::vector<std::string> names;
    const PropertyMetadata& relation = property(type, collection);
    for (const Entity* item : found->roots[0]->collection(relation).items()) {
      names.push_back(ValueText(item->value(property(relation.target->short_name, name))));
    }
    return names;
  }
  std::vector<std::string> VolumesOf(EntityManager& em, const Key& shelf) {
    return NamesIn(em, "Shelf", shelf, "volumes", "name");
  }
  // "name/shelf" of the rows.
  std::vector<std::string> Stored() {
    return Query("SELECT v.name || '/' || coalesce(s.name, '-') FROM volume v LEFT JOIN shelf s ON s.id = v.shelf_id "
                 "ORDER BY v.id");
  }
  std::vector<std::string> Links() {
    return Query("SELECT b.title || '/' || t.label FROM book_tags l JOIN book b ON b.id = l.book_id "
                 "JOIN tag t ON t.id = l.tag_id ORDER BY 1");
  }
};

}  // namespace ormd
