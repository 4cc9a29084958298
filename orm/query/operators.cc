#include "orm/query/operators.h"

#include <algorithm>
#include <array>

#include "orm/base/error.h"
#include "orm/query/errors.h"

namespace ormd {
namespace {

constexpr std::array<std::string_view, static_cast<size_t>(Operator::kExists) + 1> kNames = {
    "$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$in", "$nin", "$like", "$ilike", "$exists"};

bool IsOrder(Operator op) { return op >= Operator::kGt && op <= Operator::kLte; }
bool IsPattern(Operator op) { return op == Operator::kLike || op == Operator::kIlike; }

bool HasOrder(TypeKind kind) {
  return kind != TypeKind::kBool && kind != TypeKind::kJson && kind != TypeKind::kArray && kind != TypeKind::kEnum;
}

bool IsText(TypeKind kind) {
  return kind == TypeKind::kText || kind == TypeKind::kVarchar || kind == TypeKind::kChar || kind == TypeKind::kEnum;
}

// The type without a bound on digits or characters.
Type Unbounded(const Type& type) {
  Type unbounded = type;
  unbounded.length.reset();
  unbounded.precision.reset();
  unbounded.scale.reset();
  return unbounded;
}

absl::StatusOr<Value> Pattern(const Value& value) {
  ORMD_ASSIGN_OR_RETURN(Value pattern, Canonicalize(Type(), value));
  const std::string& text = pattern.as<std::string>();
  const size_t last = text.find_last_not_of('\\');
  const size_t escapes = text.size() - (last == std::string::npos ? 0 : last + 1);
  if (escapes % 2 == 1) return PatternEndsInEscape();
  return pattern;
}

}  // namespace

std::optional<Operator> FindOperator(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Operator>(found - kNames.begin());
}

std::string_view OperatorName(Operator op) { return kNames[static_cast<size_t>(op)]; }

bool IsGroupOperator(std::string_view name) { return name == "$and" || name == "$or" || name == "$not"; }

std::optional<Condition::Kind> FindItemOperator(std::string_view name) {
  if (name == "$some") return Condition::Kind::kSome;
  if (name == "$none") return Condition::Kind::kNone;
  if (name == "$every") return Condition::Kind::kEvery;
  return std::nullopt;
}

bool IsMembership(Operator op) { return op == Operator::kIn || op == Operator::kNin; }

bool Fits(Operator op, const Type& type) {
  if (IsOrder(op)) return HasOrder(type.kind);
  if (IsPattern(op)) return IsText(type.kind);
  return true;
}

absl::StatusOr<Value> CanonicalOperand(Operator op, const Type& type, const Value& value) {
  const bool equality = op == Operator::kEq || op == Operator::kNe;
  if (value.is_null()) return equality ? absl::StatusOr<Value>(Value()) : OperandIsNull(OperatorName(op));
  if (IsPattern(op)) return Pattern(value);
  if (IsOrder(op)) return Canonicalize(Unbounded(type), value);
  return Canonicalize(type, value);
}

}  // namespace ormd
