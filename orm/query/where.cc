#include <algorithm>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/metadata/about_property.h"
#include "orm/query/combine.h"
#include "orm/query/condition.h"
#include "orm/query/errors.h"
#include "orm/query/key.h"
#include "orm/query/operators.h"

namespace ormd {
namespace {

// Where conditions stand: an entity, and the to-one relations that lead to it from the root (or from the item of a
// to-many).
struct Place {
  const EntityMetadata* entity = nullptr;
  std::vector<const PropertyMetadata*> hops;

  PropertyPath PathOf(const PropertyMetadata& property) const { return {hops, &property}; }
  Place Below(const PropertyMetadata& relation) const {
    Place place{relation.target, hops};
    place.hops.push_back(&relation);
    return place;
  }
};

bool HasOperator(const Map& map) {
  return std::any_of(map.begin(), map.end(), [](const auto& entry) { return IsOperatorName(entry.first); });
}

bool HasItemOperator(const Map& map) {
  return std::any_of(map.begin(), map.end(),
                     [](const auto& entry) { return FindItemOperator(entry.first).has_value(); });
}

// What makes an operand of a value; each has its own idea of a canonical form.
struct ScalarOperand {
  const Type& type;

  absl::StatusOr<Key> operator()(Operator op, const Value& value) const {
    ORMD_ASSIGN_OR_RETURN(Value canonical, CanonicalOperand(op, type, value));
    return Key{std::move(canonical)};
  }
};

struct KeyOperand {
  const EntityMetadata& target;

  absl::StatusOr<Key> operator()(Operator, const Value& value) const { return ParseKey(target, value); }
};

// One request's conditions; counts what it reads.
class WhereParser {
 public:
  explicit WhereParser(const QueryLimits& limits) : limits_(limits) {}

  // A map of conditions on the entity of a place.
  absl::StatusOr<Condition> Conditions(const Place& place, const Value& value) {
    const Map* map = value.get_if<Map>();
    if (map == nullptr) return ConditionsAreNoMap();
    return Entries(*map, [&](const auto& entry) { return Entry(place, entry.first, entry.second); });
  }

 private:
  absl::StatusOr<Condition> Entry(const Place& place, std::string_view name, const Value& value) {
    if (IsGroupOperator(name)) {
      return Group(name, value, [&](const Value& child) { return Conditions(place, child); });
    }
    if (IsOperatorName(name)) return Misplaced(name);
    const PropertyMetadata* property = place.entity->FindProperty(name);
    if (property == nullptr) return UnknownProperty(*place.entity, name);
    absl::StatusOr<Condition> condition = OfProperty(place, *property, value);
    if (!condition.ok()) return AboutProperty(condition.status(), *property);
    return condition;
  }

  absl::StatusOr<Condition> OfProperty(const Place& place, const PropertyMetadata& property, const Value& value) {
    if (property.is_to_many()) return ToMany(place, property, value);
    if (property.is_to_one()) return ToOne(place, property, value);
    if (!property.has_columns() && !property.formula.has_value()) return NotStored(property);
    return Scalar(place, property, value);
  }

  absl::StatusOr<Condition> Scalar(const Place& place, const PropertyMetadata& property, const Value& value) {
    const TypeKind kind = property.type.kind;
    const Map* map = value.get_if<Map>();
    if (map != nullptr && kind == TypeKind::kJson && !HasOperator(*map)) {
      return ConditionInsideJson(map->empty() ? "{}" : map->front().first);
    }
    if (map != nullptr) {
      return Entries(*map,
                     [&](const auto& entry) { return ScalarOperator(place, property, entry.first, entry.second); });
    }
    const bool holds_lists = kind == TypeKind::kJson || kind == TypeKind::kArray;
    return Compare(place.PathOf(property),
                   value.get_if<List>() != nullptr && !holds_lists ? Operator::kIn : Operator::kEq, value,
                   ScalarOperand{property.type});
  }

  absl::StatusOr<Condition> ScalarOperator(const Place& place, const PropertyMetadata& property, std::string_view name,
                                           const Value& value) {
    if (name == "$not") return Not([&] { return Scalar(place, property, value); });
    const std::optional<Operator> op = FindOperator(name);
    if (!op.has_value()) return Misplaced(name);
    if (!Fits(*op, property.type)) return OperatorDoesNotFit(name, property.type);
    return Compare(place.PathOf(property), *op, value, ScalarOperand{property.type});
  }

  absl::StatusOr<Condition> ToOne(const Place& place, const PropertyMetadata& relation, const Value& value) {
    if (const Map* map = value.get_if<Map>()) {
      const Place below = place.Below(relation);
      return Entries(*map,
                     [&](const auto& entry) { return ToOneEntry(place, below, relation, entry.first, entry.second); });
    }
    const Operator op = IsListOfKeys(*relation.target, value) ? Operator::kIn : Operator::kEq;
    return Compare(place.PathOf(relation), op, value, KeyOperand{*relation.target});
  }

  absl::StatusOr<Condition> ToOneEntry(const Place& place, const Place& below, const PropertyMetadata& relation,
                                       std::string_view name, const Value& value) {
    if (IsGroupOperator(name)) {
      return Group(name, value, [&](const Value& child) { return ToOne(place, relation, child); });
    }
    const std::optional<Operator> op = FindOperator(name);
    if (!op.has_value()) return Entry(below, name, value);
    const EntityMetadata& target = *relation.target;
    const bool whole_key =
        *op == Operator::kEq || *op == Operator::kNe || *op == Operator::kExists || IsMembership(*op);
    if (whole_key) return Compare(place.PathOf(relation), *op, value, KeyOperand{target});
    if (target.key_columns.size() != 1) return OperatorNeedsSingleKey(name, target);
    const Type& type = target.columns[target.key_columns.front()].type;
    if (!Fits(*op, type)) return OperatorDoesNotFit(name, type);
    return Compare(place.PathOf(relation), *op, value, ScalarOperand{type});
  }

  // A list of keys, not one composite key.
  static bool IsListOfKeys(const EntityMetadata& target, const Value& value) {
    const List* list = value.get_if<List>();
    if (list == nullptr || target.key_columns.size() == 1) return list != nullptr;
    return list->empty() || list->front().get_if<List>() != nullptr || list->front().get_if<Map>() != nullptr;
  }

  absl::StatusOr<Condition> ToMany(const Place& place, const PropertyMetadata& relation, const Value& value) {
    const Map* map = value.get_if<Map>();
    if (map == nullptr) return ItemsAreNoMap(relation);
    if (map->empty()) return Condition();
    if (!HasItemOperator(*map)) return Items(Condition::Kind::kSome, place, relation, value);
    return Entries(*map, [&](const auto& entry) -> absl::StatusOr<Condition> {
      const std::optional<Condition::Kind> kind = FindItemOperator(entry.first);
      if (!kind.has_value()) return MixedItemConditions();
      return Items(*kind, place, relation, entry.second);
    });
  }

  absl::StatusOr<Condition> Items(Condition::Kind kind, const Place& place, const PropertyMetadata& relation,
                                  const Value& value) {
    ORMD_ASSIGN_OR_RETURN(Condition item, Conditions({relation.target, {}}, value));
    Condition condition;
    condition.kind = kind;
    condition.path = place.PathOf(relation);
    condition.children.push_back(std::move(item));
    return condition;
  }

  template <typename Operand>
  absl::StatusOr<Condition> Compare(PropertyPath path, Operator op, const Value& value, const Operand& operand) {
    ORMD_RETURN_IF_ERROR(Count());
    if (IsMembership(op)) return Membership(std::move(path), op, value, operand);
    Key key = {value};
    if (op == Operator::kExists) {
      if (value.get_if<bool>() == nullptr) return OperandIsNoBool(OperatorName(op));
    } else if (!value.is_null() || (op != Operator::kEq && op != Operator::kNe)) {
      ORMD_ASSIGN_OR_RETURN(key, operand(op, value));
    }
    return Comparison(std::move(path), op, {std::move(key)});
  }

  // Null among the elements becomes IS (NOT) NULL beside the others.
  template <typename Operand>
  absl::StatusOr<Condition> Membership(PropertyPath path, Operator op, const Value& value, const Operand& operand) {
    const List* list = value.get_if<List>();
    if (list == nullptr) return OperandIsNoList(OperatorName(op));
    std::vector<Key> keys;
    keys.reserve(list->size());
    for (size_t i = 0; i < list->size(); ++i) {
      if ((*list)[i].is_null()) continue;
      absl::StatusOr<Key> key = operand(op, (*list)[i]);
      if (!key.ok()) return UnderField(key.status(), StrCat("[", i, "]"));
      keys.push_back(*std::move(key));
    }
    const bool among_null = keys.size() < list->size();
    return InCondition(std::move(path), op == Operator::kIn, std::move(keys), among_null);
  }

  // $and, $or over lists, $not over one; `parse` reads a child.
  template <typename Parse>
  absl::StatusOr<Condition> Group(std::string_view name, const Value& value, const Parse& parse) {
    if (name == "$not") return Not([&] { return parse(value); });
    ORMD_RETURN_IF_ERROR(Count());
    const List* list = value.get_if<List>();
    if (list == nullptr) return OperandIsNoList(name);
    std::vector<Condition> children;
    children.reserve(list->size());
    for (size_t i = 0; i < list->size(); ++i) {
      absl::StatusOr<Condition> child = parse((*list)[i]);
      if (!child.ok()) return UnderField(child.status(), StrCat("[", i, "]"));
      children.push_back(*std::move(child));
    }
    return name == "$and" ? AllOf(std::move(children)) : AnyOf(std::move(children));
  }

  template <typename Parse>
  absl::StatusOr<Condition> Not(const Parse& parse) {
    ORMD_RETURN_IF_ERROR(Count());
    ORMD_ASSIGN_OR_RETURN(Condition child, parse());
    return Negation(std::move(child));
  }

  // All entries of a map, one level deeper; faults stand under their entry's name.
  template <typename Parse>
  absl::StatusOr<Condition> Entries(const Map& map, const Parse& parse) {
    if (depth_ == limits_.condition_depth) return ConditionTooDeep(limits_.condition_depth);
    ORMD_RETURN_IF_ERROR(CheckNames(map));
    ++depth_;
    std::vector<Condition> conditions;
    conditions.reserve(map.size());
    for (const auto& entry : map) {
      absl::StatusOr<Condition> condition = parse(entry);
      if (!condition.ok()) return UnderField(condition.status(), ShortName(entry.first));
      conditions.push_back(*std::move(condition));
    }
    --depth_;
    return AllOf(std::move(conditions));
  }

  absl::Status CheckNames(const Map& map) const {
    if (map.size() > limits_.condition_nodes) return TooManyConditions(limits_.condition_nodes);
    std::vector<std::string_view> names(map.size());
    std::transform(map.begin(), map.end(), names.begin(),
                   [](const auto& entry) { return std::string_view(entry.first); });
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    return twice == names.end() ? absl::OkStatus() : UnderField(GivenTwice(), ShortName(*twice));
  }

  absl::Status Count() {
    return ++nodes_ > limits_.condition_nodes ? TooManyConditions(limits_.condition_nodes) : absl::OkStatus();
  }

  static absl::Status Misplaced(std::string_view name) {
    const bool known = FindOperator(name).has_value() || IsGroupOperator(name) || FindItemOperator(name).has_value();
    return known ? MisplacedOperator(name) : UnknownOperator(name);
  }

  const QueryLimits& limits_;
  size_t depth_ = 0;
  size_t nodes_ = 0;
};

}  // namespace

absl::StatusOr<Condition> ParseWhere(const EntityMetadata& entity, const Value& where, const QueryLimits& limits) {
  if (where.is_null()) return Condition();
  return WhereParser(limits).Conditions({&entity, {}}, where);
}

}  // namespace ormd
