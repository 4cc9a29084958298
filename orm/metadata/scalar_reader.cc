#include "orm/metadata/scalar_reader.h"

#include "orm/base/strings.h"
#include "orm/metadata/field_type.h"
#include "orm/metadata/near_name.h"
#include "orm/metadata/property_shape.h"

namespace ormd {
namespace {

using google::protobuf::FieldDescriptor;
using Options = orm::PropertyOptions;

constexpr uint32_t kUuidLength = 36;

std::string NotScalar(const PropertyMetadata& property, const BuildContext& context) {
  const FieldDescriptor& field = *property.field;
  if (field.is_map()) return "a map of messages is not supported: use google.protobuf.Struct";
  const std::string& name = field.message_type()->full_name();
  const bool list = field.is_repeated();
  if (context.by_descriptor.contains(field.message_type())) {
    return StrCat("'", name, "' is an entity: the relation needs a role, `", list ? "one_to_many" : "many_to_one",
                  "` or `", list ? "many_to_many" : "one_to_one", "`");
  }
  if (list) return StrCat("a list of ", name, " is not supported: use google.protobuf.ListValue or a relation");
  return StrCat("'", name, "' is not an entity: use google.protobuf.Struct or a relation");
}

bool IsInteger(TypeKind kind) {
  return kind == TypeKind::kSmallint || kind == TypeKind::kInteger || kind == TypeKind::kBigint;
}

bool FitsGenerate(Generate with, const Type& type) {
  switch (type.kind) {
    case TypeKind::kTimestamp:
    case TypeKind::kDate:
    case TypeKind::kTime:
      return with == Generate::kNow;
    case TypeKind::kUuid:
    case TypeKind::kText:
      return with == Generate::kUuid;
    case TypeKind::kVarchar:
      return with == Generate::kUuid && type.length >= kUuidLength;
    default:
      return false;
  }
}

Generate ReadGenerate(const PropertyMetadata& property, orm::Generate::With with, int setting, BuildContext& context) {
  if (with == orm::Generate::GENERATE_UNSPECIFIED) return Generate::kNone;
  const Generate generate = with == orm::Generate::NOW ? Generate::kNow : Generate::kUuid;
  if (!FitsGenerate(generate, property.type)) {
    context.faults.Add(property, {setting},
                       StrCat("`", Options::descriptor()->FindFieldByNumber(setting)->name(), ": ",
                              orm::Generate::With_Name(with), "` does not fit ", TypeName(property.type)));
  }
  return generate;
}

// What a default should be, for messages.
std::string DefaultName(const PropertyMetadata& property) {
  if (property.type.kind != TypeKind::kEnum) return TypeName(property.type);
  const std::vector<std::string_view> labels(property.type.labels.begin(), property.type.labels.end());
  return StrCat("label of ", property.field->enum_type()->full_name(), Proposal(*property.default_value, labels));
}

void CheckDefault(const PropertyMetadata& property, BuildContext& context) {
  if (!property.default_value) return;
  const OptionPath path = {Options::kDefaultFieldNumber};
  if (property.type.kind == TypeKind::kArray) {
    context.faults.Add(property, path, "a list has no `default`: use `default_raw`");
  } else if (property.default_raw) {
    context.faults.Add(property, path, "`default` and `default_raw` exclude each other");
  } else if (!Canonicalize(property.type, Value(*property.default_value)).ok()) {
    context.faults.Add(property, path, StrCat("`default` is no ", DefaultName(property)));
  }
}

void ReadDefaults(PropertyMetadata& property, BuildContext& context) {
  const Options& options = OptionsOf(property);
  if (options.has_default_()) property.default_value = options.default_();
  if (options.has_default_raw()) property.default_raw = options.default_raw();
  if (options.has_default_raw() && options.default_raw().empty()) {
    context.faults.Add(property, {Options::kDefaultRawFieldNumber}, "`default_raw` is empty");
  }
  CheckDefault(property, context);
  property.on_create = ReadGenerate(property, options.on_create(), Options::kOnCreateFieldNumber, context);
  property.on_update = ReadGenerate(property, options.on_update(), Options::kOnUpdateFieldNumber, context);
}

void ReadExpression(const PropertyMetadata& property, int role, const std::string& sql, std::optional<std::string>& out,
                    BuildContext& context) {
  if (sql.empty()) context.faults.Add(property, {role}, "`sql` is empty");
  out = sql;
}

void ReadScalarRole(PropertyMetadata& property, BuildContext& context) {
  const Options& options = OptionsOf(property);
  if (options.has_formula()) {
    ReadExpression(property, Options::kFormulaFieldNumber, options.formula().sql(), property.formula, context);
  }
  if (options.has_generated()) {
    ReadExpression(property, Options::kGeneratedFieldNumber, options.generated().sql(), property.generated, context);
    property.generated_stored = !options.generated().has_stored() || options.generated().stored();
  }
  if (!options.has_version()) return;
  property.version = true;
  if (!IsInteger(property.type.kind) && property.type.kind != TypeKind::kTimestamp) {
    context.faults.Add(property, {Options::kVersionFieldNumber},
                       "a version is an integer or a google.protobuf.Timestamp");
  }
  if (property.nullable) context.faults.Add(property, {Options::kVersionFieldNumber}, "a version cannot be nullable");
  // What the column would round is no longer what was answered.
  if (property.type.kind == TypeKind::kTimestamp && options.has_column_type()) {
    context.faults.Add(property, {Options::kColumnTypeFieldNumber},
                       "a version that is a timestamp has no `column_type`");
  }
}

void ReadIdentity(PropertyMetadata& property, BuildContext& context) {
  const Options& options = OptionsOf(property);
  property.identity = options.has_primary() && options.primary().generated() == orm::Primary::IDENTITY;
  if (property.identity && !IsInteger(property.type.kind)) {
    context.faults.Add(property, {Options::kPrimaryFieldNumber, orm::Primary::kGeneratedFieldNumber},
                       StrCat("`generated: IDENTITY` does not fit ", TypeName(property.type), ": it counts integers"));
  }
}

}  // namespace

bool ReadNullable(const PropertyMetadata& property, BuildContext& context) {
  const Options& options = OptionsOf(property);
  const bool wrapper = IsWrapperField(*property.field);
  const bool has_presence = property.field->has_optional_keyword() || wrapper;
  if (has_presence && options.has_nullable() && !options.nullable()) {
    context.faults.Add(property, {Options::kNullableFieldNumber},
                       StrCat("`nullable: false` contradicts ", wrapper ? "the wrapper type" : "`optional`"));
  }
  return options.has_nullable() ? options.nullable() : has_presence;
}

void ReadScalar(PropertyMetadata& property, BuildContext& context) {
  if (!IsScalarField(*property.field)) return context.Break(property, {}, NotScalar(property, context));
  property.nullable = ReadNullable(property, context);
  ReadType(property, context);
  if (context.is_broken(property)) return;
  if (ShapeOf(OptionsOf(property)) == kPlain) ReadDefaults(property, context);
  ReadScalarRole(property, context);
  ReadIdentity(property, context);
}

}  // namespace ormd
