// Conditions that cannot be.
#include "orm/base/strings.h"
#include "tests/unit/query/query_values.h"
#include "tests/unit/query/where_maker.h"

namespace ormd {
namespace {

using Kind = TypeKind;

bool HasOrder(Kind kind) {
  return kind != Kind::kBool && kind != Kind::kJson && kind != Kind::kArray && kind != Kind::kEnum;
}

}  // namespace

void WhereMaker::PutBad(const EntityMetadata& type, Stand stand, const std::string& path, Map& map) {
  if (dice_.Chance(20)) return PutBadGroup(stand, path, map);
  const PropertyMetadata& property = *dice_.Any(type.properties);
  // A name may not stand beside its other spelling.
  std::erase_if(map, [&](const auto& entry) { return type.FindProperty(entry.first) == &property; });
  const std::string below = StrCat(path, ".", property.name);
  if (!property.is_scalar()) return PutBadRelation(property, below, map);
  if (property.has_columns() || property.formula.has_value()) return PutBadScalar(property, below, map);
  Put(map, property.name, "x");
  Blame("BAD_OPERATOR", below);
}

void WhereMaker::PutBadGroup(Stand stand, const std::string& path, Map& map) {
  struct Bad {
    const char* name;
    Value value;
    const char* reason;
    const char* field;
  };
  std::vector<Bad> bads = {{"nonsense", 1, "UNKNOWN_PROPERTY", ".nonsense"},
                           {"__proto__", Map(), "UNKNOWN_PROPERTY", ".__proto__"},
                           {"$foo", 1, "BAD_OPERATOR", ".$foo"},
                           {"$or", Map(), "BAD_VALUE", ".$or"},
                           {"$and", true, "BAD_VALUE", ".$and"}};
  if (stand != Stand::kToOne) bads.push_back({"$gt", 1, "BAD_OPERATOR", ".$gt"});
  if (stand != Stand::kToOne) bads.push_back({"$and", List{Map(), 3}, "BAD_VALUE", ".$and[1]"});
  if (stand != Stand::kToOne) bads.push_back({"$not", Value(), "BAD_VALUE", ".$not"});
  if (stand != Stand::kItems) bads.push_back({"$some", Map(), "BAD_OPERATOR", ".$some"});
  const Bad& bad = dice_.Any(bads);
  Put(map, bad.name, bad.value);
  Blame(bad.reason, StrCat(path, bad.field));
}

void WhereMaker::PutBadScalar(const PropertyMetadata& property, const std::string& path, Map& map) {
  const Kind kind = property.type.kind;
  const bool whole = kind == Kind::kJson || kind == Kind::kArray;
  const auto put = [&](const char* op, Value value, const char* reason, std::string_view behind = "") {
    Put(map, property.name, Map{{op, std::move(value)}});
    Blame(reason, StrCat(path, ".", op, behind));
  };
  switch (dice_.Pick(9)) {
    case 0:
      return put("$in", 3, "BAD_VALUE");
    case 1:
      return put("$exists", "true", "BAD_VALUE");
    case 2:
      return HasOrder(kind) ? put("$gt", Value(), "BAD_VALUE") : put("$gt", 1, "BAD_OPERATOR");
    case 3:
      return put("$size", 1, "BAD_OPERATOR");
    case 4:
      return put("$and", List(), "BAD_OPERATOR");
    case 5:
      if (kind != Kind::kText && kind != Kind::kVarchar && kind != Kind::kChar && kind != Kind::kEnum) {
        return put("$like", "a%", "BAD_OPERATOR");
      }
      return put("$ilike", "a\\", "BAD_VALUE");
    case 6:
      return put("$nin", List{Value(), WrongValue(property.type, dice_)}, "BAD_VALUE", "[1]");
    case 7:
      return put("$ne", WrongValue(property.type, dice_), "BAD_VALUE");
    default:
      Put(map, property.name, whole ? Value(Map{{"$eq", WrongValue(property.type, dice_)}})
                                    : WrongValue(property.type, dice_));
      return Blame("BAD_VALUE", whole ? StrCat(path, ".$eq") : path);
  }
}

void WhereMaker::PutBadRelation(const PropertyMetadata& relation, const std::string& path, Map& map) {
  const auto put = [&](Value value, const char* reason, std::string_view behind) {
    Put(map, relation.name, std::move(value));
    Blame(reason, StrCat(path, behind));
  };
  const size_t choice = dice_.Pick(4);
  if (relation.is_to_many()) {
    if (choice == 0) return put(3, "BAD_VALUE", "");
    if (choice == 1) return put(Value(), "BAD_VALUE", "");
    if (choice == 2) return put(Map{{"$some", Map()}, {"id", 1}}, "BAD_OPERATOR", ".id");
    return put(Map{{"$every", List()}}, "BAD_VALUE", ".$every");
  }
  if (choice == 0) return put(Map{{"$some", Map()}}, "BAD_OPERATOR", ".$some");
  if (choice == 1) return put(Map{{"$eq", List{1, 2, 3, 4}}}, "BAD_VALUE", ".$eq");
  if (choice == 2) return put(Map{{"$in", 3}}, "BAD_VALUE", ".$in");
  return put(Map{{"$in", List{Value(), true}}}, "BAD_VALUE", ".$in[1]");
}

}  // namespace ormd
