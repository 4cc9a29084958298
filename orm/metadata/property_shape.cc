#include "orm/metadata/property_shape.h"

#include <algorithm>
#include <map>

#include "orm/base/strings.h"

namespace ormd {
namespace {

using google::protobuf::FieldDescriptor;
using Options = orm::PropertyOptions;

constexpr unsigned kScalarColumn = kPlain | kIdentity | kVersion | kGenerated;
constexpr unsigned kAny = ~0U;

// The shapes that a setting fits; roles fit wherever their shape came from.
unsigned ShapesOf(int setting) {
  switch (setting) {
    case Options::kColumnFieldNumber:
      return kScalarColumn;
    case Options::kTypeFieldNumber:
    case Options::kLengthFieldNumber:
    case Options::kPrecisionFieldNumber:
    case Options::kScaleFieldNumber:
      return kScalarColumn | kFormula | kUnstored;
    case Options::kColumnTypeFieldNumber:
    case Options::kNativeEnumFieldNumber:
    case Options::kCollationFieldNumber:
      return kPlain | kVersion | kGenerated;
    case Options::kDefaultFieldNumber:
    case Options::kDefaultRawFieldNumber:
    case Options::kOnCreateFieldNumber:
    case Options::kOnUpdateFieldNumber:
      return kPlain;
    case Options::kUniqueFieldNumber:
      return kPlain | kGenerated | kOwning;
    case Options::kIndexFieldNumber:
      return kPlain | kGenerated | kOwning | kToMany;
    case Options::kRenamedFromFieldNumber:
    case Options::kCheckFieldNumber:
    case Options::kCommentFieldNumber:
      return kScalarColumn | kOwning;
    case Options::kLazyFieldNumber:
      return kPlain | kIdentity | kGenerated | kFormula;
    case Options::kHiddenFieldNumber:
      return kPlain | kIdentity | kGenerated | kFormula | kUnstored | kOwning | kInverse | kToMany;
    case Options::kPersistFieldNumber:
      return kPlain | kUnstored;
    case Options::kNullableFieldNumber:
      return kScalarColumn | kFormula | kUnstored | kOwning;
    case Options::kPrimaryFieldNumber:
      return kPlain | kIdentity | kOwning;
    default:
      return kAny;
  }
}

std::string_view ShapeName(Shape shape) {
  switch (shape) {
    case kPlain:
      return "a scalar";
    case kIdentity:
      return "a key that the database counts";
    case kVersion:
      return "a version";
    case kGenerated:
      return "a generated column";
    case kFormula:
      return "a formula";
    case kUnstored:
      return "a property that is not stored";
    case kOwning:
      return "a to-one relation";
    case kInverse:
      return "the inverse side of a relation";
    case kToMany:
      return "a to-many relation";
  }
  return "";
}

std::string_view HintFor(int setting, Shape shape) {
  if (setting == Options::kColumnFieldNumber && shape == kOwning) return ": the role has `columns`";
  if (setting == Options::kNullableFieldNumber && shape == kInverse) return ": it may always be null";
  return "";
}

std::vector<const FieldDescriptor*> SetFields(const Options& options) {
  std::vector<const FieldDescriptor*> fields;
  options.GetReflection()->ListFields(options, &fields);
  return fields;
}

bool IsRole(const FieldDescriptor& setting) { return setting.number() >= Options::kVersionFieldNumber; }

}  // namespace

std::vector<const FieldDescriptor*> RolesOf(const Options& options) {
  std::vector<const FieldDescriptor*> fields = SetFields(options);
  std::erase_if(fields, [](const FieldDescriptor* field) { return !IsRole(*field); });
  return fields;
}

Shape ShapeOf(const Options& options) {
  if (options.has_one_to_many() || options.has_many_to_many()) return kToMany;
  if (options.has_one_to_one()) return options.one_to_one().has_mapped_by() ? kInverse : kOwning;
  if (options.has_many_to_one()) return kOwning;
  if (options.has_version()) return kVersion;
  if (options.has_formula()) return kFormula;
  if (options.has_generated()) return kGenerated;
  if (options.has_persist() && !options.persist()) return kUnstored;
  if (options.has_primary() && options.primary().generated() == orm::Primary::IDENTITY) return kIdentity;
  return kPlain;
}

bool Fits(int setting, Shape shape) { return (ShapesOf(setting) & shape) != 0; }

void CheckSettings(const PropertyMetadata& property, BuildContext& context) {
  const Options& options = OptionsOf(property);
  const Shape shape = ShapeOf(options);
  for (const FieldDescriptor* setting : SetFields(options)) {
    if (Fits(setting->number(), shape)) continue;
    context.faults.Add(
        property, {setting->number()},
        StrCat("`", setting->name(), "` does not fit ", ShapeName(shape), HintFor(setting->number(), shape)));
  }
}

}  // namespace ormd
