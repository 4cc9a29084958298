#include "tests/conformance/hostile/random_message.h"

#include "absl/strings/str_cat.h"
#include "tests/conformance/hostile/random_value.h"
#include "tests/conformance/hostile/verdict.h"

namespace ormd::conformance {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int kDepth = 5;

const std::vector<std::string>& Operators() {
  static const std::vector<std::string> operators = {"$eq",    "$ne",  "$gt",  "$gte",  "$lt",    "$lte",
                                                     "$in",    "$nin", "$like", "$ilike", "$exists", "$and",
                                                     "$or",    "$not", "$some", "$none", "$every"};
  return operators;
}

bool IsScalar(const orm::v1::Property& property) { return property.kind() == orm::v1::Property::SCALAR; }

}  // namespace

RandomMessages::RandomMessages(const Entities& entities, Dice& dice) : entities_(entities), dice_(dice) {
  for (const auto& [name, entity] : entities.all()) {
    list_.push_back(&entity);
    for (const orm::v1::Property& property : entity.properties()) properties_.push_back(property.name());
  }
}

std::string RandomMessages::EntityName() {
  if (dice_.Chance(5)) return HostileText(dice_);
  const std::string& name = AnyEntity().name();
  return dice_.Chance(20) ? name : name.substr(name.rfind('.') + 1);
}

std::string RandomMessages::PropertyName() {
  if (dice_.Chance(5)) return HostileText(dice_);
  if (dice_.Chance(25)) return dice_.Any(Operators());
  std::string name = dice_.Any(properties_);
  while (dice_.Chance(20)) absl::StrAppend(&name, dice_.Chance(20) ? "[0]." : ".", dice_.Any(properties_));
  return name;
}

std::string RandomMessages::LocalName() {
  return dice_.Chance(90) ? absl::StrCat("l", dice_.Pick(4)) : HostileText(dice_);
}

std::string RandomMessages::TextFor(const FieldDescriptor& field) {
  if (field.name() == "entity") return EntityName();
  if (field.name() == "local") return LocalName();
  if (field.name() == "name" || field.name() == "path" || field.name() == "populate" || field.name() == "fields") {
    return PropertyName();
  }
  const bool value = field.name() == "text" || !field.file()->package().starts_with("orm.");
  return value && dice_.Chance(15) ? absl::StrCat(std::string(kSecret), dice_.Pick(20)) : HostileText(dice_);
}

void RandomMessages::SetField(const FieldDescriptor& field, int depth, Message* message) {
  const Reflection& reflection = *message->GetReflection();
  const auto set = [&](auto setter, auto adder, auto value) {
    field.is_repeated() ? (reflection.*adder)(message, &field, value) : (reflection.*setter)(message, &field, value);
  };
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return set(&Reflection::SetInt32, &Reflection::AddInt32, static_cast<int32_t>(HostileInteger(dice_)));
    case FieldDescriptor::CPPTYPE_INT64:
      return set(&Reflection::SetInt64, &Reflection::AddInt64, HostileInteger(dice_));
    case FieldDescriptor::CPPTYPE_UINT32:
      return set(&Reflection::SetUInt32, &Reflection::AddUInt32, static_cast<uint32_t>(HostileInteger(dice_)));
    case FieldDescriptor::CPPTYPE_UINT64:
      return set(&Reflection::SetUInt64, &Reflection::AddUInt64, static_cast<uint64_t>(HostileInteger(dice_)));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return set(&Reflection::SetDouble, &Reflection::AddDouble, HostileNumber(dice_));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return set(&Reflection::SetFloat, &Reflection::AddFloat, static_cast<float>(HostileNumber(dice_)));
    case FieldDescriptor::CPPTYPE_BOOL:
      return set(&Reflection::SetBool, &Reflection::AddBool, dice_.Chance(50));
    case FieldDescriptor::CPPTYPE_ENUM:
      return set(&Reflection::SetEnumValue, &Reflection::AddEnumValue,
                 dice_.Chance(80) ? static_cast<int>(dice_.Pick(4)) : static_cast<int>(HostileInteger(dice_)));
    case FieldDescriptor::CPPTYPE_STRING: {
      const bool entity = field.full_name() == "orm.v1.Data.message";
      std::string text = entity ? EntityBytes(AnyEntity().name(), 80) : TextFor(field);
      field.is_repeated() ? reflection.AddString(message, &field, std::move(text))
                          : reflection.SetString(message, &field, std::move(text));
      return;
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      Message* below = field.is_repeated() ? reflection.AddMessage(message, &field)
                                           : reflection.MutableMessage(message, &field);
      if (depth < kDepth) Fill(below, depth + 1);
  }
}

void RandomMessages::Fill(Message* message, int depth) {
  const auto& type = *message->GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    // All members of a oneof in turn would leave the last.
    const auto* choice = field.real_containing_oneof();
    if (choice != nullptr ? choice->field(static_cast<int>(dice_.Pick(choice->field_count()))) != &field
                          : dice_.Chance(field.name() == "entity" ? 3 : 45)) {
      continue;
    }
    const size_t times = field.is_repeated() ? dice_.Pick(4) : 1;
    for (size_t n = 0; n < times; ++n) SetField(field, depth, message);
  }
}

void RandomMessages::FillGood(const orm::v1::Property& property, const FieldDescriptor& field, size_t good, int depth,
                              Message* message) {
  const Reflection& reflection = *message->GetReflection();
  if (!IsScalar(property)) {
    const orm::v1::Entity& target = entities_.all().at(property.target());
    const size_t times = field.is_repeated() ? dice_.Pick(3) : 1;
    for (size_t n = 0; n < times; ++n) {
      FillEntity(target, good, depth + 1,
                 field.is_repeated() ? reflection.AddMessage(message, &field)
                                     : reflection.MutableMessage(message, &field));
    }
    return;
  }
  if (field.is_repeated() || field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
    return SetField(field, kDepth - 1, message);
  }
  const int small = static_cast<int>(dice_.Pick(8));
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.SetInt32(message, &field, small);
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.SetInt64(message, &field, small);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.SetEnumValue(message, &field, 1 + small % 2);
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.SetString(message, &field, GoodText(dice_, property.type()));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      reflection.MutableMessage(message, &field);
      return;
    default:
      return SetField(field, kDepth - 1, message);
  }
}

void RandomMessages::FillEntity(const orm::v1::Entity& entity, size_t good, int depth, Message* message) {
  const bool reference = depth > 0 && (depth > 2 || dice_.Chance(60));
  for (const orm::v1::Property& property : entity.properties()) {
    const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(property.name());
    bool key = false;
    for (const std::string& name : entity.primary_key()) key = key || name == property.name();
    if (reference ? !key && dice_.Chance(98) : dice_.Chance(property.nullable() || property.generated() ? 60 : 5)) {
      continue;
    }
    if (!IsScalar(property) && (depth > 3 || (field->is_repeated() && dice_.Chance(60)))) continue;
    dice_.Chance(good) ? FillGood(property, *field, good, depth, message) : SetField(*field, kDepth - 1, message);
  }
}

std::string RandomMessages::EntityBytes(const std::string& entity, size_t good, int depth) {
  const std::unique_ptr<Message> message = entities_.NewMessage(entity);
  FillEntity(entities_.all().at(entity), good, depth, message.get());
  return message->SerializeAsString();
}

void RandomMessages::FillData(const std::string& entity, size_t good, orm::v1::Data* data) {
  data->set_message(EntityBytes(entity, good));
  const auto& properties = entities_.all().at(entity).properties();
  const auto any = [&] { return properties[static_cast<int>(dice_.Pick(properties.size()))].name(); };
  while (dice_.Chance(15)) data->add_fields(dice_.Chance(good) ? any() : PropertyName());
  while (dice_.Chance(15)) {
    auto* reference = data->add_references();
    reference->set_path(dice_.Chance(good) ? any() : PropertyName());
    reference->set_local(LocalName());
  }
  while (dice_.Chance(10)) {
    auto* change = data->add_collections();
    Fill(change, kDepth - 2);
    if (dice_.Chance(good)) change->set_path(any());
  }
}

}  // namespace ormd::conformance
