// Random conditions in the shape that requests have.
#pragma once

#include <optional>
#include <string>

#include "tests/unit/query/query_world.h"
#include "tests/unit/query/random_query.h"
#include "tests/support/dice.h"

namespace ormd {

class WhereMaker {
 public:
  WhereMaker(const QueryWorld& world, Dice& dice) : world_(world), dice_(dice) {}

  Map Make(const EntityMetadata& type) { return Conditions(type, Stand::kEntity, "where", 3); }
  // The same with one entry that cannot be.
  Map MakeBad(const EntityMetadata& type, QueryFault* fault);

 private:
  // What the conditions are said of: an entity, the target of a to-one relation (groups of these may hold keys too),
  // or items without an operator in front.
  enum class Stand { kEntity, kToOne, kItems };

  // `path` is where it stands in the request; `depth` how much deeper it may go.
  Map Conditions(const EntityMetadata& type, Stand stand, const std::string& path, size_t depth);
  void AddGroup(const EntityMetadata& type, Stand stand, const std::string& path, size_t depth, Map& map);
  Value ConditionOn(const PropertyMetadata& property, const std::string& path, size_t depth);
  Value OnScalar(const PropertyMetadata& property, size_t depth);
  Value OnToOne(const PropertyMetadata& relation, const std::string& path, size_t depth);
  Value OnToMany(const PropertyMetadata& relation, const std::string& path, size_t depth);
  void AddOperator(const PropertyMetadata& property, const Type& type, size_t depth, Map& map);
  void AddKeyOperator(const PropertyMetadata& relation, Map& map);
  Value Operand(const PropertyMetadata& property);
  Value Pattern(const Value& text);
  Value OrderOperand(const PropertyMetadata& property, const Type& type);
  List Operands(const PropertyMetadata& property, bool nulls);
  Value KeyOperand(const EntityMetadata& target, bool nested);
  Value KeyPart(const PropertyMetadata& property, const Key& key, size_t first);
  Key AnyKey(const EntityMetadata& target);
  std::string NameOf(const PropertyMetadata& property);

  void PutBad(const EntityMetadata& type, Stand stand, const std::string& path, Map& map);
  void PutBadScalar(const PropertyMetadata& property, const std::string& path, Map& map);
  void PutBadRelation(const PropertyMetadata& relation, const std::string& path, Map& map);
  void PutBadGroup(Stand stand, const std::string& path, Map& map);
  void Blame(std::string reason, std::string field) { *fault_ = {std::move(reason), std::move(field)}; }
  bool wants_fault() const { return fault_ != nullptr && fault_->reason.empty(); }

  const QueryWorld& world_;
  Dice& dice_;
  QueryFault* fault_ = nullptr;
};

// Replaces the entry of that name or adds one.
void Put(Map& map, std::string_view name, Value value);

}  // namespace ormd
