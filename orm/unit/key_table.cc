#include "orm/unit/key_table.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/unit/hydrator.h"

namespace ormd {
namespace {

bool IsLowerHex(char digit) { return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f'); }

bool IsCanonicalUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? text[i] != '-' : !IsLowerHex(text[i])) return false;
  }
  return true;
}

bool HasNull(const Key& key) {
  return std::any_of(key.begin(), key.end(), [](const Value& value) { return value.is_null(); });
}

}  // namespace

KeyTable::KeyTable(const EntityMetadata& entity) : types_(KeyTypes(entity)), form_(FormOf(types_)) {}

KeyTable::Form KeyTable::FormOf(const std::vector<const Type*>& types) {
  if (types.size() != 1) return Form::kAny;
  switch (types.front()->kind) {
    case TypeKind::kSmallint:
    case TypeKind::kInteger:
    case TypeKind::kBigint:
      return Form::kInteger;
    case TypeKind::kText:
    case TypeKind::kVarchar:
    case TypeKind::kUuid:
      return Form::kText;
    default:
      return Form::kAny;
  }
}

bool KeyTable::HasIntegers(const EntityMetadata& entity) { return FormOf(KeyTypes(entity)) == Form::kInteger; }

void KeyTable::Reserve(size_t count) {
  if (form_ == Form::kInteger) integers_.reserve(count);
  if (form_ == Form::kInteger) by_number_.reserve(count);
  if (form_ == Form::kText) texts_.reserve(count);
  if (form_ == Form::kAny) keys_.reserve(count);
}

absl::StatusOr<uint32_t> KeyTable::Add(const Result& rows, size_t row, const std::vector<size_t>& columns) {
  return With(
      rows, row, columns, [this](int64_t key) { return AddInteger(key); },
      [](auto& map, auto key) {
        return map.try_emplace(std::move(key), static_cast<uint32_t>(map.size())).first->second;
      });
}

absl::StatusOr<uint32_t> KeyTable::Find(const Result& rows, size_t row, const std::vector<size_t>& columns) {
  return With(
      rows, row, columns, [this](int64_t key) { return FindInteger(key); },
      [](auto& map, const auto& key) {
        const auto at = map.find(key);
        return at == map.end() ? kNone : at->second;
      });
}

uint32_t KeyTable::AddInteger(int64_t key) {
  const auto [at, is_new] = integers_.try_emplace(key, static_cast<uint32_t>(by_number_.size()));
  if (is_new) by_number_.push_back(key);
  return at->second;
}

uint32_t KeyTable::FindInteger(int64_t key) {
  if (last_.has_value() && last_->first == key) return last_->second;
  const auto at = integers_.find(key);
  if (at == integers_.end()) return kNone;
  last_ = {key, at->second};
  return at->second;
}

std::vector<uint32_t> KeyTable::ByKey() const {
  std::vector<uint32_t> numbers(by_number_.size());
  std::iota(numbers.begin(), numbers.end(), 0);
  if (std::is_sorted(by_number_.begin(), by_number_.end())) return numbers;
  std::sort(numbers.begin(), numbers.end(), [this](uint32_t a, uint32_t b) { return by_number_[a] < by_number_[b]; });
  return numbers;
}

absl::StatusOr<Key> KeyTable::Read(const Result& rows, size_t row, const std::vector<size_t>& columns) const {
  Key key;
  key.reserve(types_.size());
  for (size_t i = 0; i < types_.size(); ++i) {
    ORMD_ASSIGN_OR_RETURN(Value value, DecodeCell(*types_[i], rows.cell(row, columns[i])));
    key.push_back(std::move(value));
  }
  return key;
}

template <typename Integer, typename Other>
absl::StatusOr<uint32_t> KeyTable::With(const Result& rows, size_t row, const std::vector<size_t>& columns,
                                        const Integer& integer, const Other& other) {
  if (form_ == Form::kAny) {
    ORMD_ASSIGN_OR_RETURN(Key key, Read(rows, row, columns));
    return HasNull(key) ? kNone : other(keys_, std::move(key));
  }
  const Cell cell = rows.cell(row, columns.front());
  if (cell.is_null()) return kNone;
  if (form_ == Form::kInteger) {
    ORMD_ASSIGN_OR_RETURN(const int64_t number, IntegerOf(cell));
    return integer(number);
  }
  ORMD_ASSIGN_OR_RETURN(const std::string_view text, TextOf(cell));
  return other(texts_, text);
}

absl::StatusOr<int64_t> KeyTable::IntegerOf(const Cell& cell) const {
  if (cell.form == Cell::Form::kInt64) return cell.int64;
  if (cell.form == Cell::Form::kText) {
    if (const auto number = ParseInteger<int64_t>(cell.text)) return *number;
  }
  ORMD_ASSIGN_OR_RETURN(const Value value, DecodeCell(*types_.front(), cell));
  return value.as<int64_t>();
}

absl::StatusOr<std::string_view> KeyTable::TextOf(const Cell& cell) {
  const bool canonical = types_.front()->kind != TypeKind::kUuid || IsCanonicalUuid(cell.text);
  if (cell.form == Cell::Form::kText && canonical) return cell.text;
  ORMD_ASSIGN_OR_RETURN(const Value value, DecodeCell(*types_.front(), cell));
  return decoded_.emplace_back(value.as<std::string>());
}

}  // namespace ormd
