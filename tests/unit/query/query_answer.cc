#include "tests/unit/query/query_answer.h"

#include <memory>

#include "orm/base/strings.h"
#include "orm/value/text.h"

namespace ormd {
namespace {

std::string Named(const EntityMetadata& type, const std::vector<std::string>& parts) {
  return StrCat(type.short_name, "(", StrJoin(parts, ", "), ")");
}

std::string InList(const std::vector<std::string>& items) { return StrCat("[", StrJoin(items, ", "), "]"); }

int64_t Part(const google::protobuf::Message& message, const char* name) {
  const auto* field = message.GetDescriptor()->FindFieldByName(name);
  const auto* reflection = message.GetReflection();
  return field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_INT64 ? reflection->GetInt64(message, field)
                                                                                : reflection->GetInt32(message, field);
}

// Of a Timestamp or Duration.
int64_t Micros(const google::protobuf::Message& message) {
  return Part(message, "seconds") * 1'000'000 + Part(message, "nanos") / 1000;
}

}  // namespace

std::string ShownValue(const Type& type, const Value& value) {
  if (type.kind == TypeKind::kArray) {
    std::vector<std::string> items;
    if (const List* list = value.get_if<List>()) {
      for (const Value& item : *list) items.push_back(ShownValue(*type.element, item));
    }
    return InList(items);
  }
  if (value.is_null()) return "null";
  if (const double* real = value.get_if<double>()) return *real == 0 ? "0" : DoubleText(*real);
  if (type.kind == TypeKind::kJson) return ComparableJson(value.as<std::string>());
  if (const std::string* text = value.get_if<std::string>()) return StrCat("'", *text, "'");
  return ValueText(value);
}

std::string ShownEntity(const EntityMetadata& type, const Key& key) {
  std::vector<std::string> parts;
  for (size_t i = 0; i < key.size(); ++i) parts.push_back(ShownValue(type.columns[type.key_columns[i]].type, key[i]));
  return Named(type, parts);
}

void AnswerReader::Read(const orm::v1::Graph& graph, QueryAnswer& answer) {
  std::vector<std::string> names;
  for (const orm::v1::EntitySet& set : graph.sets()) {
    if (set.entities().empty()) continue;
    const auto type = schema_.Find(set.entity());
    if (!type.ok()) {
      answer.fault = StrCat("no entity '", set.entity(), "'");
      return;
    }
    for (const std::string& bytes : set.entities()) names.push_back(ReadEntity(**type, set, bytes, answer));
  }
  if (graph.roots_size() == 0 && graph.sets_size() > 0) {
    names.resize(static_cast<size_t>(graph.sets(0).entities_size()));
    answer.roots.insert(answer.roots.end(), names.begin(), names.end());
  }
  for (const uint32_t root : graph.roots()) answer.roots.push_back(root < names.size() ? names[root] : "nothing");
}

std::string AnswerReader::ReadEntity(const EntityMetadata& type, const orm::v1::EntitySet& set,
                                     const std::string& bytes, QueryAnswer& answer) {
  const std::unique_ptr<Message> message(messages_.GetPrototype(type.descriptor)->New());
  if (!message->ParseFromString(bytes)) answer.fault = StrCat("a malformed ", type.short_name);
  std::string text;
  for (const std::string& name : set.loaded()) {
    const PropertyMetadata* property = type.FindProperty(name);
    if (property == nullptr) return answer.fault = StrCat("no property '", name, "'");
    StrAppend(&text, " ", name, "=", Property(*message, *property));
  }
  std::string name = NameOf(*message, type);
  if (!answer.entities.emplace(name, text).second) answer.fault = StrCat(name, " stands there twice");
  return name;
}

std::string AnswerReader::Property(const Message& message, const PropertyMetadata& property) {
  const Field& field = *property.field;
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  if (property.is_to_many()) {
    std::vector<std::string> items;
    for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
      items.push_back(NameOf(reflection.GetRepeatedMessage(message, &field, i), *property.target));
    }
    return InList(items);
  }
  if (field.has_presence() && !reflection.HasField(message, &field)) return "null";
  if (property.is_to_one()) return NameOf(reflection.GetMessage(message, &field, &messages_), *property.target);
  if (!field.is_repeated()) return ShownValue(property.type, Scalar(message, field, property.type, -1));
  List list;
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    list.push_back(Scalar(message, field, *property.type.element, i));
  }
  return ShownValue(property.type, list);
}

void AnswerReader::AppendKey(const Message& message, const EntityMetadata& type, std::vector<std::string>& parts) {
  for (const PropertyMetadata* property : type.primary_key) {
    if (property->is_scalar()) {
      parts.push_back(Property(message, *property));
    } else {
      AppendKey(message.GetReflection()->GetMessage(message, property->field, &messages_), *property->target, parts);
    }
  }
}

std::string AnswerReader::NameOf(const Message& message, const EntityMetadata& type) {
  std::vector<std::string> parts;
  AppendKey(message, type, parts);
  return Named(type, parts);
}

Value AnswerReader::Scalar(const Message& message, const Field& field, const Type& type, int index) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case Field::CPPTYPE_INT32:
      return index < 0 ? reflection.GetInt32(message, &field) : reflection.GetRepeatedInt32(message, &field, index);
    case Field::CPPTYPE_INT64:
      return reflection.GetInt64(message, &field);
    case Field::CPPTYPE_DOUBLE:
      return reflection.GetDouble(message, &field);
    case Field::CPPTYPE_FLOAT:
      return static_cast<double>(reflection.GetFloat(message, &field));
    case Field::CPPTYPE_BOOL:
      return reflection.GetBool(message, &field);
    case Field::CPPTYPE_ENUM:
      return std::string(reflection.GetEnum(message, &field)->name());
    case Field::CPPTYPE_MESSAGE: {
      const int64_t micros = Micros(reflection.GetMessage(message, &field, &messages_));
      return type.kind == TypeKind::kTimestamp ? Value(Timestamp{micros}) : Value(micros);
    }
    default:
      break;
  }
  std::string text =
      index < 0 ? reflection.GetString(message, &field) : reflection.GetRepeatedString(message, &field, index);
  return type.kind == TypeKind::kBytes ? Value(Bytes{std::move(text)}) : Value(std::move(text));
}

}  // namespace ormd
