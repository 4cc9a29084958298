#include "orm/unit/relation_query.h"

#include <algorithm>
#include <utility>

#include "orm/unit/key_table.h"

namespace ormd {
namespace {

std::vector<size_t> FieldsWith(const EntityMetadata& entity, const PropertyMetadata& owning) {
  std::vector<size_t> fields = DefaultFields(entity);
  const auto at = std::lower_bound(fields.begin(), fields.end(), owning.index);
  if (at == fields.end() || *at != owning.index) fields.insert(at, owning.index);
  return fields;
}

void AppendOrder(const std::vector<OrderItem>& items, std::vector<OrderTerm>& order) {
  for (const OrderItem& item : items) order.push_back({{{}, item.property}, item.descending, Nulls::kDefault});
}

// The relation's own order, else the target's; always a total one, so that the answer is the same every time.
std::vector<OrderTerm> CollectionOrder(const PropertyMetadata& relation) {
  std::vector<OrderTerm> order;
  if (IsSortedByReader(relation)) return order;
  AppendOrder(relation.order.empty() ? relation.target->order : relation.order, order);
  for (const PropertyMetadata* property : relation.target->primary_key) {
    order.push_back({{{}, property}, false, Nulls::kDefault});
  }
  return order;
}

PivotSelect PivotOf(const PropertyMetadata& relation, std::vector<Key> owner_keys) {
  const PropertyMetadata& owning = relation.is_inverse() ? *relation.mapped_by : relation;
  PivotSelect select;
  select.pivot = &*owning.pivot;
  select.owner_columns = relation.is_inverse() ? &owning.pivot->target_columns : &owning.pivot->owner_columns;
  select.item_columns = relation.is_inverse() ? &owning.pivot->owner_columns : &owning.pivot->target_columns;
  select.owner = relation.owner;
  select.owner_keys = std::move(owner_keys);
  return select;
}

}  // namespace

bool IsSortedByReader(const PropertyMetadata& relation) {
  return relation.order.empty() && relation.target->order.empty() && KeyTable::HasIntegers(*relation.target);
}

SelectQuery TargetQuery(const EntityMetadata& target, std::vector<Key> keys) {
  SelectQuery query;
  query.entity = &target;
  query.fields = DefaultFields(target);
  query.where = KeysCondition(target, std::move(keys));
  return query;
}

SelectQuery MappedQuery(const PropertyMetadata& relation, std::vector<Key> owner_keys) {
  SelectQuery query;
  query.entity = relation.target;
  query.fields = FieldsWith(*relation.target, *relation.mapped_by);
  query.where.kind = Condition::Kind::kCompare;
  query.where.op = Operator::kIn;
  query.where.path = {{}, relation.mapped_by};
  query.where.operands = std::move(owner_keys);
  query.order = CollectionOrder(relation);
  return query;
}

SelectQuery LinkedQuery(const PropertyMetadata& relation, std::vector<Key> owner_keys) {
  SelectQuery query;
  query.entity = relation.target;
  query.fields = DefaultFields(*relation.target);
  query.order = CollectionOrder(relation);
  query.pivot = PivotOf(relation, std::move(owner_keys));
  return query;
}

}  // namespace ormd
