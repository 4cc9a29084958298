// The rows that random queries read, in memory.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "orm/metadata/schema.h"
#include "orm/value/value.h"

namespace ormd {

// A row of a table, without the columns that ormd fills.
struct WorldRow {
  const EntityMetadata* type = nullptr;
  std::map<size_t, Value> scalars;   // by slot
  std::map<size_t, Key> references;  // owning to-one relations that are not null, by slot
  Key key;
};

// Where a path of to-one relations leads: nowhere, or to a key, which may have no row.
struct WorldPlace {
  const EntityMetadata* type = nullptr;
  const WorldRow* row = nullptr;
  std::optional<Key> key;
};

// Rows keep their addresses until one is added or removed.
class QueryWorld {
 public:
  // Owning relation, owner, item.
  using Link = std::tuple<const PropertyMetadata*, Key, Key>;

  // Reads the row's key from its slots. False, and nothing is added, where that or a one-to-one target is taken.
  bool Add(WorldRow row);
  // From the owning side.
  void AddLink(const PropertyMetadata& relation, const Key& owner, const Key& item);
  // With its links and what cannot be without it; what may point nowhere does.
  void Remove(size_t index);
  void Unlink(size_t index);

  const std::vector<WorldRow>& rows() const { return rows_; }
  const std::vector<Link>& links() const { return links_; }

  std::vector<const WorldRow*> RowsOf(const EntityMetadata& type) const;
  const WorldRow* Find(const EntityMetadata& type, const Key& key) const;

  static WorldPlace PlaceOf(const WorldRow& row) { return {row.type, &row, row.key}; }
  WorldPlace Follow(const WorldPlace& place, const PropertyMetadata& to_one) const;
  // Null where there is no row, but the key is known.
  Value ScalarAt(const WorldPlace& place, const PropertyMetadata& scalar) const;
  // Of a to-many relation, in no order.
  std::vector<const WorldRow*> ItemsAt(const WorldPlace& place, const PropertyMetadata& relation) const;

 private:
  std::optional<Key> ReferenceAt(const WorldPlace& place, const PropertyMetadata& owning) const;

  std::vector<WorldRow> rows_;
  std::vector<Link> links_;
};

// "Bin(1.50, 2, 1970-01-01T00:00:00Z)".
std::string RowName(const EntityMetadata& type, const Key& key);

// Of people's eyes: every row and link.
std::vector<std::string> WorldText(const QueryWorld& world);

}  // namespace ormd
