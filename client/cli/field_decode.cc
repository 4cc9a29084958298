#include "client/cli/field_decode.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "absl/strings/escaping.h"
#include "client/cli/errors.h"
#include "client/cli/struct_codec.h"
#include "client/cli/time_text.h"

namespace ormd::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// One value of a field: of a singular one, or the element `index` of a repeated one.
struct Place {
  const Message& message;
  const FieldDescriptor& field;
  int index;

  template <typename T>
  T Get(T (Reflection::*get)(const Message&, const FieldDescriptor*) const,
        T (Reflection::*at)(const Message&, const FieldDescriptor*, int) const) const {
    const Reflection& reflection = *message.GetReflection();
    return field.is_repeated() ? (reflection.*at)(message, &field, index) : (reflection.*get)(message, &field);
  }

  const Message& GetMessage() const {
    const Reflection& reflection = *message.GetReflection();
    return field.is_repeated() ? reflection.GetRepeatedMessage(message, &field, index)
                               : reflection.GetMessage(message, &field);
  }
};

// The shortest literal that reads back as the same float.
Json FloatJson(float value) {
  if (!std::isfinite(value)) return Json::Double(value);
  std::array<char, 32> buffer;
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return Json::Number(std::string(buffer.data(), result.ptr));
}

Json BytesJson(const std::string& bytes) { return Json::String(absl::Base64Escape(bytes)); }

Json TextJson(const std::string& text, const std::string& type) {
  if (type != "json") return Json::String(text);
  try {
    return ParseJson(text, type);
  } catch (const std::exception&) {
    return Json::String(text);
  }
}

Nanos TimeOf(const Message& message) {
  const Descriptor& type = *message.GetDescriptor();
  return {message.GetReflection()->GetInt64(message, type.FindFieldByName("seconds")),
          message.GetReflection()->GetInt32(message, type.FindFieldByName("nanos"))};
}

Json MessageJson(const Message& message, const std::string& type) {
  const Descriptor& descriptor = *message.GetDescriptor();
  if (IsJsonMessage(descriptor)) return ReadJsonMessage(message);
  if (descriptor.full_name() == "google.protobuf.Timestamp") return Json::String(InstantText(TimeOf(message)));
  if (descriptor.full_name() == "google.protobuf.Duration") return Json::String(DurationText(TimeOf(message)));
  const FieldDescriptor* content = descriptor.FindFieldByName("value");
  return content == nullptr ? Json() : DecodeField(message, *content, type);
}

Json EnumJson(const Place& place) {
  const int number = place.Get<int>(&Reflection::GetEnumValue, &Reflection::GetRepeatedEnumValue);
  const auto* label = place.field.enum_type()->FindValueByNumber(number);
  return label != nullptr ? Json::String(label->name()) : Json::Integer(number);
}

Json StringJson(const Place& place, const std::string& type) {
  const std::string text = place.Get<std::string>(&Reflection::GetString, &Reflection::GetRepeatedString);
  return place.field.type() == FieldDescriptor::TYPE_BYTES ? BytesJson(text) : TextJson(text, type);
}

Json ScalarJson(const Place& place, const std::string& type) {
  switch (place.field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return Json::Bool(place.Get<bool>(&Reflection::GetBool, &Reflection::GetRepeatedBool));
    case FieldDescriptor::CPPTYPE_INT32:
      return Json::Integer(place.Get<int32_t>(&Reflection::GetInt32, &Reflection::GetRepeatedInt32));
    case FieldDescriptor::CPPTYPE_INT64:
      return Json::Integer(place.Get<int64_t>(&Reflection::GetInt64, &Reflection::GetRepeatedInt64));
    case FieldDescriptor::CPPTYPE_UINT32:
      return Json::Unsigned(place.Get<uint32_t>(&Reflection::GetUInt32, &Reflection::GetRepeatedUInt32));
    case FieldDescriptor::CPPTYPE_UINT64:
      return Json::Unsigned(place.Get<uint64_t>(&Reflection::GetUInt64, &Reflection::GetRepeatedUInt64));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return FloatJson(place.Get<float>(&Reflection::GetFloat, &Reflection::GetRepeatedFloat));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return Json::Double(place.Get<double>(&Reflection::GetDouble, &Reflection::GetRepeatedDouble));
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumJson(place);
    case FieldDescriptor::CPPTYPE_STRING:
      return StringJson(place, type);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessageJson(place.GetMessage(), type);
  }
  return Json();
}

Json MapJson(const Message& message, const FieldDescriptor& field) {
  Json json = Json::Object();
  const Reflection& reflection = *message.GetReflection();
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    const Message& entry = reflection.GetRepeatedMessage(message, &field, i);
    const Descriptor& type = *entry.GetDescriptor();
    const Json key = DecodeField(entry, *type.FindFieldByName("key"), "");
    json.Add(key.kind == Json::Kind::kBool ? (key.boolean ? "true" : "false") : key.text,
             DecodeField(entry, *type.FindFieldByName("value"), ""));
  }
  std::sort(json.members.begin(), json.members.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return json;
}

}  // namespace

Json DecodeField(const Message& message, const FieldDescriptor& field, const std::string& type) {
  if (field.is_map()) return MapJson(message, field);
  if (!field.is_repeated()) {
    if (field.has_presence() && !message.GetReflection()->HasField(message, &field)) return Json();
    return ScalarJson({message, field, 0}, type);
  }
  const std::string element = type.ends_with("[]") ? type.substr(0, type.size() - 2) : type;
  Json list = Json::Array();
  for (int i = 0; i < message.GetReflection()->FieldSize(message, &field); ++i) {
    list.items.push_back(ScalarJson({message, field, i}, element));
  }
  return list;
}

Json DecodeValue(const orm::v1::Value& value) {
  switch (value.kind_case()) {
    case orm::v1::Value::kBool:
      return Json::Bool(value.bool_());
    case orm::v1::Value::kInt64:
      return Json::Integer(value.int64());
    case orm::v1::Value::kDouble:
      return Json::Double(value.double_());
    case orm::v1::Value::kText:
      return Json::String(value.text());
    case orm::v1::Value::kBytes:
      return BytesJson(value.bytes());
    case orm::v1::Value::kTimestamp:
      return Json::String(InstantText({value.timestamp().seconds(), value.timestamp().nanos()}));
    default:
      return Json();
  }
}

}  // namespace ormd::cli
