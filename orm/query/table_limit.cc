#include "orm/query/table_limit.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/query/errors.h"
#include "orm/query/reach.h"

namespace ormd {
namespace {

// Counts what the TableScopes of a statement (orm/sql) would join.
class TableCounter {
 public:
  explicit TableCounter(const EntityMetadata& root) { root_.entity = &root; }

  size_t count() const { return count_ + root_.subqueries(); }
  size_t deepest() const { return deepest_; }
  void Add(const PropertyPath& path) { Add(root_, path); }
  void Add(const Condition& condition) { Add(root_, condition); }

 private:
  // A FROM clause: the number of the table that a relation leads to from another, the root being 0.
  struct Scope {
    const EntityMetadata* entity = nullptr;
    absl::flat_hash_map<std::pair<size_t, const PropertyMetadata*>, size_t> joined;
    size_t formulas = 0;
    bool beside_pivot = false;

    // Beside other tables, a formula stands in a subquery.
    size_t subqueries() const { return joined.empty() && !beside_pivot ? 0 : formulas; }
  };

  void Add(Scope& scope, const PropertyPath& path) {
    size_t table = 0;
    const Reach reach = ReachOf(*scope.entity, path);
    if (reach.columns.empty()) ++scope.formulas;
    for (const PropertyMetadata* hop : reach.hops) {
      const auto [entry, added] = scope.joined.try_emplace({table, hop}, scope.joined.size() + 1);
      table = entry->second;
      if (added) ++count_;
    }
  }

  void Add(Scope& scope, const Condition& condition) {
    using Kind = Condition::Kind;
    if (condition.kind == Kind::kCompare) return Add(scope, condition.path);
    if (condition.kind == Kind::kSome || condition.kind == Kind::kNone || condition.kind == Kind::kEvery) {
      Add(scope, PropertyPath{condition.path.hops, nullptr});
      return AddItems(condition);
    }
    for (const Condition& child : condition.children) Add(scope, child);
  }

  void AddItems(const Condition& condition) {
    const PropertyMetadata& relation = *condition.path.property;
    deepest_ = std::max(deepest_, ++depth_);
    Scope items;
    items.entity = relation.target;
    items.beside_pivot = relation.kind == PropertyKind::kManyToMany;
    Add(items, condition.children.front());
    count_ += (items.beside_pivot ? 2 : 1) + items.subqueries();
    --depth_;
  }

  Scope root_;
  size_t count_ = 1;
  size_t depth_ = 0;
  size_t deepest_ = 0;
};

}  // namespace

absl::Status CheckTables(const EntityMetadata& entity, const Condition& where, const std::vector<OrderTerm>& order) {
  TableCounter tables(entity);
  tables.Add(where);
  if (tables.deepest() > kMaxItemDepth) return UnderField(ItemsTooDeep(kMaxItemDepth), "where");
  if (tables.count() > kMaxTables) return UnderField(TooManyTables(kMaxTables), "where");
  for (size_t i = 0; i < order.size(); ++i) {
    tables.Add(order[i].path);
    if (tables.count() > kMaxTables) return UnderField(TooManyTables(kMaxTables), StrCat("order_by[", i, "]"));
  }
  return absl::OkStatus();
}

}  // namespace ormd
