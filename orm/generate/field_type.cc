#include "orm/generate/field_type.h"

#include <string_view>

namespace ormd {
namespace {

struct KindNames {
  std::string_view field;
  std::string_view word;  // of `type`; empty where the field says it
};

KindNames NamesOf(TypeKind kind) {
  switch (kind) {
    case TypeKind::kBool:
      return {"bool", ""};
    case TypeKind::kSmallint:
      return {"int32", "SMALLINT"};
    case TypeKind::kInteger:
      return {"int32", ""};
    case TypeKind::kBigint:
      return {"int64", ""};
    case TypeKind::kReal:
      return {"float", ""};
    case TypeKind::kDouble:
      return {"double", ""};
    case TypeKind::kDecimal:
      return {"string", "DECIMAL"};
    case TypeKind::kVarchar:
      return {"string", "VARCHAR"};
    case TypeKind::kChar:
      return {"string", "CHAR"};
    case TypeKind::kUuid:
      return {"string", "UUID"};
    case TypeKind::kBytes:
      return {"bytes", ""};
    case TypeKind::kDate:
      return {"string", "DATE"};
    case TypeKind::kTime:
      return {"string", "TIME"};
    case TypeKind::kTimestamp:
      return {"google.protobuf.Timestamp", ""};
    case TypeKind::kInterval:
      return {"google.protobuf.Duration", ""};
    case TypeKind::kJson:
      return {"string", "JSON"};
    case TypeKind::kText:
    case TypeKind::kEnum:
    case TypeKind::kArray:
      break;
  }
  return {"string", ""};
}

// Lists hold what proto has as one value, and no lists.
bool FitsList(TypeKind kind) {
  return kind != TypeKind::kTimestamp && kind != TypeKind::kInterval && kind != TypeKind::kJson &&
         kind != TypeKind::kArray;
}

bool HasLength(const Type& type) { return type.kind == TypeKind::kVarchar || type.kind == TypeKind::kChar; }

// Whether the database's type is none that a kind has by itself.
bool NamesDatabaseType(const Type& type) {
  if (!type.database_type.empty() || (HasLength(type) && !type.length.has_value())) return true;
  return type.element != nullptr && NamesDatabaseType(*type.element);
}

// Varchar without a length holds any text.
Type Plain(Type type) {
  if (HasLength(type) && !type.length.has_value()) type.kind = TypeKind::kText;
  return type;
}

void AddKind(const Type& type, FieldType& field) {
  const KindNames names = NamesOf(type.kind);
  field.name = std::string(names.field);
  if (!names.word.empty()) field.settings.Word("type", names.word);
  if (HasLength(type)) field.settings.Number("length", *type.length);
  if (type.kind != TypeKind::kDecimal || !type.precision.has_value()) return;
  field.settings.Number("precision", *type.precision);
  if (type.scale.value_or(0) > 0) field.settings.Number("scale", *type.scale);
}

}  // namespace

bool IsList(const Type& type) {
  if (type.kind != TypeKind::kArray || type.element == nullptr) return false;
  return type.database_type.empty() || type.database_type.ends_with("[]");
}

FieldType FieldTypeOf(const Type& type, const Platform& platform) {
  FieldType field;
  field.repeated = IsList(type) && FitsList(type.element->kind);
  AddKind(Plain(field.repeated ? *type.element : type), field);
  const bool as_text = type.kind == TypeKind::kArray && !field.repeated;
  if (as_text || NamesDatabaseType(type)) field.settings.Text("column_type", platform.ColumnType(type));
  return field;
}

}  // namespace ormd
