#include "server/wire/decode_scalar.h"

#include <bit>
#include <optional>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "server/wire/errors.h"
#include "server/wire/json_from_wire.h"
#include "server/wire/well_known.h"

namespace ormd::wire {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;

WireFormatLite::WireType WireTypeOf(const FieldDescriptor& field) {
  return WireFormatLite::WireTypeForFieldType(static_cast<WireFormatLite::FieldType>(field.type()));
}

Value UnsignedValue(uint64_t number) {
  if (number <= static_cast<uint64_t>(INT64_MAX)) return Value(static_cast<int64_t>(number));
  return Value(StrCat(number));
}

absl::Status ReadLabel(const FieldDescriptor& field, uint64_t number, Value* out) {
  const EnumValueDescriptor* label = field.enum_type()->FindValueByNumber(static_cast<int>(number));
  if (label == nullptr) return UnknownEnumNumber("");
  *out = Value(label->name());
  return absl::OkStatus();
}

// A varint or fixed value as the field's type, which is no enum, reads it.
Value NumberValue(const FieldDescriptor& field, uint64_t bits) {
  switch (field.type()) {
    case FieldDescriptor::TYPE_BOOL:
      return Value(bits != 0);
    case FieldDescriptor::TYPE_FLOAT:
      return Value(static_cast<double>(std::bit_cast<float>(static_cast<uint32_t>(bits))));
    case FieldDescriptor::TYPE_DOUBLE:
      return Value(std::bit_cast<double>(bits));
    case FieldDescriptor::TYPE_UINT32:
    case FieldDescriptor::TYPE_FIXED32:
      return Value(static_cast<int64_t>(static_cast<uint32_t>(bits)));
    case FieldDescriptor::TYPE_UINT64:
    case FieldDescriptor::TYPE_FIXED64:
      return UnsignedValue(bits);
    case FieldDescriptor::TYPE_SINT32:
    case FieldDescriptor::TYPE_SINT64:
      return Value(WireFormatLite::ZigZagDecode64(bits));
    case FieldDescriptor::TYPE_INT32:
    case FieldDescriptor::TYPE_SFIXED32:
      return Value(static_cast<int64_t>(static_cast<int32_t>(bits)));
    default:
      return Value(static_cast<int64_t>(bits));
  }
}

absl::Status ReadNumber(const FieldDescriptor& field, uint64_t bits, Value* out) {
  if (field.type() == FieldDescriptor::TYPE_ENUM) return ReadLabel(field, bits, out);
  *out = NumberValue(field, bits);
  return absl::OkStatus();
}

std::optional<WireTime> ReadTime(std::string_view bytes) {
  WireTime time;
  WireReader reader(bytes);
  WireField field;
  while (!reader.done()) {
    if (!reader.Next(&field) || field.type != WireFormatLite::WIRETYPE_VARINT || field.field > 2) return std::nullopt;
    if (field.field == 1) time.seconds = static_cast<int64_t>(field.number);
    if (field.field == 2) time.nanos = static_cast<int32_t>(field.number);
  }
  return time;
}

absl::Status ReadTimestamp(std::string_view bytes, Value* out) {
  const std::optional<WireTime> time = ReadTime(bytes);
  if (!time.has_value()) return MalformedMessage("");
  const std::optional<Timestamp> value = TimestampOf(time->seconds, time->nanos);
  if (!value.has_value()) return BadTimestamp("");
  *out = Value(*value);
  return absl::OkStatus();
}

absl::Status ReadDuration(std::string_view bytes, Value* out) {
  const std::optional<WireTime> time = ReadTime(bytes);
  if (!time.has_value()) return MalformedMessage("");
  const std::optional<int64_t> micros = MicrosOf(time->seconds, time->nanos);
  if (!micros.has_value()) return BadDuration("");
  *out = Value(*micros);
  return absl::OkStatus();
}

absl::Status ReadWrapped(const FieldDescriptor& inner, std::string_view bytes, Value* out) {
  WireReader reader(bytes);
  WireField field, last;
  while (!reader.done()) {
    if (!reader.Next(&field) || field.field != 1) return MalformedMessage("");
    last = field;
  }
  if (last.field != 0) return DecodeSingle(inner, std::span(&last, 1), out);
  *out = ZeroOf(inner);
  return absl::OkStatus();
}

absl::Status ReadJson(const FieldDescriptor& field, std::span<const WireField> parts, Value* out) {
  ORMD_ASSIGN_OR_RETURN(std::string json, JsonFromWire(field, parts));
  *out = Value(std::move(json));
  return absl::OkStatus();
}

absl::Status ReadMessage(const FieldDescriptor& field, std::span<const WireField> parts, Value* out) {
  const Descriptor& type = *field.message_type();
  std::string storage;
  switch (type.well_known_type()) {
    case Descriptor::WELLKNOWNTYPE_TIMESTAMP:
      return ReadTimestamp(JoinedBytes(parts, storage), out);
    case Descriptor::WELLKNOWNTYPE_DURATION:
      return ReadDuration(JoinedBytes(parts, storage), out);
    case Descriptor::WELLKNOWNTYPE_STRUCT:
    case Descriptor::WELLKNOWNTYPE_VALUE:
    case Descriptor::WELLKNOWNTYPE_LISTVALUE:
      return ReadJson(field, parts, out);
    default:
      return ReadWrapped(*type.FindFieldByNumber(1), JoinedBytes(parts, storage), out);
  }
}

absl::Status AppendPacked(const FieldDescriptor& field, std::string_view bytes, List& items) {
  WireReader reader(bytes);
  uint64_t bits = 0;
  while (!reader.done()) {
    const WireFormatLite::WireType type = WireTypeOf(field);
    const bool read = type == WireFormatLite::WIRETYPE_VARINT    ? reader.Varint(&bits)
                      : type == WireFormatLite::WIRETYPE_FIXED32 ? reader.Fixed32(&bits)
                                                                 : reader.Fixed64(&bits);
    if (!read) return MalformedMessage("");
    const absl::Status status = ReadNumber(field, bits, &items.emplace_back());
    if (!status.ok()) return UnderField(status, StrCat("[", items.size() - 1, "]"));
  }
  return absl::OkStatus();
}

absl::Status ReadList(const FieldDescriptor& field, std::span<const WireField> parts, Value* out) {
  List items;
  items.reserve(parts.size());
  for (const WireField& part : parts) {
    if (field.is_packable() && part.type == WireFormatLite::WIRETYPE_LENGTH_DELIMITED) {
      ORMD_RETURN_IF_ERROR(AppendPacked(field, part.bytes, items));
      continue;
    }
    const absl::Status status = DecodeSingle(field, std::span(&part, 1), &items.emplace_back());
    if (!status.ok()) return UnderField(status, StrCat("[", items.size() - 1, "]"));
  }
  *out = Value(std::move(items));
  return absl::OkStatus();
}

}  // namespace

std::string_view JoinedBytes(std::span<const WireField> parts, std::string& storage) {
  if (parts.empty()) return {};
  if (parts.size() == 1) return parts.front().bytes;
  for (const WireField& part : parts) storage.append(part.bytes);
  return storage;
}

absl::Status DecodeSingle(const FieldDescriptor& field, std::span<const WireField> parts, Value* out) {
  const WireFormatLite::WireType type = WireTypeOf(field);
  for (const WireField& part : parts) {
    if (part.type != type) return MalformedMessage("");
  }
  const WireField& last = parts.back();
  switch (field.type()) {
    case FieldDescriptor::TYPE_STRING:
      *out = Value(last.bytes);
      return absl::OkStatus();
    case FieldDescriptor::TYPE_BYTES:
      *out = Value(Bytes{std::string(last.bytes)});
      return absl::OkStatus();
    case FieldDescriptor::TYPE_MESSAGE:
    case FieldDescriptor::TYPE_GROUP:
      return ReadMessage(field, parts, out);
    default:
      return ReadNumber(field, last.number, out);
  }
}

absl::Status DecodeScalar(const FieldDescriptor& field, std::span<const WireField> parts, Value* out) {
  if (!field.is_repeated()) return DecodeSingle(field, parts, out);
  if (!field.is_map()) return ReadList(field, parts, out);
  for (const WireField& part : parts) {
    if (part.type != WireFormatLite::WIRETYPE_LENGTH_DELIMITED) return MalformedMessage("");
  }
  return ReadJson(field, parts, out);
}

Value ZeroOf(const FieldDescriptor& field) {
  if (field.is_map()) return Value("{}");
  if (field.is_repeated()) return Value(List());
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return Value(false);
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return Value(0.0);
    case FieldDescriptor::CPPTYPE_ENUM:
      return Value(field.default_value_enum()->name());
    case FieldDescriptor::CPPTYPE_STRING:
      return field.type() == FieldDescriptor::TYPE_BYTES ? Value(Bytes{}) : Value("");
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return Value();
    default:
      return Value(0);
  }
}

}  // namespace ormd::wire
