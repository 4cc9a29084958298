#include "tests/unit/query/random_query.h"

#include <algorithm>

#include "orm/base/strings.h"
#include "orm/value/text.h"
#include "tests/unit/query/query_values.h"
#include "tests/unit/query/where_maker.h"

namespace ormd {
namespace {

using Names = std::vector<std::string>;

std::vector<const PropertyMetadata*> Relations(const EntityMetadata& type, bool to_one_only) {
  std::vector<const PropertyMetadata*> relations;
  for (const auto& property : type.properties) {
    if (to_one_only ? property->is_to_one() : !property->is_scalar()) relations.push_back(property.get());
  }
  return relations;
}

bool IsOrdered(const PropertyMetadata& property) {
  if (property.is_to_many()) return false;
  const TypeKind kind = property.type.kind;
  return !property.is_scalar() || (kind != TypeKind::kJson && kind != TypeKind::kArray && property.persist);
}

std::string OrderPath(const EntityMetadata& type, Dice& dice) {
  std::string path;
  const EntityMetadata* at = &type;
  while (!Relations(*at, true).empty() && dice.Chance(30)) {
    const PropertyMetadata* hop = dice.Any(Relations(*at, true));
    StrAppend(&path, hop->name, ".");
    at = hop->target;
  }
  std::vector<const PropertyMetadata*> last;
  for (const auto& property : at->properties) {
    if (IsOrdered(*property)) last.push_back(property.get());
  }
  return StrCat(path, dice.Any(last)->name);
}

std::string PopulatePath(const EntityMetadata& type, Dice& dice) {
  if (dice.Chance(5)) return "*";
  const PropertyMetadata* relation = dice.Any(Relations(type, false));
  std::string path = relation->name;
  for (size_t steps = 1; steps < 5 && dice.Chance(35); ++steps) {
    relation = dice.Any(Relations(*relation->target, false));
    StrAppend(&path, ".", relation->name);
  }
  return path;
}

// Those named, and mostly what populate needs.
Names MakeFields(const EntityMetadata& type, const Names& populate, Dice& dice) {
  Names fields;
  for (size_t i = 1 + dice.Pick(4); i > 0; --i) {
    const PropertyMetadata& property = *dice.Any(type.properties);
    if (property.readable()) fields.push_back(property.name);
  }
  for (const std::string& path : populate) {
    const PropertyMetadata* property = type.FindProperty(path.substr(0, path.find('.')));
    if (property != nullptr && property->readable() && dice.Chance(85)) fields.push_back(property->name);
  }
  return fields;
}

// The values below, itself included.
void Collect(Value& value, std::vector<Value*>& found) {
  found.push_back(&value);
  if (List* list = value.get_if<List>()) {
    for (Value& item : *list) Collect(item, found);
  } else if (Map* map = value.get_if<Map>()) {
    for (auto& entry : *map) Collect(entry.second, found);
  }
}

// The big types more often.
const EntityMetadata& AnyType(const Schema& schema, Dice& dice) {
  return dice.Chance(45) ? **schema.Find("Item") : *dice.Any(schema.entities());
}

}  // namespace

RandomQuery MakeQuery(const Schema& schema, const QueryWorld& world, Dice& dice) {
  RandomQuery query;
  query.type = &AnyType(schema, dice);
  query.one = dice.Chance(15);
  const std::vector<const WorldRow*> rows = world.RowsOf(*query.type);
  if (query.one && !rows.empty() && dice.Chance(50)) query.key = dice.Any(rows)->key;
  if (!query.key.has_value() && dice.Chance(85)) query.where = WhereMaker(world, dice).Make(*query.type);
  for (size_t i = dice.Chance(60) ? dice.Pick(4) : 0; i > 0; --i) {
    static const std::vector<Nulls> kNulls = {Nulls::kDefault, Nulls::kFirst, Nulls::kLast};
    query.order.push_back({OrderPath(*query.type, dice), dice.Chance(50), dice.Any(kNulls)});
  }
  if (!query.one && dice.Chance(35)) query.limit = static_cast<uint32_t>(dice.Chance(3) ? UINT32_MAX : dice.Pick(6));
  if (!query.one && dice.Chance(25)) query.offset = static_cast<uint32_t>(dice.Pick(4));
  for (size_t i = dice.Chance(50) ? 1 + dice.Pick(3) : 0; i > 0; --i) {
    query.populate.push_back(PopulatePath(*query.type, dice));
  }
  if (dice.Chance(25)) query.fields = MakeFields(*query.type, query.populate, dice);
  return query;
}

QueryFault Spoil(const QueryWorld& world, RandomQuery& query, Dice& dice) {
  QueryFault fault;
  if (!query.key.has_value() && dice.Chance(70)) {
    query.where = WhereMaker(world, dice).MakeBad(*query.type, &fault);
    return fault;
  }
  const PropertyMetadata& relation = *dice.Any(Relations(*query.type, false));
  switch (dice.Pick(4)) {
    case 0:
      query.order.push_back({"nonsense", false, Nulls::kDefault});
      return {"UNKNOWN_PROPERTY", StrCat("order_by[", query.order.size() - 1, "]")};
    case 1:
      query.order.insert(query.order.begin(), {StrCat(relation.name, ".nonsense"), false, Nulls::kDefault});
      return {relation.is_to_many() ? "BAD_OPERATOR" : "UNKNOWN_PROPERTY", "order_by[0]"};
    case 2:
      query.populate.push_back(StrCat(relation.name, ".nonsense"));
      return {"UNKNOWN_PROPERTY", StrCat("populate[", query.populate.size() - 1, "]")};
    default:
      query.fields.push_back("nonsense");
      return {"UNKNOWN_PROPERTY", StrCat("fields[", query.fields.size() - 1, "]")};
  }
}

void Disturb(RandomQuery& query, Dice& dice) {
  for (size_t i = 1 + dice.Pick(2); i > 0; --i) {
    std::vector<Value*> places;
    Collect(query.where, places);
    Value* const place = dice.Any(places);
    Value other = dice.Chance(30) ? *dice.Any(places) : AnyValue(dice, 3);
    if (place == &query.where && other.get_if<Map>() == nullptr) continue;
    *place = std::move(other);
  }
}

}  // namespace ormd
