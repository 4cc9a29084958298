// The values that properties, keys and parameters hold, independent of any database.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace ormd {

// Microseconds since 1970-01-01T00:00:00Z.
struct Timestamp {
  int64_t micros = 0;
  auto operator<=>(const Timestamp&) const = default;
};

// Raw bytes, kept apart from text.
struct Bytes {
  std::string data;
  auto operator<=>(const Bytes&) const = default;
};

class Value;
using List = std::vector<Value>;
// Ordered pairs; only conditions are maps. A name may stand twice: who reads them refuses that.
using Map = std::vector<std::pair<std::string, Value>>;

// A dynamic value. Its canonical form follows from the type of its property (orm/value/type.h):
//
//   bool                             bool
//   smallint integer bigint          int64
//   real double                      double
//   decimal                          text, "9.90": exactly `scale` decimals, or no trailing zeros without a scale
//   text varchar enum                text
//   char                             text without trailing spaces
//   uuid                             text, lower case
//   date time                        text "2024-02-29", "13:00:00.5" without trailing zeros of the fraction
//   timestamp                        Timestamp
//   interval                         int64, microseconds
//   json                             text of a JSON document
//   bytes                            Bytes
//   array                            List of canonical elements
class Value {
 public:
  Value() = default;
  Value(std::nullptr_t) {}
  Value(bool value) : data_(value) {}
  Value(int value) : data_(static_cast<int64_t>(value)) {}
  Value(int64_t value) : data_(value) {}
  Value(double value) : data_(value) {}
  Value(const char* value) : data_(std::string(value)) {}
  Value(std::string_view value) : data_(std::string(value)) {}
  Value(std::string value) : data_(std::move(value)) {}
  Value(Bytes value) : data_(std::move(value)) {}
  Value(Timestamp value) : data_(value) {}
  Value(List value) : data_(std::move(value)) {}
  Value(Map value) : data_(std::move(value)) {}

  bool is_null() const { return std::holds_alternative<std::monostate>(data_); }

  // The content where it is a T, else nullptr. T: bool, int64_t, double, std::string, Bytes, Timestamp, List, Map.
  template <typename T>
  const T* get_if() const {
    return std::get_if<T>(&data_);
  }
  template <typename T>
  T* get_if() {
    return std::get_if<T>(&data_);
  }

  // The content; it must be a T.
  template <typename T>
  const T& as() const {
    return *std::get_if<T>(&data_);
  }

  // Calls the visitor with the content: std::monostate for null.
  template <typename Visitor>
  auto Visit(Visitor&& visitor) const {
    return std::visit(std::forward<Visitor>(visitor), data_);
  }

  // "null", "bool", "int64", "double", "text", "bytes", "timestamp", "list" or "map".
  std::string_view kind_name() const;

  // Same kind, same content. Canonical values of one type are equal just where the database would say so (JSON apart).
  bool operator==(const Value&) const = default;

  template <typename H>
  friend H AbslHashValue(H state, const Value& value);

 private:
  std::variant<std::monostate, bool, int64_t, double, std::string, Bytes, Timestamp, List, Map> data_;
};

// The values of a primary key, one for each key column.
using Key = std::vector<Value>;

template <typename H>
H AbslHashValue(H state, const Timestamp& value) {
  return H::combine(std::move(state), value.micros);
}

template <typename H>
H AbslHashValue(H state, const Bytes& value) {
  return H::combine(std::move(state), value.data);
}

template <typename H>
H AbslHashValue(H state, const Value& value) {
  state = H::combine(std::move(state), value.data_.index());
  return value.Visit([&state]<typename T>(const T& content) {
    if constexpr (std::is_same_v<T, std::monostate>)
      return std::move(state);
    else
      return H::combine(std::move(state), content);
  });
}

// For messages to people and plans: a key of one value as bare text, of several as "(1, abc)".
std::string KeyText(const Key& key);

// A value as bare text; bytes as hexadecimal, a timestamp in RFC 3339.
std::string ValueText(const Value& value);

}  // namespace ormd
