#include "tests/unit/query/where_model.h"

#include <locale.h>

#include <algorithm>
#include <cwctype>
#include <functional>

#include "tests/unit/query/query_values.h"

namespace ormd {
namespace {

Truth Of(bool holds) { return holds ? Truth::kTrue : Truth::kFalse; }

Truth Not(Truth truth) {
  if (truth == Truth::kUnknown) return truth;
  return Of(truth == Truth::kFalse);
}

Truth Both(Truth a, Truth b) { return std::min(a, b); }
Truth Either(Truth a, Truth b) { return std::max(a, b); }

template <typename Range, typename Function>
Truth All(const Range& range, const Function& truth_of) {
  Truth all = Truth::kTrue;
  for (const auto& item : range) all = Both(all, truth_of(item));
  return all;
}

template <typename Range, typename Function>
Truth Some(const Range& range, const Function& truth_of) {
  Truth some = Truth::kFalse;
  for (const auto& item : range) some = Either(some, truth_of(item));
  return some;
}

Value Canonical(const Type& type, const Value& value) { return Canonicalize(type, value).value_or(Value()); }

Type WithoutBounds(Type type) {
  type.length.reset();
  type.precision.reset();
  type.scale.reset();
  return type;
}

std::u32string CodePoints(const std::string& text) {
  std::u32string points;
  for (const char byte : text) {
    const auto bits = static_cast<unsigned char>(byte);
    if ((bits & 0xC0) == 0x80) {
      points.back() = (points.back() << 6) | (bits & 0x3F);
    } else {
      points.push_back(bits < 0x80 ? bits : bits < 0xE0 ? bits & 0x1F : bits < 0xF0 ? bits & 0x0F : bits & 0x07);
    }
  }
  return points;
}

std::u32string Lower(std::u32string text) {
  static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  for (char32_t& point : text) point = static_cast<char32_t>(towlower_l(static_cast<wint_t>(point), locale));
  return text;
}

bool Like(std::u32string_view pattern, std::u32string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern.front() == U'%') {
    for (size_t skipped = 0; skipped <= text.size(); ++skipped) {
      if (Like(pattern.substr(1), text.substr(skipped))) return true;
    }
    return false;
  }
  if (text.empty()) return false;
  if (pattern.front() == U'_') return Like(pattern.substr(1), text.substr(1));
  if (pattern.front() == U'\\') pattern.remove_prefix(1);
  return pattern.front() == text.front() && Like(pattern.substr(1), text.substr(1));
}

Truth Like(const Value& held, const Value& pattern, bool any_case) {
  if (held.is_null()) return Truth::kUnknown;
  std::u32string text = CodePoints(held.as<std::string>());
  std::u32string wanted = CodePoints(pattern.as<std::string>());
  return Of(any_case ? Like(Lower(wanted), Lower(text)) : Like(wanted, text));
}

// Both with as many digits.
int CompareDigits(std::string_view a, std::string_view b) {
  const auto part = [](std::string_view text, bool fraction) {
    const size_t point = std::min(text.find('.'), text.size());
    return std::string(fraction ? text.substr(std::min(point + 1, text.size())) : text.substr(0, point));
  };
  std::string whole_a = part(a, false), whole_b = part(b, false);
  std::string rest_a = part(a, true), rest_b = part(b, true);
  whole_a.insert(0, 60 - whole_a.size(), '0');
  whole_b.insert(0, 60 - whole_b.size(), '0');
  rest_a.resize(60, '0');
  rest_b.resize(60, '0');
  return (whole_a + rest_a).compare(whole_b + rest_b);
}

int CompareNumbers(std::string_view a, std::string_view b) {
  const bool minus_a = a.starts_with('-'), minus_b = b.starts_with('-');
  if (minus_a != minus_b) return minus_a ? -1 : 1;
  return minus_a ? CompareDigits(b.substr(1), a.substr(1)) : CompareDigits(a, b);
}

template <typename T>
int Compare(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

Truth Equal(const Type& type, const Value& held, const Value& operand) {
  if (held.is_null()) return Truth::kUnknown;
  if (type.kind == TypeKind::kJson) return Of(SameMeaning(held.as<std::string>(), operand.as<std::string>()));
  return Of(SameValue(type, held, operand));
}

Truth IsNull(bool null, bool wanted) { return Of(null == wanted); }

// `member` tells whether an element that is not null is what is held.
Truth Among(bool null, const List& list, const std::function<Truth(const Value&)>& member) {
  return Some(list, [&](const Value& element) { return element.is_null() ? Of(null) : member(element); });
}

// The elements that are not null must differ, and null must not be held where it is one of them.
Truth NotAmong(bool null, const List& list, const std::function<Truth(const Value&)>& member) {
  return All(list, [&](const Value& element) { return element.is_null() ? Of(!null) : Not(member(element)); });
}

Truth InOrder(std::string_view name, int order) {
  if (name == "$gt") return Of(order > 0);
  if (name == "$gte") return Of(order >= 0);
  if (name == "$lt") return Of(order < 0);
  return Of(order <= 0);
}

bool IsOrder(std::string_view name) { return name == "$gt" || name == "$gte" || name == "$lt" || name == "$lte"; }

void AppendKey(const EntityMetadata& target, const Value& value, Key& key);

void AppendPart(const PropertyMetadata& property, const Value& value, Key& key) {
  if (!property.is_scalar()) return AppendKey(*property.target, value, key);
  key.push_back(Canonical(property.type, value));
}

void AppendKey(const EntityMetadata& target, const Value& value, Key& key) {
  const std::vector<const PropertyMetadata*>& parts = target.primary_key;
  if (const Map* map = value.get_if<Map>()) {
    for (const PropertyMetadata* part : parts) {
      const auto entry = std::find_if(map->begin(), map->end(),
                                      [&](const auto& item) { return target.FindProperty(item.first) == part; });
      AppendPart(*part, entry->second, key);
    }
    return;
  }
  const List values = value.get_if<List>() != nullptr ? value.as<List>() : List{value};
  for (size_t i = 0; i < values.size(); ++i) {
    if (values.size() == parts.size()) {
      AppendPart(*parts[i], values[i], key);
    } else {
      key.push_back(Canonical(target.columns[target.key_columns[i]].type, values[i]));
    }
  }
}

Truth IsKey(const EntityMetadata& target, const std::optional<Key>& held, const Value& value) {
  if (!held.has_value()) return Truth::kUnknown;
  Key key;
  AppendKey(target, value, key);
  return Of(*held == key);
}

bool IsListOfKeys(const EntityMetadata& target, const Value& value) {
  const List* list = value.get_if<List>();
  if (list == nullptr || target.key_columns.size() == 1) return list != nullptr;
  return list->empty() || list->front().get_if<List>() != nullptr || list->front().get_if<Map>() != nullptr;
}

bool IsItemOperator(std::string_view name) { return name == "$some" || name == "$none" || name == "$every"; }

template <typename Function>
Truth Group(std::string_view name, const Value& value, const Function& truth_of) {
  if (name == "$not") return Not(truth_of(value));
  return name == "$and" ? All(value.as<List>(), truth_of) : Some(value.as<List>(), truth_of);
}

bool IsGroup(std::string_view name) { return name == "$and" || name == "$or" || name == "$not"; }

}  // namespace

int CompareHeld(const Type& type, const Value& a, const Value& b) {
  if (type.kind == TypeKind::kDecimal) return CompareNumbers(a.as<std::string>(), b.as<std::string>());
  if (const bool* flag = a.get_if<bool>()) return Compare(*flag, b.as<bool>());
  if (const int64_t* number = a.get_if<int64_t>()) return Compare(*number, b.as<int64_t>());
  if (const double* real = a.get_if<double>()) return Compare(*real, b.as<double>());
  if (const Timestamp* time = a.get_if<Timestamp>()) return Compare(time->micros, b.as<Timestamp>().micros);
  if (const Bytes* bytes = a.get_if<Bytes>()) return bytes->data.compare(b.as<Bytes>().data);
  return a.as<std::string>().compare(b.as<std::string>());
}

Truth WhereModel::Matches(const WorldPlace& place, const Value& conditions) const {
  return All(conditions.as<Map>(), [&](const auto& entry) { return Entry(place, entry.first, entry.second); });
}

Truth WhereModel::Entry(const WorldPlace& place, std::string_view name, const Value& value) const {
  if (IsGroup(name)) return Group(name, value, [&](const Value& child) { return Matches(place, child); });
  const PropertyMetadata& property = *place.type->FindProperty(name);
  if (property.is_to_many()) return OnToMany(place, property, value);
  if (property.is_to_one()) return OnToOne(place, property, value);
  return OnScalar(property.type, world_.ScalarAt(place, property), value);
}

Truth WhereModel::OnScalar(const Type& type, const Value& held, const Value& condition) const {
  if (const Map* map = condition.get_if<Map>()) {
    return All(*map, [&](const auto& entry) { return ScalarOperator(type, held, entry.first, entry.second); });
  }
  const bool holds_lists = type.kind == TypeKind::kJson || type.kind == TypeKind::kArray;
  const bool list = condition.get_if<List>() != nullptr && !holds_lists;
  return ScalarOperator(type, held, list ? "$in" : "$eq", condition);
}

Truth WhereModel::ScalarOperator(const Type& type, const Value& held, std::string_view name,
                                 const Value& operand) const {
  const auto is = [&](const Value& value) { return Equal(type, held, Canonical(type, value)); };
  if (name == "$not") return Not(OnScalar(type, held, operand));
  if (name == "$exists") return IsNull(held.is_null(), !operand.as<bool>());
  if (name == "$in") return Among(held.is_null(), operand.as<List>(), is);
  if (name == "$nin") return NotAmong(held.is_null(), operand.as<List>(), is);
  if (name == "$like" || name == "$ilike") return Like(held, operand, name == "$ilike");
  if (IsOrder(name)) {
    const Value bound = Canonical(WithoutBounds(type), operand);
    return held.is_null() ? Truth::kUnknown : InOrder(name, CompareHeld(type, held, bound));
  }
  if (operand.is_null()) return IsNull(held.is_null(), name == "$eq");
  return name == "$eq" ? is(operand) : Not(is(operand));
}

Truth WhereModel::OnToOne(const WorldPlace& place, const PropertyMetadata& relation, const Value& condition) const {
  if (const Map* map = condition.get_if<Map>()) {
    return All(*map, [&](const auto& entry) { return ToOneEntry(place, relation, entry.first, entry.second); });
  }
  return ToOneEntry(place, relation, IsListOfKeys(*relation.target, condition) ? "$in" : "$eq", condition);
}

Truth WhereModel::ToOneEntry(const WorldPlace& place, const PropertyMetadata& relation, std::string_view name,
                             const Value& value) const {
  const EntityMetadata& target = *relation.target;
  const WorldPlace there = world_.Follow(place, relation);
  const bool null = !there.key.has_value();
  const auto is = [&](const Value& key) { return IsKey(target, there.key, key); };
  if (IsGroup(name)) return Group(name, value, [&](const Value& child) { return OnToOne(place, relation, child); });
  if (name == "$exists") return IsNull(null, !value.as<bool>());
  if (name == "$in") return Among(null, value.as<List>(), is);
  if (name == "$nin") return NotAmong(null, value.as<List>(), is);
  if ((name == "$eq" || name == "$ne") && value.is_null()) return IsNull(null, name == "$eq");
  if (name == "$eq") return is(value);
  if (name == "$ne") return Not(is(value));
  if (!name.starts_with('$')) return Entry(there, name, value);
  const Type& type = target.columns[target.key_columns.front()].type;
  return ScalarOperator(type, null ? Value() : there.key->front(), name, value);
}

Truth WhereModel::OnToMany(const WorldPlace& place, const PropertyMetadata& relation, const Value& condition) const {
  const Map& map = condition.as<Map>();
  if (map.empty()) return Truth::kTrue;
  if (!IsItemOperator(map.front().first)) return OnItems(place, relation, "$some", condition);
  return All(map, [&](const auto& entry) { return OnItems(place, relation, entry.first, entry.second); });
}

Truth WhereModel::OnItems(const WorldPlace& place, const PropertyMetadata& relation, std::string_view name,
                          const Value& condition) const {
  const std::vector<const WorldRow*> items = world_.ItemsAt(place, relation);
  const auto matches = [&](const WorldRow* item) {
    return Matches(QueryWorld::PlaceOf(*item), condition) == Truth::kTrue;
  };
  if (name == "$some") return Of(std::any_of(items.begin(), items.end(), matches));
  if (name == "$none") return Of(std::none_of(items.begin(), items.end(), matches));
  return Of(std::all_of(items.begin(), items.end(), matches));
}

}  // namespace ormd
