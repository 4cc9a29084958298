// Numbers for the keys that stand in rows.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "orm/driver/connection.h"
#include "orm/metadata/entity_metadata.h"

namespace ormd {

// Gives the keys of one entity type numbers from 0 on, in the order in which they were added. Two keys are the same
// just where an identity map would say so. Not thread safe. Views into the rows are kept: the rows must outlive it.
// Nearly all keys are one integer or one text, which are not decoded to Values.
//
// `columns` of a row hold the parts of the key, in key order. INTERNAL where a cell does not fit.
class KeyTable {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  explicit KeyTable(const EntityMetadata& entity);

  // Whether the keys of the type are single integers, so that ByKey is to be had.
  static bool HasIntegers(const EntityMetadata& entity);

  void Reserve(size_t count);
  // The number of the key, a new one where it has none yet; kNone where a part of it is null.
  absl::StatusOr<uint32_t> Add(const Result& rows, size_t row, const std::vector<size_t>& columns);
  // The same; kNone where it has none.
  absl::StatusOr<uint32_t> Find(const Result& rows, size_t row, const std::vector<size_t>& columns);
  // All numbers, ascending by their keys, which are integers.
  std::vector<uint32_t> ByKey() const;
  // The key itself.
  absl::StatusOr<Key> Read(const Result& rows, size_t row, const std::vector<size_t>& columns) const;

 private:
  enum class Form { kInteger, kText, kAny };

  static Form FormOf(const std::vector<const Type*>& types);
  uint32_t AddInteger(int64_t key);
  uint32_t FindInteger(int64_t key);
  // Answers integer(key) or other(map, key), as the form is.
  template <typename Integer, typename Other>
  absl::StatusOr<uint32_t> With(const Result& rows, size_t row, const std::vector<size_t>& columns,
                                const Integer& integer, const Other& other);
  absl::StatusOr<int64_t> IntegerOf(const Cell& cell) const;
  absl::StatusOr<std::string_view> TextOf(const Cell& cell);

  const std::vector<const Type*> types_;
  const Form form_;
  absl::flat_hash_map<int64_t, uint32_t> integers_;
  std::vector<int64_t> by_number_;                  // the integers
  std::optional<std::pair<int64_t, uint32_t>> last_;  // integer that was found: rows of one owner stand together
  absl::flat_hash_map<std::string_view, uint32_t> texts_;
  absl::flat_hash_map<Key, uint32_t> keys_;
  std::deque<std::string> decoded_;  // texts that do not stand in canonical form in their cells
};

}  // namespace ormd
