// The values that properties, keys and parameters hold, independent of any database.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "absl/container/inlined_vector.h"

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
//
// What was moved from is null. A union with a tag of its own rather than a std::variant: values are moved from stage to
// stage of every read and write, and a variant's moves are calls through a table, even those of a number.
class Value {
 public:
  Value() {}
  Value(std::nullptr_t) {}
  Value(bool value) : kind_(Kind::kBool) { content_.flag = value; }
  Value(int value) : Value(static_cast<int64_t>(value)) {}
  Value(int64_t value) : kind_(Kind::kInt64) { content_.number = value; }
  Value(double value) : kind_(Kind::kDouble) { content_.real = value; }
  Value(const char* value) : Value(std::string(value)) {}
  Value(std::string_view value) : kind_(Kind::kText) { std::construct_at(&content_.text, value); }
  Value(std::string value) : kind_(Kind::kText) { std::construct_at(&content_.text, std::move(value)); }
  Value(Bytes value) : kind_(Kind::kBytes) { std::construct_at(&content_.bytes, std::move(value)); }
  Value(Timestamp value) : kind_(Kind::kTimestamp) { content_.time = value; }
  Value(List value) : kind_(Kind::kList) { std::construct_at(&content_.list, std::move(value)); }
  Value(Map value) : kind_(Kind::kMap) { std::construct_at(&content_.map, std::move(value)); }

  Value(const Value& other) { CopyFrom(other); }
  Value(Value&& other) noexcept { MoveFrom(other); }
  Value& operator=(const Value& other) {
    if (this != &other) *this = Value(other);
    return *this;
  }
  Value& operator=(Value&& other) noexcept {
    if (this == &other) return *this;
    Destroy();
    MoveFrom(other);
    return *this;
  }
  ~Value() { Destroy(); }

  bool is_null() const { return kind_ == Kind::kNull; }

  // The content where it is a T, else nullptr. T: bool, int64_t, double, std::string, Bytes, Timestamp, List, Map.
  template <typename T>
  const T* get_if() const {
    return kind_ == KindOf<T>() ? &Get<T>(content_) : nullptr;
  }
  template <typename T>
  T* get_if() {
    return kind_ == KindOf<T>() ? &Get<T>(content_) : nullptr;
  }

  // The content; it must be a T.
  template <typename T>
  const T& as() const {
    return Get<T>(content_);
  }

  // Calls the visitor with the content: std::monostate for null.
  template <typename Visitor>
  auto Visit(Visitor&& visitor) const;

  // "null", "bool", "int64", "double", "text", "bytes", "timestamp", "list" or "map".
  std::string_view kind_name() const;

  // Same kind, same content. Canonical values of one type are equal just where the database would say so (JSON apart).
  bool operator==(const Value& other) const;

  template <typename H>
  friend H AbslHashValue(H state, const Value& value);

 private:
  // Those up to kTimestamp are plain numbers.
  enum class Kind : uint8_t { kNull, kBool, kInt64, kDouble, kTimestamp, kText, kBytes, kList, kMap };

  union Content {
    Content() : number(0) {}
    ~Content() {}
    bool flag;
    int64_t number;
    double real;
    Timestamp time;
    std::string text;
    Bytes bytes;
    List list;
    Map map;
  };

  template <typename T>
  static constexpr Kind KindOf();
  // C: Content, const or not.
  template <typename T, typename C>
  static auto& Get(C& content);

  bool is_plain() const { return kind_ <= Kind::kTimestamp; }
  // Both need a content that is plain or destroyed.
  void CopyFrom(const Value& other);
  void MoveFrom(Value& other) noexcept;
  template <typename T>
  static void Relocate(T& from, T& to) noexcept;
  void Destroy() {
    if (!is_plain()) DestroyContent();
  }
  void DestroyContent();

  Kind kind_ = Kind::kNull;
  Content content_;
};

template <typename T>
constexpr Value::Kind Value::KindOf() {
  if constexpr (std::is_same_v<T, bool>) return Kind::kBool;
  if constexpr (std::is_same_v<T, int64_t>) return Kind::kInt64;
  if constexpr (std::is_same_v<T, double>) return Kind::kDouble;
  if constexpr (std::is_same_v<T, Timestamp>) return Kind::kTimestamp;
  if constexpr (std::is_same_v<T, std::string>) return Kind::kText;
  if constexpr (std::is_same_v<T, Bytes>) return Kind::kBytes;
  if constexpr (std::is_same_v<T, List>) return Kind::kList;
  if constexpr (std::is_same_v<T, Map>) return Kind::kMap;
}

template <typename T, typename C>
auto& Value::Get(C& content) {
  if constexpr (std::is_same_v<T, bool>) return (content.flag);
  if constexpr (std::is_same_v<T, int64_t>) return (content.number);
  if constexpr (std::is_same_v<T, double>) return (content.real);
  if constexpr (std::is_same_v<T, Timestamp>) return (content.time);
  if constexpr (std::is_same_v<T, std::string>) return (content.text);
  if constexpr (std::is_same_v<T, Bytes>) return (content.bytes);
  if constexpr (std::is_same_v<T, List>) return (content.list);
  if constexpr (std::is_same_v<T, Map>) return (content.map);
}

template <typename Visitor>
auto Value::Visit(Visitor&& visitor) const {
  switch (kind_) {
    case Kind::kNull:
      break;
    case Kind::kBool:
      return visitor(content_.flag);
    case Kind::kInt64:
      return visitor(content_.number);
    case Kind::kDouble:
      return visitor(content_.real);
    case Kind::kTimestamp:
      return visitor(content_.time);
    case Kind::kText:
      return visitor(content_.text);
    case Kind::kBytes:
      return visitor(content_.bytes);
    case Kind::kList:
      return visitor(content_.list);
    case Kind::kMap:
      return visitor(content_.map);
  }
  return visitor(std::monostate());
}

inline void Value::MoveFrom(Value& other) noexcept {
  kind_ = other.kind_;
  if (is_plain()) {
    content_.number = other.content_.number;
  } else if (kind_ == Kind::kText) {
    Relocate(other.content_.text, content_.text);
  } else if (kind_ == Kind::kBytes) {
    Relocate(other.content_.bytes, content_.bytes);
  } else if (kind_ == Kind::kList) {
    Relocate(other.content_.list, content_.list);
  } else {
    Relocate(other.content_.map, content_.map);
  }
  other.kind_ = Kind::kNull;
}

template <typename T>
void Value::Relocate(T& from, T& to) noexcept {
  std::construct_at(&to, std::move(from));
  std::destroy_at(&from);
}

// The values of a primary key, one for each key column: mostly of one, which needs no memory beside it.
// Unspecified after a move.
using Key = absl::InlinedVector<Value, 1>;

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
  state = H::combine(std::move(state), value.kind_);
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
