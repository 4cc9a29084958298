#include "orm/query/combine.h"

#include <iterator>

namespace ormd {
namespace {

using Kind = Condition::Kind;

Condition Constant(bool value) {
  Condition condition;
  condition.kind = value ? Kind::kTrue : Kind::kFalse;
  return condition;
}

void Append(Condition child, Kind kind, std::vector<Condition>& kept) {
  if (child.kind != kind) return kept.push_back(std::move(child));
  kept.insert(kept.end(), std::make_move_iterator(child.children.begin()),
              std::make_move_iterator(child.children.end()));
}

// `absorbing` decides the whole group, `neutral` changes nothing.
Condition Join(Kind kind, Kind absorbing, Kind neutral, std::vector<Condition> children) {
  std::vector<Condition> kept;
  kept.reserve(children.size());
  for (Condition& child : children) {
    if (child.kind == absorbing) return Constant(absorbing == Kind::kTrue);
    if (child.kind != neutral) Append(std::move(child), kind, kept);
  }
  if (kept.empty()) return Constant(neutral == Kind::kTrue);
  if (kept.size() == 1) return std::move(kept.front());
  Condition group;
  group.kind = kind;
  group.children = std::move(kept);
  return group;
}

}  // namespace

Condition AllOf(std::vector<Condition> children) {
  return Join(Kind::kAnd, Kind::kFalse, Kind::kTrue, std::move(children));
}

Condition AnyOf(std::vector<Condition> children) {
  return Join(Kind::kOr, Kind::kTrue, Kind::kFalse, std::move(children));
}

Condition Negation(Condition child) {
  if (child.kind == Kind::kTrue || child.kind == Kind::kFalse) return Constant(child.kind == Kind::kFalse);
  Condition negation;
  negation.kind = Kind::kNot;
  negation.children.push_back(std::move(child));
  return negation;
}

Condition Comparison(PropertyPath path, Operator op, std::vector<Key> operands) {
  return {Kind::kCompare, {}, std::move(path), op, std::move(operands)};
}

Condition InCondition(PropertyPath path, bool among, std::vector<Key> keys, bool or_null) {
  std::vector<Condition> parts;
  if (!keys.empty()) parts.push_back(Comparison(path, among ? Operator::kIn : Operator::kNin, std::move(keys)));
  if (or_null) parts.push_back(Comparison(std::move(path), among ? Operator::kEq : Operator::kNe, {Key{Value()}}));
  return among ? AnyOf(std::move(parts)) : AllOf(std::move(parts));
}

}  // namespace ormd
