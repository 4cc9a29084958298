#include "tests/unit/query/where_maker.h"

#include <algorithm>

#include "orm/base/strings.h"
#include "tests/unit/query/query_values.h"

namespace ormd {
namespace {

using Names = std::vector<std::string>;

bool HasOrder(TypeKind kind) {
  return kind != TypeKind::kBool && kind != TypeKind::kJson && kind != TypeKind::kArray && kind != TypeKind::kEnum;
}

bool IsText(TypeKind kind) {
  return kind == TypeKind::kText || kind == TypeKind::kVarchar || kind == TypeKind::kChar || kind == TypeKind::kEnum;
}

bool Has(const Map& map, std::string_view name) {
  return std::any_of(map.begin(), map.end(), [&](const auto& entry) { return entry.first == name; });
}

bool IsSearched(const PropertyMetadata& property) {
  return !property.is_scalar() || property.has_columns() || property.formula.has_value();
}

const Type& KeyType(const EntityMetadata& entity) { return entity.columns[entity.key_columns.front()].type; }

std::string CamelCase(const std::string& name) {
  std::string camel;
  for (size_t i = 0; i < name.size(); ++i) {
    const bool joint = name[i] == '_' && i + 1 < name.size();
    camel.push_back(joint ? static_cast<char>(name[++i] - 'a' + 'A') : name[i]);
  }
  return camel;
}

}  // namespace

void Put(Map& map, std::string_view name, Value value) {
  std::erase_if(map, [&](const auto& entry) { return entry.first == name; });
  map.emplace_back(std::string(name), std::move(value));
}

Map WhereMaker::MakeBad(const EntityMetadata& type, QueryFault* fault) {
  fault_ = fault;
  Map map = Make(type);
  if (wants_fault()) PutBad(type, Stand::kEntity, "where", map);
  fault_ = nullptr;
  return map;
}

Map WhereMaker::Conditions(const EntityMetadata& type, Stand stand, const std::string& path, size_t depth) {
  Map map;
  for (size_t i = dice_.Pick(3) + (dice_.Chance(60) ? 1 : 0); i > 0; --i) {
    if (depth > 0 && dice_.Chance(25)) {
      AddGroup(type, stand, path, depth - 1, map);
      continue;
    }
    const PropertyMetadata& property = *dice_.Any(type.properties);
    const bool deeper = !property.is_scalar() && depth == 0;
    if (!IsSearched(property) || deeper) continue;
    const std::string name = NameOf(property);
    if (!Has(map, name)) Put(map, name, ConditionOn(property, StrCat(path, ".", name), depth));
  }
  if (wants_fault() && dice_.Chance(30)) PutBad(type, stand, path, map);
  return map;
}

void WhereMaker::AddGroup(const EntityMetadata& type, Stand stand, const std::string& path, size_t depth, Map& map) {
  const Stand inside = stand == Stand::kToOne ? stand : Stand::kEntity;
  const std::string name = dice_.Any(Names{"$and", "$or", "$or", "$not"});
  const std::string below = StrCat(path, ".", name);
  if (Has(map, name)) return;
  if (name == "$not") return Put(map, name, Conditions(type, inside, below, depth));
  List list;
  for (size_t i = dice_.Pick(4); i > 0; --i) {
    list.push_back(Conditions(type, inside, StrCat(below, "[", list.size(), "]"), depth));
  }
  Put(map, name, std::move(list));
}

Value WhereMaker::ConditionOn(const PropertyMetadata& property, const std::string& path, size_t depth) {
  if (property.is_scalar()) return OnScalar(property, depth);
  if (property.is_to_one()) return OnToOne(property, path, depth - 1);
  return OnToMany(property, path, depth - 1);
}

Value WhereMaker::OnScalar(const PropertyMetadata& property, size_t depth) {
  const bool holds_lists = property.type.kind == TypeKind::kJson || property.type.kind == TypeKind::kArray;
  if (dice_.Chance(10)) return {};
  if (dice_.Chance(25)) return Operand(property);
  if (!holds_lists && dice_.Chance(15)) return Operands(property, true);
  Map map;
  for (size_t i = 1 + dice_.Pick(2); i > 0; --i) AddOperator(property, property.type, depth, map);
  return map;
}

void WhereMaker::AddOperator(const PropertyMetadata& property, const Type& type, size_t depth, Map& map) {
  const std::string name =
      dice_.Any(Names{"$eq", "$ne", "$ne", "$gt", "$gte", "$lt", "$lte", "$in", "$in", "$nin", "$nin", "$like", "$like",
                      "$ilike", "$ilike", "$exists", "$not"});
  if (name == "$like" || name == "$ilike") {
    if (IsText(type.kind)) Put(map, name, Pattern(Operand(property)));
  } else if (name == "$in" || name == "$nin") {
    Put(map, name, Operands(property, true));
  } else if (name == "$exists") {
    Put(map, name, dice_.Chance(50));
  } else if (name == "$not") {
    if (depth > 0) Put(map, name, OnScalar(property, depth - 1));
  } else if (name == "$eq" || name == "$ne") {
    Put(map, name, dice_.Chance(15) ? Value() : Operand(property));
  } else if (HasOrder(type.kind)) {
    Put(map, name, OrderOperand(property, type));
  }
  if (map.empty()) Put(map, "$ne", Operand(property));
}

Value WhereMaker::Operand(const PropertyMetadata& property) {
  const std::vector<const WorldRow*> rows = world_.RowsOf(*property.owner);
  if (!rows.empty() && dice_.Chance(60)) {
    const Value value = world_.ScalarAt(QueryWorld::PlaceOf(*dice_.Any(rows)), property);
    if (!value.is_null()) return Respelled(property.type, value, dice_);
  }
  return Respelled(property.type, RandomValue(property.type, dice_), dice_);
}

// More digits and characters than the type holds have their place in its order too.
Value WhereMaker::OrderOperand(const PropertyMetadata& property, const Type& type) {
  const bool bounded_text = type.kind == TypeKind::kVarchar || type.kind == TypeKind::kChar;
  if (type.kind == TypeKind::kDecimal && dice_.Chance(30)) return RandomValue(Type{.kind = type.kind}, dice_);
  if (bounded_text && dice_.Chance(30)) return RandomValue(Type{.kind = TypeKind::kText}, dice_);
  return Operand(property);
}

List WhereMaker::Operands(const PropertyMetadata& property, bool nulls) {
  List list;
  for (size_t i = dice_.Pick(4); i > 0; --i) list.push_back(nulls && dice_.Chance(15) ? Value() : Operand(property));
  return list;
}

Value WhereMaker::OnToOne(const PropertyMetadata& relation, const std::string& path, size_t depth) {
  const EntityMetadata& target = *relation.target;
  if (dice_.Chance(10)) return {};
  if (dice_.Chance(12)) return KeyOperand(target, false);
  if (dice_.Chance(8)) {
    List keys;
    for (size_t i = 1 + dice_.Pick(2); i > 0; --i) keys.push_back(KeyOperand(target, true));
    if (target.key_columns.size() == 1 || keys.front().get_if<List>() != nullptr) return keys;
  }
  if (dice_.Chance(10)) {
    Value child = OnToOne(relation, StrCat(path, ".$not"), depth);
    return Map{{"$not", std::move(child)}};
  }
  Map map;
  if (dice_.Chance(50)) map = Conditions(target, Stand::kToOne, path, depth);
  if (dice_.Chance(60)) AddKeyOperator(relation, map);
  return map;
}

void WhereMaker::AddKeyOperator(const PropertyMetadata& relation, Map& map) {
  const EntityMetadata& target = *relation.target;
  const std::string name = dice_.Any(Names{"$eq", "$ne", "$in", "$nin", "$exists", "$gt", "$lte", "$like", "$ilike"});
  if (name == "$exists") return Put(map, name, dice_.Chance(50));
  if (name == "$eq" || name == "$ne") return Put(map, name, dice_.Chance(20) ? Value() : KeyOperand(target, true));
  if (name == "$in" || name == "$nin") {
    List keys;
    for (size_t i = dice_.Pick(4); i > 0; --i) keys.push_back(dice_.Chance(15) ? Value() : KeyOperand(target, true));
    return Put(map, name, std::move(keys));
  }
  if (target.key_columns.size() > 1) return;
  const Type& type = KeyType(target);
  if (name == "$gt" || name == "$lte") return Put(map, name, Respelled(type, AnyKey(target).front(), dice_));
  if (IsText(type.kind)) Put(map, name, Pattern(AnyKey(target).front()));
}

Value WhereMaker::Pattern(const Value& text) {
  return dice_.Chance(60) ? PatternNear(text.as<std::string>(), dice_) : RandomPattern(dice_);
}

Key WhereMaker::AnyKey(const EntityMetadata& target) {
  const std::vector<const WorldRow*> rows = world_.RowsOf(target);
  if (!rows.empty() && dice_.Chance(80)) return dice_.Any(rows)->key;
  Key key;
  for (const size_t column : target.key_columns) key.push_back(RandomValue(target.columns[column].type, dice_));
  return key;
}

// `nested`: as a map too, and with lists inside.
Value WhereMaker::KeyOperand(const EntityMetadata& target, bool nested) {
  const Key key = AnyKey(target);
  if (key.size() == 1 && dice_.Chance(70)) return Respelled(KeyType(target), key.front(), dice_);
  if (key.size() == 1 && !nested) return key.front();
  const bool flat = !nested || dice_.Chance(30);
  if (flat) return List(key.begin(), key.end());
  const bool as_map = dice_.Chance(50);
  List list;
  Map map;
  size_t first = 0;
  for (const PropertyMetadata* property : target.primary_key) {
    Value part = KeyPart(*property, key, first);
    if (as_map) map.emplace_back(NameOf(*property), part);
    list.push_back(std::move(part));
    first += property->column_count;
  }
  if (as_map && dice_.Chance(50)) std::reverse(map.begin(), map.end());
  return as_map ? Value(std::move(map)) : Value(std::move(list));
}

Value WhereMaker::KeyPart(const PropertyMetadata& property, const Key& key, size_t first) {
  if (property.is_scalar()) return Respelled(property.type, key[first], dice_);
  if (property.column_count == 1) return key[first];
  const auto begin = key.begin() + static_cast<std::ptrdiff_t>(first);
  return List(begin, begin + static_cast<std::ptrdiff_t>(property.column_count));
}

Value WhereMaker::OnToMany(const PropertyMetadata& relation, const std::string& path, size_t depth) {
  if (dice_.Chance(30)) return Conditions(*relation.target, Stand::kItems, path, depth);
  Map map;
  for (size_t i = 1 + dice_.Pick(2); i > 0; --i) {
    const std::string name = dice_.Any(Names{"$some", "$none", "$every"});
    if (!Has(map, name)) Put(map, name, Conditions(*relation.target, Stand::kEntity, StrCat(path, ".", name), depth));
  }
  return map;
}

std::string WhereMaker::NameOf(const PropertyMetadata& property) {
  return dice_.Chance(30) ? CamelCase(property.name) : property.name;
}

}  // namespace ormd
