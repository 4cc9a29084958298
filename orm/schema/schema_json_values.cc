#include "orm/schema/schema_json_names.h"
#include "orm/schema/schema_json_parts.h"

namespace ormd {
namespace {

template <typename Names>
auto ReadName(const JsonPlace& place, std::string_view member, const Names& names) {
  const auto value = names.Value(place.Text(member));
  if (!value.has_value()) place.Fault(member, "is no such rule");
  return value.value_or(*names.Value(""));
}

template <typename Read>
auto ReadList(const JsonPlace& place, std::string_view member, Read read) {
  std::vector<decltype(read(place))> list;
  for (const JsonPlace& item : place.Items(member)) list.push_back(read(item));
  return list;
}

std::string Required(const JsonPlace& place, std::string_view member) {
  std::string text = place.Text(member);
  if (text.empty()) place.Fault(member, "is missing");
  return text;
}

std::optional<std::string> Optional(const JsonPlace& place, std::string_view member) {
  if (!place.Has(member)) return std::nullopt;
  return place.Text(member);
}

TableName ReadTableName(const JsonPlace& place) { return {place.Text("schema"), Required(place, "name")}; }

Type ReadType(const JsonPlace& place) {
  std::optional<Type> type = ParseTypeName(place.Text("type"));
  if (!type.has_value()) {
    place.Fault("type", "is no type");
    return {};
  }
  type->labels = place.Texts("labels");
  type->database_type = place.Text("database_type");
  if (place.Has("element") && type->kind == TypeKind::kArray)
    type->element = std::make_shared<const Type>(ReadType(place.Member("element")));
  return *std::move(type);
}

TableColumn ReadColumn(const JsonPlace& place) {
  place.Expect({"name", "type", "labels", "database_type", "element", "nullable", "identity", "default", "generated",
                "generated_stored", "collation", "comment"});
  TableColumn column;
  column.name = Required(place, "name");
  column.type = ReadType(place);
  column.nullable = place.Flag("nullable", false);
  column.identity = place.Flag("identity", false);
  column.default_sql = Optional(place, "default");
  column.generated = Optional(place, "generated");
  column.generated_stored = place.Flag("generated_stored", true);
  column.collation = place.Text("collation");
  column.comment = place.Text("comment");
  return column;
}

PrimaryKey ReadPrimaryKey(const JsonPlace& place) {
  place.Expect({"name", "columns"});
  return {place.Text("name"), place.Texts("columns")};
}

UniqueConstraint ReadUnique(const JsonPlace& place) {
  place.Expect({"name", "columns", "deferrable"});
  return {place.Text("name"), place.Texts("columns"), ReadName(place, "deferrable", kDeferrableNames)};
}

TableIndex ReadIndex(const JsonPlace& place) {
  place.Expect({"name", "columns", "include", "expression", "where", "method", "unique"});
  return {Required(place, "name"), place.Texts("columns"), place.Texts("include"),     place.Text("expression"),
          place.Text("where"),     place.Text("method"),   place.Flag("unique", false)};
}

TableCheck ReadCheck(const JsonPlace& place) {
  place.Expect({"name", "expression"});
  return {place.Text("name"), Required(place, "expression")};
}

ForeignKey ReadForeignKey(const JsonPlace& place) {
  place.Expect({"name", "columns", "target", "target_columns", "on_delete", "on_update", "deferrable"});
  ForeignKey key;
  key.name = place.Text("name");
  key.columns = place.Texts("columns");
  key.target = ReadTableName(place.Member("target"));
  key.target_columns = place.Texts("target_columns");
  key.on_delete = ReadName(place, "on_delete", kActionNames);
  key.on_update = ReadName(place, "on_update", kActionNames);
  key.deferrable = ReadName(place, "deferrable", kDeferrableNames);
  return key;
}

Table ReadTable(const JsonPlace& place) {
  // Triggers stand in older snapshots; no plan is made of them.
  place.Expect({"schema", "name", "comment", "columns", "primary_key", "uniques", "indexes", "checks", "foreign_keys",
                "triggers"});
  Table table;
  table.name = ReadTableName(place);
  table.comment = place.Text("comment");
  table.columns = ReadList(place, "columns", ReadColumn);
  if (place.Has("primary_key")) table.primary_key = ReadPrimaryKey(place.Member("primary_key"));
  table.uniques = ReadList(place, "uniques", ReadUnique);
  table.indexes = ReadList(place, "indexes", ReadIndex);
  table.checks = ReadList(place, "checks", ReadCheck);
  table.foreign_keys = ReadList(place, "foreign_keys", ReadForeignKey);
  return table;
}

EnumType ReadEnum(const JsonPlace& place) {
  place.Expect({"schema", "name", "labels"});
  return {ReadTableName(place), place.Texts("labels")};
}

View ReadView(const JsonPlace& place) {
  place.Expect({"schema", "name", "definition", "materialized", "comment", "columns", "indexes"});
  View view;
  view.name = ReadTableName(place);
  view.definition = Required(place, "definition");
  view.materialized = place.Flag("materialized", false);
  view.comment = place.Text("comment");
  view.columns = ReadList(place, "columns", ReadColumn);
  view.indexes = ReadList(place, "indexes", ReadIndex);
  return view;
}

}  // namespace

DatabaseSchema ReadSchemaJson(const JsonPlace& place) {
  place.Expect({"version", "enums", "tables", "views", "namespaces"});
  if (place.Member("version").value() != kSchemaJsonVersion) place.Fault("version", "is one that is not known here");
  DatabaseSchema schema;
  schema.enums = ReadList(place, "enums", ReadEnum);
  schema.tables = ReadList(place, "tables", ReadTable);
  schema.views = ReadList(place, "views", ReadView);
  schema.namespaces = place.Texts("namespaces");
  return schema;
}

}  // namespace ormd
