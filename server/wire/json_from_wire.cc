#include "server/wire/json_from_wire.h"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <string_view>

#include "absl/container/flat_hash_set.h"
#include "orm/base/error.h"
#include "orm/value/json_string.h"
#include "orm/value/text.h"
#include "orm/value/utf8.h"
#include "server/wire/decode_scalar.h"
#include "server/wire/errors.h"

namespace ormd::wire {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// An entry of a map: field 1 is the name, field 2 the value.
struct Entry {
  WireField name;
  WireField value;
  bool has_name = false;
  bool has_value = false;
};

absl::StatusOr<Entry> ReadEntry(std::string_view bytes) {
  Entry entry;
  WireReader reader(bytes);
  WireField field;
  while (!reader.done()) {
    if (!reader.Next(&field)) return MalformedMessage("");
    if (field.field == 1) entry.name = field, entry.has_name = true;
    if (field.field == 2) entry.value = field, entry.has_value = true;
  }
  return entry;
}

class Writer {
 public:
  absl::Status Struct(std::string_view bytes, int depth) {
    return Object(bytes, depth, [this, depth](const WireField& value) { return Value(value.bytes, depth + 1); });
  }

  absl::Status List(std::string_view bytes, int depth) {
    if (depth > kJsonDepth) return JsonTooDeep("", kJsonDepth);
    out_ += '[';
    WireReader reader(bytes);
    WireField field;
    for (bool first = true; !reader.done(); first = false) {
      if (!reader.Next(&field) || !IsBytes(field, 1)) return MalformedMessage("");
      if (!first) out_ += ',';
      ORMD_RETURN_IF_ERROR(Value(field.bytes, depth + 1));
    }
    out_ += ']';
    return absl::OkStatus();
  }

  // The kind that stands last counts; none is null.
  absl::Status Value(std::string_view bytes, int depth) {
    WireReader reader(bytes);
    WireField field, last;
    while (!reader.done()) {
      if (!reader.Next(&field)) return MalformedMessage("");
      last = field;
    }
    return Kind(last, depth);
  }

  absl::Status Map(const FieldDescriptor& map, std::span<const WireField> parts) {
    absl::flat_hash_set<std::string> names;
    out_ += '{';
    for (const WireField& part : parts) {
      ORMD_ASSIGN_OR_RETURN(const Entry entry, ReadEntry(part.bytes));
      ORMD_ASSIGN_OR_RETURN(std::string name, MapName(*map.message_type()->map_key(), entry));
      if (!names.empty()) out_ += ',';
      ORMD_RETURN_IF_ERROR(Name(name));
      if (!names.insert(std::move(name)).second) return RepeatedName("");
      ORMD_RETURN_IF_ERROR(MapContent(*map.message_type()->map_value(), entry));
    }
    out_ += '}';
    return absl::OkStatus();
  }

  std::string Take() { return std::move(out_); }

 private:
  static bool IsBytes(const WireField& field, uint32_t number) {
    return field.field == number && field.type == WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
  }

  template <typename WriteValue>
  absl::Status Object(std::string_view bytes, int depth, const WriteValue& write_value) {
    if (depth > kJsonDepth) return JsonTooDeep("", kJsonDepth);
    absl::flat_hash_set<std::string_view> names;
    out_ += '{';
    WireReader reader(bytes);
    WireField field;
    while (!reader.done()) {
      if (!reader.Next(&field) || !IsBytes(field, 1)) return MalformedMessage("");
      ORMD_ASSIGN_OR_RETURN(const Entry entry, ReadEntry(field.bytes));
      if (!names.empty()) out_ += ',';
      if (!names.insert(entry.name.bytes).second) return RepeatedName("");
      ORMD_RETURN_IF_ERROR(Name(entry.name.bytes));
      ORMD_RETURN_IF_ERROR(write_value(entry.value));
    }
    out_ += '}';
    return absl::OkStatus();
  }

  absl::Status Kind(const WireField& kind, int depth) {
    switch (kind.field) {
      case 0:
      case 1:
        out_ += "null";
        return absl::OkStatus();
      case 2:
        return Number(kind);
      case 3:
        return kind.type == WireFormatLite::WIRETYPE_LENGTH_DELIMITED ? Text(kind.bytes) : MalformedMessage("");
      case 4:
        out_ += kind.number != 0 ? "true" : "false";
        return absl::OkStatus();
      case 5:
        return Struct(kind.bytes, depth);
      case 6:
        return List(kind.bytes, depth);
      default:
        return MalformedMessage("");
    }
  }

  absl::Status Number(const WireField& kind) {
    const double number = std::bit_cast<double>(kind.number);
    if (kind.type != WireFormatLite::WIRETYPE_FIXED64) return MalformedMessage("");
    if (!std::isfinite(number)) return BadJsonNumber("");
    std::array<char, 32> digits;
    out_.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
    return absl::OkStatus();
  }

  absl::Status Text(std::string_view text) {
    if (!IsUtf8(text)) return NotUtf8("");
    AppendJsonString(text, out_);
    return absl::OkStatus();
  }

  absl::Status Name(std::string_view name) {
    ORMD_RETURN_IF_ERROR(Text(name));
    out_ += ':';
    return absl::OkStatus();
  }

  static absl::StatusOr<ormd::Value> EntryPart(const FieldDescriptor& field, const WireField& part, bool present) {
    if (!present) return ZeroOf(field);
    ormd::Value value;
    ORMD_RETURN_IF_ERROR(DecodeSingle(field, std::span(&part, 1), &value));
    return value;
  }

  static absl::StatusOr<std::string> MapName(const FieldDescriptor& key, const Entry& entry) {
    ORMD_ASSIGN_OR_RETURN(const ormd::Value name, EntryPart(key, entry.name, entry.has_name));
    return ValueText(name);
  }

  absl::Status MapContent(const FieldDescriptor& field, const Entry& entry) {
    if (field.message_type() != nullptr) return WellKnown(*field.message_type(), entry.value.bytes, 2);
    ORMD_ASSIGN_OR_RETURN(const ormd::Value value, EntryPart(field, entry.value, entry.has_value));
    if (const std::string* text = value.get_if<std::string>()) return Text(*text);
    const double* number = value.get_if<double>();
    if (number != nullptr && !std::isfinite(*number)) return BadJsonNumber("");
    out_ += JsonText(value);
    return absl::OkStatus();
  }

 public:
  absl::Status WellKnown(const Descriptor& type, std::string_view bytes, int depth) {
    switch (type.well_known_type()) {
      case Descriptor::WELLKNOWNTYPE_STRUCT:
        return Struct(bytes, depth);
      case Descriptor::WELLKNOWNTYPE_LISTVALUE:
        return List(bytes, depth);
      default:
        return Value(bytes, depth);
    }
  }

 private:
  std::string out_;
};

}  // namespace

absl::StatusOr<std::string> JsonFromWire(const FieldDescriptor& field, std::span<const WireField> parts) {
  Writer writer;
  if (field.is_map()) {
    ORMD_RETURN_IF_ERROR(writer.Map(field, parts));
  } else {
    std::string storage;
    ORMD_RETURN_IF_ERROR(writer.WellKnown(*field.message_type(), JoinedBytes(parts, storage), 1));
  }
  return writer.Take();
}

}  // namespace ormd::wire
