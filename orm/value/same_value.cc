#include <algorithm>
#include <cmath>

#include "orm/value/text.h"
#include "orm/value/type.h"

namespace ormd {
namespace {

bool SameDocument(const Value& a, const Value& b) {
  const std::string* left = a.get_if<std::string>();
  const std::string* right = b.get_if<std::string>();
  return left != nullptr && right != nullptr && ComparableJson(*left) == ComparableJson(*right);
}

bool SameList(const Type& element, const Value& a, const Value& b) {
  const List* left = a.get_if<List>();
  const List* right = b.get_if<List>();
  if (left == nullptr || right == nullptr) return false;
  return std::equal(left->begin(), left->end(), right->begin(), right->end(),
                    [&](const Value& x, const Value& y) { return SameValue(element, x, y); });
}

bool BothNan(const Value& a, const Value& b) {
  const double* left = a.get_if<double>();
  const double* right = b.get_if<double>();
  return left != nullptr && right != nullptr && std::isnan(*left) && std::isnan(*right);
}

}  // namespace

bool SameValue(const Type& type, const Value& a, const Value& b) {
  if (a == b) return true;
  switch (type.kind) {
    case TypeKind::kReal:
    case TypeKind::kDouble:
      return BothNan(a, b);
    case TypeKind::kJson:
      return SameDocument(a, b);
    case TypeKind::kArray:
      return type.element != nullptr && SameList(*type.element, a, b);
    default:
      return false;
  }
}

}  // namespace ormd
