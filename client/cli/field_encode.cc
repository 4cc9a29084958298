#include "client/cli/field_encode.h"

#include <cmath>
#include <limits>
#include <optional>

#include "absl/strings/escaping.h"
#include "client/cli/errors.h"
#include "client/cli/number.h"
#include "client/cli/struct_codec.h"
#include "client/cli/time_text.h"

namespace ormd::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Where a value goes: a singular field, or one more element of a repeated one.
class Slot {
 public:
  Slot(Message* message, const FieldDescriptor& field) : message_(message), field_(field) {}

  const FieldDescriptor& field() const { return field_; }

  void Set(bool value) { Put(&Reflection::SetBool, &Reflection::AddBool, value); }
  void Set(int32_t value) { Put(&Reflection::SetInt32, &Reflection::AddInt32, value); }
  void Set(int64_t value) { Put(&Reflection::SetInt64, &Reflection::AddInt64, value); }
  void Set(uint32_t value) { Put(&Reflection::SetUInt32, &Reflection::AddUInt32, value); }
  void Set(uint64_t value) { Put(&Reflection::SetUInt64, &Reflection::AddUInt64, value); }
  void Set(float value) { Put(&Reflection::SetFloat, &Reflection::AddFloat, value); }
  void Set(double value) { Put(&Reflection::SetDouble, &Reflection::AddDouble, value); }
  void Set(std::string value) { Put(&Reflection::SetString, &Reflection::AddString, std::move(value)); }
  void Set(const EnumValueDescriptor* value) { Put(&Reflection::SetEnum, &Reflection::AddEnum, value); }
  Message* Mutable() {
    const Reflection& reflection = *message_->GetReflection();
    return field_.is_repeated() ? reflection.AddMessage(message_, &field_)
                                : reflection.MutableMessage(message_, &field_);
  }

 private:
  template <typename T, typename Value>
  void Put(void (Reflection::*set)(Message*, const FieldDescriptor*, T) const,
           void (Reflection::*add)(Message*, const FieldDescriptor*, T) const, Value value) {
    (message_->GetReflection()->*(field_.is_repeated() ? add : set))(message_, &field_, std::move(value));
  }

  Message* message_;
  const FieldDescriptor& field_;
};

// A JSON value on its way into a field.
struct Source {
  const Json& json;
  const std::string& type;
  const std::string& path;

  client::Error WrongKindError() const { return WrongKind(KindName(json.kind), type, path); }
  client::Error NotValidError() const { return NotValid(type, path); }
};

// A number, or text that reads as one.
const std::string& Literal(const Source& source) {
  if (!source.json.is_number() && !source.json.is_string()) throw source.WrongKindError();
  return source.json.text;
}

template <typename T>
T Integer(const Source& source) {
  bool overflow = false;
  const std::string& literal = Literal(source);
  if constexpr (std::is_same_v<T, uint64_t>) {
    const auto value = ExactUint64(literal, &overflow);
    if (overflow) throw OutOfRange(source.type, source.path);
    if (!value.has_value()) throw source.NotValidError();
    return *value;
  } else {
    const auto value = ExactInt64(literal, &overflow);
    if (!overflow && !value.has_value()) throw source.NotValidError();
    if (overflow || *value < std::numeric_limits<T>::min() || *value > int64_t{std::numeric_limits<T>::max()}) {
      throw OutOfRange(source.type, source.path);
    }
    return static_cast<T>(*value);
  }
}

double Floating(const Source& source) {
  const std::string& literal = Literal(source);
  if (source.json.is_string()) {
    if (literal == "NaN") return std::numeric_limits<double>::quiet_NaN();
    if (literal == "Infinity") return std::numeric_limits<double>::infinity();
    if (literal == "-Infinity") return -std::numeric_limits<double>::infinity();
  }
  const auto value = NearestDouble(literal);
  if (!value.has_value()) throw source.NotValidError();
  return *value;
}

// A finite number stays one.
float Single(const Source& source) {
  const double value = Floating(source);
  const auto single = static_cast<float>(value);
  if (std::isfinite(value) && !std::isfinite(single)) throw OutOfRange(source.type, source.path);
  return single;
}

bool Bool(const Source& source) {
  if (source.json.kind == Json::Kind::kBool) return source.json.boolean;
  if (!source.json.is_string()) throw source.WrongKindError();
  if (source.json.text != "true" && source.json.text != "false") throw source.NotValidError();
  return source.json.text == "true";
}

const std::string& Text(const Source& source) {
  if (!source.json.is_string()) throw source.WrongKindError();
  return source.json.text;
}

std::string TextOfType(const Source& source) {
  if (source.type == "json") return WriteJson(source.json);
  if (source.type.starts_with("decimal")) return Literal(source);
  return Text(source);
}

std::string Binary(const Source& source) {
  std::string bytes;
  if (!absl::Base64Unescape(Text(source), &bytes)) throw source.NotValidError();
  return bytes;
}

const EnumValueDescriptor* Label(const Source& source, const google::protobuf::EnumDescriptor& type) {
  const EnumValueDescriptor* label = type.FindValueByName(Text(source));
  if (label != nullptr) return label;
  std::string labels;
  for (int i = 0; i < type.value_count(); ++i) labels += (i == 0 ? "" : ", ") + type.value(i)->name();
  throw UnknownLabel(labels, source.path);
}

void SetTime(const Source& source, std::optional<Nanos> time, Message* message) {
  if (!time.has_value()) throw source.NotValidError();
  const Descriptor& type = *message->GetDescriptor();
  message->GetReflection()->SetInt64(message, type.FindFieldByName("seconds"), time->seconds);
  message->GetReflection()->SetInt32(message, type.FindFieldByName("nanos"), time->nanos);
}

void EncodeScalar(const Source& source, Slot slot);

void EncodeMessage(const Source& source, Slot slot) {
  const Descriptor& type = *slot.field().message_type();
  if (IsJsonMessage(type)) return WriteJsonMessage(source.json, source.path, slot.Mutable());
  if (type.full_name() == "google.protobuf.Timestamp") {
    return SetTime(source, ParseInstant(Text(source)), slot.Mutable());
  }
  if (type.full_name() == "google.protobuf.Duration") {
    return SetTime(source, ParseDuration(Text(source)), slot.Mutable());
  }
  const FieldDescriptor* content = type.FindFieldByName("value");
  if (type.file()->name() != "google/protobuf/wrappers.proto" || content == nullptr) throw source.WrongKindError();
  EncodeScalar(source, Slot(slot.Mutable(), *content));
}

void EncodeScalar(const Source& source, Slot slot) {
  switch (slot.field().cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return slot.Set(Bool(source));
    case FieldDescriptor::CPPTYPE_INT32:
      return slot.Set(Integer<int32_t>(source));
    case FieldDescriptor::CPPTYPE_INT64:
      return slot.Set(Integer<int64_t>(source));
    case FieldDescriptor::CPPTYPE_UINT32:
      return slot.Set(Integer<uint32_t>(source));
    case FieldDescriptor::CPPTYPE_UINT64:
      return slot.Set(Integer<uint64_t>(source));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return slot.Set(Single(source));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return slot.Set(Floating(source));
    case FieldDescriptor::CPPTYPE_ENUM:
      return slot.Set(Label(source, *slot.field().enum_type()));
    case FieldDescriptor::CPPTYPE_STRING:
      return slot.Set(slot.field().type() == FieldDescriptor::TYPE_BYTES ? Binary(source) : TextOfType(source));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return EncodeMessage(source, slot);
  }
}

// A map's key comes as text, whatever its type.
void EncodeMapEntry(const std::string& name, const Json& json, const std::string& path, Message* entry) {
  const Descriptor& type = *entry->GetDescriptor();
  static const std::string kKeyType = "map key";
  static const std::string kValueType = "map value";
  EncodeScalar({Json::String(name), kKeyType, path}, Slot(entry, *type.FindFieldByName("key")));
  EncodeScalar({json, kValueType, path}, Slot(entry, *type.FindFieldByName("value")));
}

}  // namespace

void EncodeField(const Json& json, const std::string& type, const std::string& path, const FieldDescriptor& field,
                 Message* message) {
  if (field.is_map()) {
    if (!json.is_object()) throw WrongKind(KindName(json.kind), type, path);
    for (const auto& [name, value] : json.members) {
      EncodeMapEntry(name, value, Under(path, name), message->GetReflection()->AddMessage(message, &field));
    }
  } else if (field.is_repeated()) {
    if (!json.is_array()) throw WrongKind(KindName(json.kind), type, path);
    const std::string element = type.ends_with("[]") ? type.substr(0, type.size() - 2) : type;
    for (size_t i = 0; i < json.items.size(); ++i) {
      EncodeScalar({json.items[i], element, Indexed(path, i)}, Slot(message, field));
    }
  } else {
    EncodeScalar({json, type, path}, Slot(message, field));
  }
}

}  // namespace ormd::cli
