#include "orm/metadata/database_reader.h"

#include "orm/base/strings.h"
#include "orm/metadata/property_shape.h"
#include "orm/value/quote.h"

namespace ormd {
namespace {

using Options = orm::PropertyOptions;

constexpr std::string_view kList = "[]";

bool IsList(const Type& type) { return type.kind == TypeKind::kArray; }

const Type& ElementOf(const Type& type) { return IsList(type) ? *type.element : type; }

// The type of the property, or of its elements, under another name.
void SetDatabaseType(PropertyMetadata& property, std::string database_type) {
  Type type = ElementOf(property.type);
  type.database_type = std::move(database_type);
  if (IsList(property.type)) {
    property.type.element = std::make_shared<const Type>(std::move(type));
  } else {
    property.type = std::move(type);
  }
}

void ReadColumnType(PropertyMetadata& property, BuildContext& context) {
  const Options& options = OptionsOf(property);
  if (!options.has_column_type()) return;
  const OptionPath path = {Options::kColumnTypeFieldNumber};
  std::string_view type = options.column_type();
  if (options.has_native_enum()) {
    return context.faults.Add(property, path, "`column_type` and `native_enum` exclude each other");
  }
  if (IsList(property.type)) {
    if (!type.ends_with(kList)) return context.faults.Add(property, path, "the `column_type` of a list ends in []");
    type.remove_suffix(kList.size());
  }
  if (type.empty()) return context.faults.Add(property, path, "`column_type` is empty");
  SetDatabaseType(property, std::string(type));
}

void ReadNativeEnum(PropertyMetadata& property, BuildContext& context) {
  const Options& options = OptionsOf(property);
  if (!options.has_native_enum()) return;
  const OptionPath path = {Options::kNativeEnumFieldNumber};
  if (ElementOf(property.type).kind != TypeKind::kEnum) {
    return context.faults.Add(property, path, StrCat("`native_enum` does not fit ", TypeName(property.type)));
  }
  if (options.native_enum().empty()) return context.faults.Add(property, path, "`native_enum` is empty");
  property.native_enum = options.native_enum();
  const std::string& schema = property.owner->schema;
  const std::string name = InQuotes(property.native_enum, '"');
  SetDatabaseType(property, schema.empty() ? name : StrCat(InQuotes(schema, '"'), ".", name));
}

bool IsText(TypeKind kind) {
  return kind == TypeKind::kText || kind == TypeKind::kVarchar || kind == TypeKind::kChar || kind == TypeKind::kEnum;
}

void ReadCollation(PropertyMetadata& property, BuildContext& context) {
  const Options& options = OptionsOf(property);
  if (!options.has_collation()) return;
  const OptionPath path = {Options::kCollationFieldNumber};
  property.collation = options.collation();
  if (property.collation.empty()) return context.faults.Add(property, path, "`collation` is empty");
  if (!IsText(ElementOf(property.type).kind)) {
    context.faults.Add(property, path, StrCat("`collation` does not fit ", TypeName(property.type)));
  } else if (options.has_native_enum()) {
    context.faults.Add(property, path, "`collation` does not fit a native enum, which has an order of its own");
  }
}

}  // namespace

void ReadDatabaseSettings(PropertyMetadata& property, BuildContext& context) {
  property.renamed_from = OptionsOf(property).renamed_from();
  if (!property.is_scalar()) return;
  const auto fits = [&](int setting) { return Fits(setting, ShapeOf(OptionsOf(property))); };
  if (fits(Options::kColumnTypeFieldNumber)) ReadColumnType(property, context);
  if (fits(Options::kNativeEnumFieldNumber)) ReadNativeEnum(property, context);
  if (fits(Options::kCollationFieldNumber)) ReadCollation(property, context);
}

}  // namespace ormd
