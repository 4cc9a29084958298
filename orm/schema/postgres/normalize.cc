#include "orm/schema/postgres/normalize.h"

#include "orm/base/error.h"
#include "orm/schema/postgres/catalog_reader.h"
#include "orm/schema/postgres/catalog_rows.h"
#include "orm/schema/postgres/standing_texts.h"
#include "orm/schema/postgres/statements.h"
#include "orm/schema/postgres/temporary_schema.h"
#include "orm/schema/postgres/trial.h"

namespace ormd::postgres {
namespace {

// Takes one schema's name off everything that has it.
class NameShortener {
 public:
  explicit NameShortener(const std::string& schema) : schema_(schema) {}

  void Run(DatabaseSchema& database) const {
    for (EnumType& type : database.enums) {
      if (type.name.schema == schema_) ShortenType(type.name, database);
    }
    for (EnumType& type : database.enums) Shorten(type.name);
    for (View& view : database.views) Shorten(view.name);
    for (Table& table : database.tables) {
      Shorten(table.name);
      for (ForeignKey& key : table.foreign_keys) Shorten(key.target);
    }
  }

 private:
  void Shorten(TableName& name) const {
    if (name.schema == schema_) name.schema.clear();
  }

  static void ShortenType(const TableName& name, DatabaseSchema& database) {
    const std::string from = Quoted(name);
    const std::string to = Quoted(name.name);
    for (Table& table : database.tables) {
      for (TableColumn& column : table.columns) column.type = WithDatabaseType(column.type, from, to);
    }
  }

  const std::string& schema_;
};

// Whether temporary things may be made.
constexpr std::string_view kMayTry =
    "SELECT (has_database_privilege(current_database(), 'TEMP') AND NOT pg_is_in_recovery() AND "
    "current_setting('transaction_read_only') = 'off')::int::text";

absl::StatusOr<DatabaseSchema> Made(const TemporarySchema& temporary, Connection& connection, const Context& context) {
  Trial trial(connection, context);
  ORMD_RETURN_IF_ERROR(trial.Begin());
  ORMD_RETURN_IF_ERROR(trial.Run(temporary.enums()));
  ORMD_RETURN_IF_ERROR(trial.Run(temporary.tables()));
  ORMD_RETURN_IF_ERROR(trial.Run(temporary.views()));
  ORMD_RETURN_IF_ERROR(trial.Run(temporary.rows_of_views()));
  ORMD_RETURN_IF_ERROR(trial.Run(temporary.indexes()));
  ORMD_ASSIGN_OR_RETURN(DatabaseSchema made, ReadSchema(CatalogScope::kTemporary, connection, context));
  ORMD_RETURN_IF_ERROR(trial.End());
  return made;
}

// `schema` as PostgreSQL prints it.
absl::StatusOr<DatabaseSchema> Printed(DatabaseSchema schema, const DatabaseSchema& standing, Connection& connection,
                                       const Context& context) {
  const TemporarySchema temporary(schema, standing);
  ORMD_ASSIGN_OR_RETURN(const DatabaseSchema made, Made(temporary, connection, context));
  temporary.Answer(made, schema);
  return schema;
}

void ForgetOwnTexts(std::vector<TableIndex>& indexes) {
  for (TableIndex& index : indexes) index.own_expression = index.own_where = {};
}

DatabaseSchema WithoutOwnTexts(DatabaseSchema schema) {
  for (Table& table : schema.tables) {
    for (TableColumn& column : table.columns) column.own = {};
    for (TableCheck& check : table.checks) check.own = {};
    ForgetOwnTexts(table.indexes);
  }
  for (View& view : schema.views) {
    view.own = {};
    ForgetOwnTexts(view.indexes);
  }
  return schema;
}

// An identity column that is not the key is nothing that entities know: it is left as it stands.
void KeepIdentities(const DatabaseSchema& standing, DatabaseSchema& adapted) {
  for (Table& table : adapted.tables) {
    const Table* other = standing.FindTable(table.name);
    if (other == nullptr) continue;
    for (TableColumn& column : table.columns) {
      const TableColumn* was = other->FindColumn(column.name);
      const bool key = table.primary_key.columns == std::vector<std::string>{column.name};
      if (key || was == nullptr || !was->identity || column.default_sql || column.generated) continue;
      column.identity = true;
    }
  }
}

}  // namespace

DatabaseSchema WithoutFirstSchema(DatabaseSchema adapted, const std::string& first_schema) {
  if (!first_schema.empty()) NameShortener(first_schema).Run(adapted);
  return adapted;
}

absl::StatusOr<DatabaseSchema> NormalizeSchema(DatabaseSchema adapted, const DatabaseSchema& standing,
                                               Connection& connection, const Context& context) {
  adapted = WithoutFirstSchema(std::move(adapted), standing.first_schema);
  KeepIdentities(standing, adapted);
  ORMD_ASSIGN_OR_RETURN(const CatalogRows session, CatalogRows::Read(connection, std::string(kMayTry), context));
  if (!session.Flag(0, 0)) {
    AssumeStandingTexts(standing, adapted);
    return adapted;
  }
  ORMD_ASSIGN_OR_RETURN(DatabaseSchema normal, Printed(std::move(adapted), standing, connection, context));
  if (!HasOtherTexts(standing, normal)) return normal;
  ORMD_ASSIGN_OR_RETURN(DatabaseSchema again, Printed(WithoutOwnTexts(normal), standing, connection, context));
  TakeStandingTexts(standing, again, normal);
  return normal;
}

}  // namespace ormd::postgres
