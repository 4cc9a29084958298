#include "orm/schema/schema_json_names.h"
#include "orm/schema/schema_json_parts.h"

namespace ormd {
namespace {

using nlohmann::json;

// Sets members that are not default.
class Object {
 public:
  Object& Text(const char* member, const std::string& text) {
    if (!text.empty()) object_[member] = text;
    return *this;
  }
  Object& Flag(const char* member, bool flag, bool otherwise = false) {
    if (flag != otherwise) object_[member] = flag;
    return *this;
  }
  Object& Texts(const char* member, const std::vector<std::string>& texts) {
    if (!texts.empty()) object_[member] = texts;
    return *this;
  }
  Object& Name(const TableName& name) { return Text("schema", name.schema).Text("name", name.name); }
  Object& Put(const char* member, json value) {
    object_[member] = std::move(value);
    return *this;
  }
  template <typename Part, typename Write>
  Object& List(const char* member, const std::vector<Part>& parts, Write write) {
    json list = json::array();
    for (const Part& part : parts) list.push_back(write(part));
    if (!list.empty()) object_[member] = std::move(list);
    return *this;
  }
  json Finish() { return std::move(object_); }

 private:
  json object_ = json::object();
};

void PutType(const Type& type, Object& object) {
  object.Text("type", TypeName(type)).Texts("labels", type.labels).Text("database_type", type.database_type);
  // What the list's own name does not say.
  if (type.element == nullptr || (type.element->labels.empty() && type.element->database_type.empty())) return;
  Object element;
  PutType(*type.element, element);
  object.Put("element", element.Finish());
}

json ColumnJson(const TableColumn& column) {
  Object object;
  object.Text("name", column.name).Flag("nullable", column.nullable).Flag("identity", column.identity);
  PutType(column.type, object);
  if (column.default_sql.has_value()) object.Put("default", *column.default_sql);
  if (column.generated.has_value()) object.Put("generated", *column.generated);
  return object.Flag("generated_stored", column.generated_stored, true)
      .Text("collation", column.collation)
      .Text("comment", column.comment)
      .Finish();
}

json KeyJson(const PrimaryKey& key) { return Object().Text("name", key.name).Texts("columns", key.columns).Finish(); }

json UniqueJson(const UniqueConstraint& unique) {
  return Object()
      .Text("name", unique.name)
      .Texts("columns", unique.columns)
      .Text("deferrable", kDeferrableNames.Name(unique.deferrable))
      .Finish();
}

json IndexJson(const TableIndex& index) {
  return Object()
      .Text("name", index.name)
      .Texts("columns", index.columns)
      .Texts("include", index.include)
      .Text("expression", index.expression)
      .Text("where", index.where)
      .Text("method", index.method)
      .Flag("unique", index.unique)
      .Finish();
}

json CheckJson(const TableCheck& check) {
  return Object().Text("name", check.name).Text("expression", check.expression).Finish();
}

json ForeignKeyJson(const ForeignKey& key) {
  return Object()
      .Text("name", key.name)
      .Texts("columns", key.columns)
      .Put("target", Object().Name(key.target).Finish())
      .Texts("target_columns", key.target_columns)
      .Text("on_delete", kActionNames.Name(key.on_delete))
      .Text("on_update", kActionNames.Name(key.on_update))
      .Text("deferrable", kDeferrableNames.Name(key.deferrable))
      .Finish();
}

json TableJson(const Table& table) {
  Object object;
  object.Name(table.name).Text("comment", table.comment).List("columns", table.columns, ColumnJson);
  if (!table.primary_key.columns.empty()) object.Put("primary_key", KeyJson(table.primary_key));
  return object.List("uniques", table.uniques, UniqueJson)
      .List("indexes", table.indexes, IndexJson)
      .List("checks", table.checks, CheckJson)
      .List("foreign_keys", table.foreign_keys, ForeignKeyJson)
      .Finish();
}

json EnumJson(const EnumType& type) { return Object().Name(type.name).Texts("labels", type.labels).Finish(); }

json ViewJson(const View& view) {
  return Object()
      .Name(view.name)
      .Text("definition", view.definition)
      .Flag("materialized", view.materialized)
      .Text("comment", view.comment)
      .List("columns", view.columns, ColumnJson)
      .List("indexes", view.indexes, IndexJson)
      .Finish();
}

}  // namespace

json SchemaJson(const DatabaseSchema& schema) {
  return Object()
      .Put("version", kSchemaJsonVersion)
      .List("enums", schema.enums, EnumJson)
      .List("tables", schema.tables, TableJson)
      .List("views", schema.views, ViewJson)
      .Texts("namespaces", schema.namespaces)
      .Finish();
}

}  // namespace ormd
