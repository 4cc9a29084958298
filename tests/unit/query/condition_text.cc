#include "tests/unit/query/condition_text.h"

#include "orm/base/strings.h"
#include "orm/query/operators.h"

namespace ormd {
namespace {

std::string Joined(const Condition& condition, std::string_view separator) {
  std::string out = "(";
  for (const Condition& child : condition.children) {
    StrAppend(&out, out.size() > 1 ? separator : "", ConditionText(child));
  }
  return out + ")";
}

std::string Items(const Condition& condition, std::string_view word) {
  return StrCat(PathText(condition.path), " ", word, " (", ConditionText(condition.children.front()), ")");
}

std::string Compared(const Condition& condition) {
  std::string operands;
  for (const Key& key : condition.operands) StrAppend(&operands, operands.empty() ? "" : " ", KeyText(key));
  return StrCat(PathText(condition.path), " ", OperatorName(condition.op), " ", operands);
}

}  // namespace

std::string PathText(const PropertyPath& path) {
  std::string out;
  for (const PropertyMetadata* hop : path.hops) StrAppend(&out, hop->name, ".");
  return out + (path.property == nullptr ? "key" : path.property->name);
}

std::string ConditionText(const Condition& condition) {
  switch (condition.kind) {
    case Condition::Kind::kTrue:
      return "true";
    case Condition::Kind::kFalse:
      return "false";
    case Condition::Kind::kAnd:
      return Joined(condition, " and ");
    case Condition::Kind::kOr:
      return Joined(condition, " or ");
    case Condition::Kind::kNot:
      return StrCat("not ", ConditionText(condition.children.front()));
    case Condition::Kind::kCompare:
      return Compared(condition);
    case Condition::Kind::kSome:
      return Items(condition, "some");
    case Condition::Kind::kNone:
      return Items(condition, "none");
    case Condition::Kind::kEvery:
      return Items(condition, "every");
  }
  return "";
}

}  // namespace ormd
