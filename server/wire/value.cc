#include "server/wire/value.h"

#include <string>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/query/condition.h"
#include "orm/value/text.h"
#include "server/wire/errors.h"
#include "server/wire/well_known.h"

namespace ormd::wire {
namespace {

absl::StatusOr<Value> ListFromWire(const orm::v1::ListValue& list) {
  List out;
  out.reserve(static_cast<size_t>(list.values_size()));
  for (const orm::v1::Value& item : list.values()) {
    absl::StatusOr<Value> value = FromWire(item);
    if (!value.ok()) return UnderField(value.status(), StrCat("[", out.size(), "]"));
    out.push_back(*std::move(value));
  }
  return Value(std::move(out));
}

absl::StatusOr<Value> TimestampFromWire(const google::protobuf::Timestamp& timestamp) {
  const std::optional<Timestamp> value = TimestampOf(timestamp.seconds(), timestamp.nanos());
  if (!value.has_value()) return BadTimestamp("");
  return Value(*value);
}

absl::StatusOr<Value> JsonFromWire(const std::string& json) {
  if (!IsJson(json)) return MalformedJson("");
  return Value(json);
}

// Puts a value of its own kind into the message.
struct ToWireVisitor {
  orm::v1::Value* out;

  void operator()(std::monostate) const { out->set_null(orm::v1::NULL_VALUE_UNSPECIFIED); }
  void operator()(bool value) const { out->set_bool_(value); }
  void operator()(int64_t value) const { out->set_int64(value); }
  void operator()(double value) const { out->set_double_(value); }
  void operator()(const std::string& value) const { out->set_text(value); }
  void operator()(const Bytes& value) const { out->set_bytes(value.data); }
  void operator()(Timestamp value) const {
    const WireTime time = WireTimeOf(value.micros);
    out->mutable_timestamp()->set_seconds(time.seconds);
    out->mutable_timestamp()->set_nanos(time.nanos);
  }
  void operator()(const List& list) const {
    auto* values = out->mutable_list();
    for (const Value& item : list) item.Visit(ToWireVisitor{values->add_values()});
  }
  void operator()(const Map& map) const {
    auto* pairs = out->mutable_map();
    for (const auto& [name, item] : map) {
      auto* pair = pairs->add_pairs();
      pair->set_name(name);
      item.Visit(ToWireVisitor{pair->mutable_value()});
    }
  }
};

}  // namespace

absl::StatusOr<Value> FromWire(const orm::v1::Value& value) {
  switch (value.kind_case()) {
    case orm::v1::Value::kNull:
      return Value();
    case orm::v1::Value::kBool:
      return Value(value.bool_());
    case orm::v1::Value::kInt64:
      return Value(static_cast<int64_t>(value.int64()));
    case orm::v1::Value::kDouble:
      return Value(value.double_());
    case orm::v1::Value::kText:
      return Value(value.text());
    case orm::v1::Value::kBytes:
      return Value(Bytes{value.bytes()});
    case orm::v1::Value::kTimestamp:
      return TimestampFromWire(value.timestamp());
    case orm::v1::Value::kList:
      return ListFromWire(value.list());
    case orm::v1::Value::kMap:
      return MapFromWire(value.map());
    case orm::v1::Value::kJson:
      return JsonFromWire(value.json());
    case orm::v1::Value::KIND_NOT_SET:
      break;
  }
  return UnsetValue("");
}

absl::StatusOr<Value> MapFromWire(const orm::v1::MapValue& map) {
  Map out;
  out.reserve(static_cast<size_t>(map.pairs_size()));
  absl::flat_hash_set<std::string_view> names;
  for (const orm::v1::Pair& pair : map.pairs()) {
    if (!names.insert(pair.name()).second) return RepeatedName(pair.name());
    absl::StatusOr<Value> value = FromWire(pair.value());
    if (!value.ok()) return UnderField(value.status(), pair.name());
    out.emplace_back(pair.name(), *std::move(value));
  }
  return Value(std::move(out));
}

void ToWire(const Type& type, const Value& value, orm::v1::Value* out) {
  if (type.kind == TypeKind::kJson && value.get_if<std::string>() != nullptr) {
    out->set_json(value.as<std::string>());
  } else if (type.kind == TypeKind::kArray && type.element != nullptr && value.get_if<List>() != nullptr) {
    auto* values = out->mutable_list();
    for (const Value& item : value.as<List>()) ToWire(*type.element, item, values->add_values());
  } else {
    value.Visit(ToWireVisitor{out});
  }
}

absl::StatusOr<Key> KeyFromWire(const EntityMetadata& entity, const orm::v1::Key& key) {
  Key values;
  values.reserve(static_cast<size_t>(key.values_size()));
  for (const orm::v1::Value& part : key.values()) {
    absl::StatusOr<Value> value = FromWire(part);
    if (!value.ok()) return UnderField(value.status(), StrCat("values[", values.size(), "]"));
    values.push_back(*std::move(value));
  }
  return CanonicalKey(entity, std::move(values));
}

}  // namespace ormd::wire
