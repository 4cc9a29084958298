#include "orm/schema/schema_manager.h"

#include "orm/base/error.h"
#include "orm/schema/build_schema.h"
#include "orm/schema/ddl.h"

namespace ormd {
namespace {

using Statements = std::vector<std::string>;

// A number of ormd's own: daemons that change the schema of one database wait for each other.
constexpr std::string_view kLock = "SELECT pg_advisory_xact_lock(1869770084)";

absl::StatusOr<Catalog> ReadLocked(const Platform& platform, Connection& connection, const Context& context) {
  if (platform.name() == "postgresql") {
    ORMD_RETURN_IF_ERROR(connection.Execute({std::string(kLock), {}}, context).status());
  }
  return ReadCatalog(platform, connection, context);
}

absl::Status RunAll(Connection& connection, const Statements& statements, const Context& context) {
  for (const std::string& sql : statements) ORMD_RETURN_IF_ERROR(connection.ExecuteScript(sql, context));
  return absl::OkStatus();
}

// Calls `write` with the catalog and runs the statements that it answers.
template <typename Write>
absl::StatusOr<Statements> InTransaction(const Platform& platform, Connection& connection, const Context& context,
                                         Write write) {
  // What a daemon before us has made must be seen once the lock is ours.
  ORMD_RETURN_IF_ERROR(connection.Begin({Isolation::kReadCommitted, false}, context));
  const auto run = [&]() -> absl::StatusOr<Statements> {
    ORMD_ASSIGN_OR_RETURN(const Catalog catalog, ReadLocked(platform, connection, context));
    ORMD_ASSIGN_OR_RETURN(Statements statements, write(catalog));
    ORMD_RETURN_IF_ERROR(RunAll(connection, statements, context));
    return statements;
  };
  absl::StatusOr<Statements> statements = run();
  if (!statements.ok() || statements->empty()) {
    connection.Rollback(context).IgnoreError();
    return statements;
  }
  ORMD_RETURN_IF_ERROR(connection.Commit(context));
  return statements;
}

template <typename Write>
absl::StatusOr<Statements> Carry(const Platform& platform, Connection& connection, SchemaMode mode,
                                 const Context& context, Write write) {
  if (mode == SchemaMode::kRun) return InTransaction(platform, connection, context, write);
  ORMD_ASSIGN_OR_RETURN(const Catalog catalog, ReadCatalog(platform, connection, context));
  return write(catalog);
}

}  // namespace

absl::StatusOr<Statements> SchemaManager::Create(Connection& connection, SchemaMode mode,
                                                 const Context& context) const {
  ORMD_ASSIGN_OR_RETURN(const DatabaseSchema database, BuildSchema(schema_, platform_));
  return Carry(platform_, connection, mode, context,
               [&](const Catalog& catalog) { return CreateSql(platform_, PlanCreate(database, catalog)); });
}

absl::StatusOr<Statements> SchemaManager::Drop(Connection& connection, SchemaMode mode, const Context& context) const {
  ORMD_ASSIGN_OR_RETURN(const DatabaseSchema database, BuildSchema(schema_, platform_));
  return Carry(platform_, connection, mode, context, [&](const Catalog& catalog) -> absl::StatusOr<Statements> {
    return DropSql(platform_, PlanDrop(database, catalog));
  });
}

}  // namespace ormd
