#include "client/cli/struct_codec.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "client/cli/errors.h"
#include "client/cli/number.h"

namespace ormd::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kStruct[] = "google.protobuf.Struct";
constexpr char kList[] = "google.protobuf.ListValue";
constexpr char kValue[] = "google.protobuf.Value";

const FieldDescriptor* Field(const Message& message, const char* name) {
  return message.GetDescriptor()->FindFieldByName(name);
}

void WriteObject(const Json& json, const std::string& path, Message* message) {
  if (!json.is_object()) throw WrongKind(KindName(json.kind), "json", path);
  const FieldDescriptor* fields = Field(*message, "fields");
  for (const auto& [name, value] : json.members) {
    Message* entry = message->GetReflection()->AddMessage(message, fields);
    const google::protobuf::Reflection& reflection = *entry->GetReflection();
    reflection.SetString(entry, Field(*entry, "key"), name);
    WriteJsonMessage(value, path, reflection.MutableMessage(entry, Field(*entry, "value")));
  }
}

void WriteList(const Json& json, const std::string& path, Message* message) {
  if (!json.is_array()) throw WrongKind(KindName(json.kind), "json", path);
  const FieldDescriptor* values = Field(*message, "values");
  for (const Json& item : json.items) {
    WriteJsonMessage(item, path, message->GetReflection()->AddMessage(message, values));
  }
}

// All digits of a whole number.
std::string WholeText(double number) {
  std::array<char, 400> text;  // the greatest has 309
  const int size = std::snprintf(text.data(), text.size(), "%.0f", number);
  return std::string(text.data(), static_cast<size_t>(size));
}

double StructNumber(const std::string& literal, const std::string& path) {
  const auto number = NearestDouble(literal);
  const bool integer = literal.find_first_of(".eE") == std::string::npos;
  constexpr double kExact = 9007199254740992.0;
  const bool large = number.has_value() && (*number >= kExact || *number <= -kExact);
  const auto rounds = [&] { return WholeText(*number) != literal && WriteJson(Json::Double(*number)) != literal; };
  if (!number.has_value() || (integer && large && rounds())) throw NotExact(path);
  return *number;
}

void WriteValue(const Json& json, const std::string& path, Message* message) {
  const google::protobuf::Reflection& reflection = *message->GetReflection();
  switch (json.kind) {
    case Json::Kind::kNull:
      return reflection.SetEnumValue(message, Field(*message, "null_value"), 0);
    case Json::Kind::kBool:
      return reflection.SetBool(message, Field(*message, "bool_value"), json.boolean);
    case Json::Kind::kNumber:
      return reflection.SetDouble(message, Field(*message, "number_value"), StructNumber(json.text, path));
    case Json::Kind::kString:
      return reflection.SetString(message, Field(*message, "string_value"), json.text);
    case Json::Kind::kArray:
      return WriteList(json, path, reflection.MutableMessage(message, Field(*message, "list_value")));
    case Json::Kind::kObject:
      return WriteObject(json, path, reflection.MutableMessage(message, Field(*message, "struct_value")));
  }
}

Json ReadObject(const Message& message) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  const FieldDescriptor* fields = Field(message, "fields");
  Json json = Json::Object();
  for (int i = 0; i < reflection.FieldSize(message, fields); ++i) {
    const Message& entry = reflection.GetRepeatedMessage(message, fields, i);
    json.Add(entry.GetReflection()->GetString(entry, Field(entry, "key")),
             ReadJsonMessage(entry.GetReflection()->GetMessage(entry, Field(entry, "value"))));
  }
  std::sort(json.members.begin(), json.members.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return json;
}

Json ReadList(const Message& message) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  const FieldDescriptor* values = Field(message, "values");
  Json json = Json::Array();
  for (int i = 0; i < reflection.FieldSize(message, values); ++i) {
    json.items.push_back(ReadJsonMessage(reflection.GetRepeatedMessage(message, values, i)));
  }
  return json;
}

Json ReadValue(const Message& message) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  const FieldDescriptor* field = reflection.GetOneofFieldDescriptor(message, message.GetDescriptor()->oneof_decl(0));
  if (field == nullptr) return Json();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return Json::Bool(reflection.GetBool(message, field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return Json::Double(reflection.GetDouble(message, field));
    case FieldDescriptor::CPPTYPE_STRING:
      return Json::String(reflection.GetString(message, field));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return ReadJsonMessage(reflection.GetMessage(message, field));
    default:
      return Json();
  }
}

}  // namespace

bool IsJsonMessage(const google::protobuf::Descriptor& type) {
  return type.full_name() == kStruct || type.full_name() == kList || type.full_name() == kValue;
}

void WriteJsonMessage(const Json& json, const std::string& path, Message* message) {
  const std::string& name = message->GetDescriptor()->full_name();
  if (name == kStruct) return WriteObject(json, path, message);
  if (name == kList) return WriteList(json, path, message);
  WriteValue(json, path, message);
}

Json ReadJsonMessage(const Message& message) {
  const std::string& name = message.GetDescriptor()->full_name();
  if (name == kStruct) return ReadObject(message);
  if (name == kList) return ReadList(message);
  return ReadValue(message);
}

}  // namespace ormd::cli
