#include "orm/schema/postgres/catalog_reader.h"

#include <map>

#include "absl/strings/ascii.h"
#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/schema/postgres/catalog_rows.h"
#include "orm/schema/postgres/column_type.h"
#include "orm/schema/postgres/expression_text.h"
#include "orm/sql/platform.h"

namespace ormd::postgres {
namespace {

using Action = ReferentialAction;

// NO ACTION is what PostgreSQL does where nothing is said.
Action ActionOf(std::string_view code) {
  if (code == "r") return Action::kRestrict;
  if (code == "c") return Action::kCascade;
  if (code == "n") return Action::kSetNull;
  return code == "d" ? Action::kSetDefault : Action::kDefault;
}

Deferrable DeferrableOf(std::string_view code) {
  if (code == "d") return Deferrable::kInitiallyDeferred;
  return code == "i" ? Deferrable::kInitiallyImmediate : Deferrable::kNot;
}

std::string DefinitionOf(std::string_view viewdef) {
  viewdef = FromAbsl(absl::StripAsciiWhitespace(ToAbsl(viewdef)));
  if (viewdef.ends_with(';')) viewdef.remove_suffix(1);
  return std::string(viewdef);
}

// Those of the search path that come before the first one that stands.
std::vector<std::string> SchemasAhead(std::string_view path, const std::string& user, const std::string& first) {
  std::vector<std::string> ahead;
  for (const SqlToken& token : TokensOf(path)) {
    std::string schema = IdentifierOf(token);
    if (schema.empty()) continue;
    if (schema == "$user") schema = user;
    if (schema == first) return ahead;
    ahead.push_back(std::move(schema));
  }
  return ahead;
}

class CatalogReader {
 public:
  CatalogReader(CatalogScope scope, Connection& connection, const Context& context)
      : scope_(scope), connection_(connection), context_(context) {}

  absl::StatusOr<DatabaseSchema> Run() && {
    if (scope_ == CatalogScope::kDatabase) ORMD_RETURN_IF_ERROR(ReadNamespaces());
    ORMD_RETURN_IF_ERROR(ReadEnums());
    ORMD_RETURN_IF_ERROR(ReadRelations());
    ORMD_RETURN_IF_ERROR(ReadColumns());
    ORMD_RETURN_IF_ERROR(ReadConstraints());
    ORMD_RETURN_IF_ERROR(ReadIndexes());
    if (scope_ == CatalogScope::kDatabase) {
      ORMD_RETURN_IF_ERROR(ReadBelongings());
      ORMD_RETURN_IF_ERROR(ReadRemarks());
    }
    return std::move(schema_);
  }

 private:
  absl::StatusOr<CatalogRows> Rows(std::string sql) const {
    return CatalogRows::Read(connection_, std::move(sql), context_);
  }

  absl::Status ReadNamespaces() {
    ORMD_ASSIGN_OR_RETURN(const CatalogRows rows, Rows(NamespacesSql()));
    for (size_t i = 0; i < rows.size(); ++i) schema_.namespaces.push_back(rows.Text(i, 0));
    ORMD_ASSIGN_OR_RETURN(const CatalogRows path, Rows(SearchPathSql()));
    schema_.first_schema = path.Text(0, 0);
    schema_.schemas_ahead = SchemasAhead(path.Text(0, 1), path.Text(0, 2), schema_.first_schema);
    return absl::OkStatus();
  }

  absl::Status ReadEnums() {
    ORMD_ASSIGN_OR_RETURN(const CatalogRows rows, Rows(EnumsSql(scope_)));
    for (size_t i = 0; i < rows.size(); ++i) {
      schema_.enums.push_back({{rows.Text(i, 0), rows.Text(i, 1)}, rows.Names(i, 3)});
    }
    return absl::OkStatus();
  }

  absl::Status ReadRelations() {
    ORMD_ASSIGN_OR_RETURN(const CatalogRows rows, Rows(RelationsSql(scope_)));
    for (size_t i = 0; i < rows.size(); ++i) {
      const TableName name = {rows.Text(i, 1), rows.Text(i, 2)};
      if (name.name.starts_with("ormd_") && scope_ == CatalogScope::kDatabase) continue;
      const std::string kind = rows.Text(i, 3);
      if (kind == "f") {
        schema_.others.push_back({name, "foreign table"});
        continue;
      }
      kind == "v" || kind == "m" ? AddView(name, kind == "m", rows, i) : AddTable(name, rows, i);
    }
    return absl::OkStatus();
  }

  void AddTable(const TableName& name, const CatalogRows& rows, size_t i) {
    tables_.emplace(rows.Text(i, 0), schema_.tables.size());
    Table& table = schema_.tables.emplace_back();
    table.name = name;
    table.comment = rows.Text(i, 4);
  }

  void AddView(const TableName& name, bool materialized, const CatalogRows& rows, size_t i) {
    views_.emplace(rows.Text(i, 0), schema_.views.size());
    View& view = schema_.views.emplace_back();
    view.name = name;
    view.materialized = materialized;
    view.comment = rows.Text(i, 4);
    view.definition = DefinitionOf(rows.Text(i, 5));
  }

  // nullptr where there is none.
  Table* TableAt(const std::string& oid) {
    const auto found = tables_.find(oid);
    return found == tables_.end() ? nullptr : &schema_.tables[found->second];
  }
  View* ViewAt(const std::string& oid) {
    const auto found = views_.find(oid);
    return found == views_.end() ? nullptr : &schema_.views[found->second];
  }

  absl::Status ReadColumns() {
    ORMD_ASSIGN_OR_RETURN(const CatalogRows rows, Rows(ColumnsSql(scope_)));
    for (size_t i = 0; i < rows.size(); ++i) {
      if (Table* table = TableAt(rows.Text(i, 0))) table->columns.push_back(ColumnOf(rows, i));
      if (View* view = ViewAt(rows.Text(i, 0))) view->columns.push_back(ColumnOf(rows, i));
    }
    return absl::OkStatus();
  }

  static TableColumn ColumnOf(const CatalogRows& rows, size_t i) {
    CatalogType type = {rows.Text(i, 2), rows.Text(i, 3), "", rows.Names(i, 6)};
    if (const std::string name = rows.Text(i, 5); !name.empty()) {
      type.enum_name = PostgresPlatform().QuoteTable(rows.Text(i, 4), name);
    }
    TableColumn column;
    column.name = rows.Text(i, 1);
    column.type = TypeOf(type);
    column.nullable = !rows.Flag(i, 7);
    column.identity = rows.Flag(i, 8);
    const std::string generated = rows.Text(i, 9);
    (generated.empty() ? column.default_sql : column.generated) = rows.OptionalText(i, 10);
    column.generated_stored = generated != "v";
    column.collation = rows.Text(i, 11);
    column.comment = rows.Text(i, 12);
    column.nested_lists = rows.Flag(i, 13);
    return column;
  }

  absl::Status ReadConstraints() {
    ORMD_ASSIGN_OR_RETURN(const CatalogRows rows, Rows(ConstraintsSql(scope_)));
    for (size_t i = 0; i < rows.size(); ++i) {
      Table* table = TableAt(rows.Text(i, 0));
      if (table == nullptr) continue;
      const std::string kind = rows.Text(i, 2);
      const std::string name = rows.Text(i, 1);
      if (kind == "p") table->primary_key = {name, rows.Names(i, 3)};
      if (kind == "u") table->uniques.push_back({name, rows.Names(i, 3), DeferrableOf(rows.Text(i, 4))});
      if (kind == "c") table->checks.push_back({name, rows.Text(i, 5)});
      if (kind == "f") table->foreign_keys.push_back(ForeignKeyOf(rows, i));
    }
    return absl::OkStatus();
  }

  static ForeignKey ForeignKeyOf(const CatalogRows& rows, size_t i) {
    return {.name = rows.Text(i, 1),
            .columns = rows.Names(i, 3),
            .target = {rows.Text(i, 6), rows.Text(i, 7)},
            .target_columns = rows.Names(i, 8),
            .on_delete = ActionOf(rows.Text(i, 9)),
            .on_update = ActionOf(rows.Text(i, 10)),
            .deferrable = DeferrableOf(rows.Text(i, 4))};
  }

  absl::Status ReadIndexes() {
    ORMD_ASSIGN_OR_RETURN(const CatalogRows rows, Rows(IndexesSql(scope_)));
    for (size_t i = 0; i < rows.size(); ++i) {
      if (Table* table = TableAt(rows.Text(i, 0))) table->indexes.push_back(IndexOf(rows, i));
      if (View* view = ViewAt(rows.Text(i, 0))) view->indexes.push_back(IndexOf(rows, i));
    }
    return absl::OkStatus();
  }

  absl::Status ReadBelongings() {
    ORMD_ASSIGN_OR_RETURN(const CatalogRows rows, Rows(BelongingsSql()));
    for (size_t i = 0; i < rows.size(); ++i) {
      if (View* view = ViewAt(rows.Text(i, 0)))
        view->belongings.push_back({OnOneLine(rows.Text(i, 1)), rows.Text(i, 2)});
    }
    return absl::OkStatus();
  }

  static TableIndex IndexOf(const CatalogRows& rows, size_t i) {
    TableIndex index;
    index.name = rows.Text(i, 1);
    index.include = rows.Names(i, 6);
    index.where = rows.Text(i, 8);
    index.unique = rows.Flag(i, 3);
    index.invalid = !rows.Flag(i, 9);
    if (const std::string method = rows.Text(i, 2); method != "btree") index.method = method;
    const std::string keys = InParentheses(rows.Text(i, 7));
    // Columns in the usual order, collation and operator class say nothing but their names.
    if (keys == rows.Text(i, 4)) {
      index.columns = rows.Names(i, 5);
    } else {
      index.expression = keys;
    }
    return index;
  }

  absl::Status ReadRemarks() {
    ORMD_ASSIGN_OR_RETURN(const CatalogRows rows, Rows(RemarksSql(scope_)));
    for (size_t i = 0; i < rows.size(); ++i) {
      if (Table* table = TableAt(rows.Text(i, 0))) table->remarks.push_back(rows.Text(i, 1));
      if (View* view = ViewAt(rows.Text(i, 0))) view->remarks.push_back(rows.Text(i, 1));
    }
    return absl::OkStatus();
  }

  const CatalogScope scope_;
  Connection& connection_;
  const Context& context_;
  DatabaseSchema schema_;
  std::map<std::string, size_t> tables_;  // by oid
  std::map<std::string, size_t> views_;
};

}  // namespace

absl::StatusOr<DatabaseSchema> ReadSchema(CatalogScope scope, Connection& connection, const Context& context) {
  return CatalogReader(scope, connection, context).Run();
}

}  // namespace ormd::postgres
