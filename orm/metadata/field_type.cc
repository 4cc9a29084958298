#include "orm/metadata/field_type.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>

#include "orm/base/strings.h"
#include "orm/metadata/type_limits.h"

namespace ormd {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using Options = orm::PropertyOptions;
using Kinds = std::vector<TypeKind>;

constexpr uint32_t kUint64Digits = 20;

// The kinds that a field may have in the database; the first is the default.
const Kinds& KindsOfType(FieldDescriptor::Type type) {
  using enum TypeKind;
  static const Kinds kBools = {kBool}, kInts = {kInteger, kSmallint, kBigint}, kWide = {kBigint, kSmallint, kInteger},
                     kUnsigned = {kDecimal, kBigint, kSmallint, kInteger}, kFloats = {kReal, kDouble},
                     kDoubles = {kDouble, kReal}, kBinary = {kBytes}, kEnums = {kEnum}, kNone = {},
                     kTexts = {kText, kVarchar, kChar, kUuid, kDecimal, kDate, kTime, kJson};
  switch (type) {
    case FieldDescriptor::TYPE_BOOL:
      return kBools;
    case FieldDescriptor::TYPE_INT32:
    case FieldDescriptor::TYPE_SINT32:
    case FieldDescriptor::TYPE_SFIXED32:
      return kInts;
    case FieldDescriptor::TYPE_UINT32:
    case FieldDescriptor::TYPE_FIXED32:
    case FieldDescriptor::TYPE_INT64:
    case FieldDescriptor::TYPE_SINT64:
    case FieldDescriptor::TYPE_SFIXED64:
      return kWide;
    case FieldDescriptor::TYPE_UINT64:
    case FieldDescriptor::TYPE_FIXED64:
      return kUnsigned;
    case FieldDescriptor::TYPE_FLOAT:
      return kFloats;
    case FieldDescriptor::TYPE_DOUBLE:
      return kDoubles;
    case FieldDescriptor::TYPE_STRING:
      return kTexts;
    case FieldDescriptor::TYPE_BYTES:
      return kBinary;
    case FieldDescriptor::TYPE_ENUM:
      return kEnums;
    case FieldDescriptor::TYPE_MESSAGE:
    case FieldDescriptor::TYPE_GROUP:
      return kNone;
  }
  return kNone;
}

const Kinds& KindsOfMessage(const Descriptor& type) {
  using enum TypeKind;
  static const Kinds kNone = {};
  static const std::map<std::string, Kinds> kWellKnown = {
      {"google.protobuf.Timestamp", {kTimestamp}}, {"google.protobuf.Duration", {kInterval}},
      {"google.protobuf.Struct", {kJson}},         {"google.protobuf.Value", {kJson}},
      {"google.protobuf.ListValue", {kJson}},
  };
  const auto found = kWellKnown.find(type.full_name());
  return found == kWellKnown.end() ? kNone : found->second;
}

// The field that says what is stored: a wrapper's own, else the field itself.
const FieldDescriptor& ContentOf(const FieldDescriptor& field) {
  return IsWrapperField(field) ? *field.message_type()->FindFieldByName("value") : field;
}

bool IsUint64(const FieldDescriptor& field) { return ContentOf(field).cpp_type() == FieldDescriptor::CPPTYPE_UINT64; }

// Where `field` is a list: of an element.
const Kinds& KindsOf(const FieldDescriptor& field) {
  static const Kinds kMap = {TypeKind::kJson};
  if (field.is_map()) return kMap;
  const FieldDescriptor& content = ContentOf(field);
  return content.message_type() != nullptr ? KindsOfMessage(*content.message_type()) : KindsOfType(content.type());
}

// TypeKind has the order of orm.Type.Name, whose zero is TYPE_UNSPECIFIED.
TypeKind KindOf(orm::Type::Name name) { return static_cast<TypeKind>(static_cast<int>(name) - 1); }
std::string KindName(TypeKind kind) {
  return orm::Type::Name_Name(static_cast<orm::Type::Name>(static_cast<int>(kind) + 1));
}
static_assert(static_cast<int>(TypeKind::kBool) + 1 == orm::Type::BOOL);
static_assert(static_cast<int>(TypeKind::kUuid) + 1 == orm::Type::UUID);
static_assert(static_cast<int>(TypeKind::kArray) + 1 == orm::Type::ARRAY);

std::vector<std::string> LabelsOf(const EnumDescriptor& type) {
  std::vector<std::string> labels;
  for (int i = 0; i < type.value_count(); ++i) labels.push_back(type.value(i)->name());
  return labels;
}

std::string Article(std::string_view noun) {
  return StrCat(std::string_view("aeio").find(noun.front()) == std::string_view::npos ? "a " : "an ", noun);
}

bool IsList(const FieldDescriptor& field) { return field.is_repeated() && !field.is_map(); }

std::optional<TypeKind> ReadKind(const PropertyMetadata& property, BuildContext& context) {
  const Kinds& kinds = KindsOf(*property.field);
  const Options& options = OptionsOf(property);
  const bool list = IsList(*property.field);
  if (options.type() == orm::Type::TYPE_UNSPECIFIED || (list && options.type() == orm::Type::ARRAY))
    return kinds.front();
  std::vector<std::string> names;
  for (TypeKind kind : kinds) {
    if (list && kind == TypeKind::kJson) continue;
    if (kind == KindOf(options.type())) return kind;
    names.push_back(KindName(kind));
  }
  context.Break(
      property, {Options::kTypeFieldNumber},
      StrCat("`type: ", orm::Type::Name_Name(options.type()), "` does not fit ", FieldKindName(*property.field),
             names.size() == 1 ? ", which is always " : ", which may be ", StrJoin(names, ", ")));
  return std::nullopt;
}

bool HasLength(TypeKind kind) { return kind == TypeKind::kVarchar || kind == TypeKind::kChar; }

void ReadLength(const PropertyMetadata& property, Type& type, BuildContext& context) {
  const Options& options = OptionsOf(property);
  const OptionPath path = {Options::kLengthFieldNumber};
  if (!HasLength(type.kind)) {
    if (options.has_length()) context.faults.Add(property, path, "`length` needs `type: VARCHAR` or `type: CHAR`");
    return;
  }
  type.length = options.length();
  if (!options.has_length()) {
    context.faults.Add(property, {Options::kTypeFieldNumber},
                       StrCat("`type: ", KindName(type.kind), "` needs a `length`"));
  } else if (options.length() == 0 || options.length() > kLongestText) {
    context.faults.Add(property, path, StrCat("`length` must be between 1 and ", kLongestText));
  }
}

void RefuseDigits(const PropertyMetadata& property, BuildContext& context) {
  const Options& options = OptionsOf(property);
  constexpr std::string_view kNeeds = " needs `type: DECIMAL`";
  if (options.has_precision()) {
    context.faults.Add(property, {Options::kPrecisionFieldNumber}, StrCat("`precision`", kNeeds));
  }
  if (options.has_scale()) context.faults.Add(property, {Options::kScaleFieldNumber}, StrCat("`scale`", kNeeds));
}

void ReadDigits(const PropertyMetadata& property, Type& type, BuildContext& context) {
  const Options& options = OptionsOf(property);
  if (type.kind != TypeKind::kDecimal) return RefuseDigits(property, context);
  const bool whole = IsUint64(*property.field);
  const uint32_t scale = options.scale();
  if (options.has_precision() && (options.precision() == 0 || options.precision() > kMostDigits)) {
    context.faults.Add(property, {Options::kPrecisionFieldNumber},
                       StrCat("`precision` must be between 1 and ", kMostDigits));
  } else if (options.has_scale() && !options.has_precision() && !whole) {
    context.faults.Add(property, {Options::kScaleFieldNumber}, "`scale` needs a `precision`");
  } else if (whole && scale > 0) {
    context.faults.Add(property, {Options::kScaleFieldNumber},
                       StrCat("`scale` must be 0 on ", FieldKindName(*property.field)));
  } else if (options.has_precision() && scale > options.precision()) {
    context.faults.Add(property, {Options::kScaleFieldNumber}, "`scale` is greater than `precision`");
  }
  if (!options.has_precision() && !whole) return;
  type.precision = options.has_precision() ? options.precision() : kUint64Digits;
  type.scale = scale;
}

}  // namespace

bool IsWrapperField(const FieldDescriptor& field) {
  static constexpr std::array<std::string_view, 9> kWrappers = {
      "google.protobuf.DoubleValue", "google.protobuf.FloatValue",  "google.protobuf.Int64Value",
      "google.protobuf.UInt64Value", "google.protobuf.Int32Value",  "google.protobuf.UInt32Value",
      "google.protobuf.BoolValue",   "google.protobuf.StringValue", "google.protobuf.BytesValue"};
  if (field.message_type() == nullptr || field.is_map()) return false;
  return std::find(kWrappers.begin(), kWrappers.end(), field.message_type()->full_name()) != kWrappers.end();
}

bool IsScalarField(const FieldDescriptor& field) {
  if (field.is_map()) {
    const FieldDescriptor& value = *field.message_type()->map_value();
    return value.message_type() == nullptr || KindsOf(value) == Kinds{TypeKind::kJson};
  }
  if (field.is_repeated()) return field.message_type() == nullptr;
  return !KindsOf(field).empty();
}

std::string FieldKindName(const FieldDescriptor& field) {
  if (field.is_map()) return "a map";
  const std::string name = field.message_type() != nullptr ? field.message_type()->full_name()
                           : field.enum_type() != nullptr  ? "enum"
                                                           : field.type_name();
  return field.is_repeated() ? StrCat("a list of ", name) : StrCat(Article(name), " field");
}

void ReadType(PropertyMetadata& property, BuildContext& context) {
  const std::optional<TypeKind> kind = ReadKind(property, context);
  if (!kind) return;
  Type type;
  type.kind = *kind;
  if (*kind == TypeKind::kEnum) type.labels = LabelsOf(*property.field->enum_type());
  ReadLength(property, type, context);
  ReadDigits(property, type, context);
  property.type = std::move(type);
  if (!IsList(*property.field)) return;
  Type list;
  list.kind = TypeKind::kArray;
  list.element = std::make_shared<const Type>(std::move(property.type));
  property.type = std::move(list);
}

}  // namespace ormd
