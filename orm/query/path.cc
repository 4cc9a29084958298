#include <algorithm>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/query/errors.h"
#include "orm/query/find_options.h"

namespace ormd {
namespace {

// Every hop is a join.
constexpr size_t kMaxHops = QueryLimits().condition_depth;
constexpr size_t kMaxOrderTerms = 64;

absl::StatusOr<const PropertyMetadata*> Step(const EntityMetadata& entity, std::string_view name) {
  const PropertyMetadata* property = entity.FindProperty(name);
  if (property == nullptr) return UnknownProperty(entity, name);
  if (property->is_to_many()) return ThroughToMany(*property);
  return property;
}

bool Stored(const PropertyMetadata& property) {
  return property.has_columns() || property.formula.has_value() || property.is_inverse();
}

bool Ordered(const PropertyMetadata& property) {
  return !property.is_scalar() || (property.type.kind != TypeKind::kJson && property.type.kind != TypeKind::kArray);
}

absl::StatusOr<PropertyPath> Resolve(const EntityMetadata& entity, std::string_view path) {
  PropertyPath resolved;
  const EntityMetadata* place = &entity;
  for (;;) {
    const size_t dot = path.find('.');
    ORMD_ASSIGN_OR_RETURN(resolved.property, Step(*place, path.substr(0, dot)));
    if (dot == std::string_view::npos) break;
    if (!resolved.property->is_to_one()) return NotARelation(*resolved.property);
    resolved.hops.push_back(resolved.property);
    if (resolved.hops.size() > kMaxHops) return PathTooLong(kMaxHops);
    place = resolved.property->target;
    path.remove_prefix(dot + 1);
  }
  if (!Stored(*resolved.property)) return NotStored(*resolved.property);
  return resolved;
}

absl::StatusOr<OrderTerm> ParseTerm(const EntityMetadata& entity, const OrderRequest& request) {
  ORMD_ASSIGN_OR_RETURN(PropertyPath path, Resolve(entity, request.path));
  if (!Ordered(*path.property)) return NotOrdered(*path.property);
  return OrderTerm{std::move(path), request.descending, request.nulls};
}

}  // namespace

absl::StatusOr<PropertyPath> ParsePath(const EntityMetadata& entity, std::string_view path) {
  absl::StatusOr<PropertyPath> resolved = Resolve(entity, path);
  if (!resolved.ok()) return UnderField(resolved.status(), ShortName(path));
  return resolved;
}

absl::StatusOr<std::vector<OrderTerm>> ParseOrder(const EntityMetadata& entity,
                                                  const std::vector<OrderRequest>& order) {
  if (order.size() > kMaxOrderTerms) return TooManyOrderTerms(kMaxOrderTerms);
  std::vector<OrderTerm> terms;
  terms.reserve(order.size());
  for (size_t i = 0; i < order.size(); ++i) {
    absl::StatusOr<OrderTerm> term = ParseTerm(entity, order[i]);
    if (!term.ok()) return UnderField(term.status(), StrCat("[", i, "]"));
    terms.push_back(*std::move(term));
  }
  return terms;
}

void CompleteOrder(const EntityMetadata& entity, FindOptions& options) {
  std::vector<OrderTerm>& order = options.order;
  const auto add = [&order](const PropertyMetadata* property, bool descending) {
    const PropertyPath path{{}, property};
    const auto is_there = [&path](const OrderTerm& term) { return term.path == path; };
    if (std::none_of(order.begin(), order.end(), is_there)) order.push_back({path, descending});
  };
  for (const OrderItem& item : entity.order) add(item.property, item.descending);
  if (!options.limit.has_value() && options.offset == 0) return;
  for (const PropertyMetadata* property : entity.primary_key) add(property, false);
}

}  // namespace ormd
