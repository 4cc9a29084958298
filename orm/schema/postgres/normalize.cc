#include "orm/schema/postgres/normalize.h"

#include "orm/base/error.h"
#include "orm/schema/postgres/catalog_reader.h"
#include "orm/schema/postgres/catalog_rows.h"
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
      for (TableColumn& column : table.columns) column.type = Renamed(column.type, from, to);
    }
  }

  static Type Renamed(Type type, const std::string& from, const std::string& to) {
    if (type.database_type == from) type.database_type = to;
    if (type.element != nullptr) type.element = std::make_shared<const Type>(Renamed(*type.element, from, to));
    return type;
  }

  const std::string& schema_;
};

// The search path's first schema, and whether temporary things may be made.
constexpr std::string_view kSession =
    "SELECT current_schema()::text, (has_database_privilege(current_database(), 'TEMP') AND NOT pg_is_in_recovery() "
    "AND "
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

}  // namespace

absl::StatusOr<DatabaseSchema> NormalizeSchema(DatabaseSchema adapted, const DatabaseSchema& standing,
                                               Connection& connection, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const CatalogRows session, CatalogRows::Read(connection, std::string(kSession), context));
  if (const auto schema = session.OptionalText(0, 0)) NameShortener(*schema).Run(adapted);
  if (!session.Flag(0, 1)) return adapted;
  const TemporarySchema temporary(adapted, standing);
  ORMD_ASSIGN_OR_RETURN(const DatabaseSchema made, Made(temporary, connection, context));
  temporary.Answer(made, adapted);
  return adapted;
}

}  // namespace ormd::postgres
