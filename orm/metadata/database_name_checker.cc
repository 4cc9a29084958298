#include "orm/base/strings.h"
#include "orm/metadata/identifier.h"
#include "orm/metadata/passes.h"

namespace ormd {
namespace {

using Entity = orm::EntityOptions;
using Property = orm::PropertyOptions;

// Why `former` cannot be what `name` was called; empty where it can.
std::string FormerFault(std::string_view what, const std::string& former, const std::string& name) {
  if (former == name) return "`renamed_from` is the name that it has";
  return IdentifierFault(what, former);
}

void CheckFormerTable(const EntityMetadata& entity, OwnedNames& formers, BuildContext& context) {
  if (!OptionsOf(entity).has_renamed_from()) return;
  const OptionPath path = {Entity::kRenamedFromFieldNumber};
  const std::string fault = FormerFault("table", entity.renamed_from, entity.table);
  if (!fault.empty()) return context.faults.Add(entity, path, fault);
  const std::string owner = formers.Take(FoldedName(entity.schema), entity.renamed_from, entity.name);
  if (!owner.empty()) context.faults.Add(entity, path, StrCat("'", entity.renamed_from, "' became ", owner));
}

void CheckFormerColumn(const PropertyMetadata& property, OwnedNames& formers, BuildContext& context) {
  if (!OptionsOf(property).has_renamed_from() || !property.has_columns()) return;
  const OptionPath path = {Property::kRenamedFromFieldNumber};
  if (property.column_count > 1) {
    return context.faults.Add(property, path, "`renamed_from` needs a property of one column");
  }
  const std::string& name = property.owner->columns[property.first_column].name;
  const std::string fault = FormerFault("column", property.renamed_from, name);
  if (!fault.empty()) return context.faults.Add(property, path, fault);
  const std::string owner = formers.Take("", property.renamed_from, property.name);
  if (!owner.empty()) {
    context.faults.Add(property, path, StrCat("'", property.renamed_from, "' became '", owner, "'"));
  }
}

void CheckCollation(const PropertyMetadata& property, BuildContext& context) {
  if (property.collation.empty()) return;
  const std::string fault = IdentifierFault("collation", property.collation);
  if (!fault.empty()) context.faults.Add(property, {Property::kCollationFieldNumber}, fault);
}

// Enum types have names among those of tables, and each has the labels of one proto enum.
class NativeEnums {
 public:
  explicit NativeEnums(BuildContext& context) : context_(context) {
    for (const auto& entity : context.entities) tables_.Take(entity->schema, entity->table, entity->name);
  }

  void Check(const PropertyMetadata& property) {
    if (property.native_enum.empty()) return;
    const OptionPath path = {Property::kNativeEnumFieldNumber};
    const std::string& name = property.native_enum;
    const std::string& schema = property.owner->schema;
    if (const std::string fault = TableNameFault("enum type", name); !fault.empty()) {
      return context_.faults.Add(property, path, fault);
    }
    if (IsPostgresType(name)) {
      return context_.faults.Add(property, path, StrCat("the name '", name, "' is that of a type of PostgreSQL"));
    }
    const std::string table = tables_.OwnerOf(schema, name);
    if (!table.empty()) {
      return context_.faults.Add(property, path, StrCat("the name '", name, "' is taken by the table of ", table));
    }
    const auto* labels = property.field->enum_type();
    const auto [entry, first] = enums_.emplace(StrCat(schema, "\n", FoldedName(name)), labels);
    if (entry->second == labels) return;
    context_.faults.Add(property, path,
                        StrCat("'", name, "' has the labels of ", entry->second->full_name(), " already"));
  }

 private:
  BuildContext& context_;
  OwnedNames tables_;
  std::map<std::string, const google::protobuf::EnumDescriptor*> enums_;
};

}  // namespace

void CheckDatabaseNames(BuildContext& context) {
  OwnedNames tables;
  NativeEnums enums(context);
  for (const auto& entity : context.entities) {
    CheckFormerTable(*entity, tables, context);
    OwnedNames columns;
    for (const auto& property : entity->properties) {
      if (context.is_broken(*property)) continue;
      CheckFormerColumn(*property, columns, context);
      CheckCollation(*property, context);
      enums.Check(*property);
    }
  }
}

}  // namespace ormd
