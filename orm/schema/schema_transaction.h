// The transaction in which a database schema is changed.
#pragma once

#include "absl/status/status.h"
#include "orm/driver/connection.h"
#include "orm/schema/dialect.h"
#include "orm/schema/reference_check.h"
#include "orm/schema/schema_lock.h"

namespace ormd {

// One at a time, and none beside a runner of migrations: it has the schema lock. The dialect's guards stand round it.
// What is not committed is undone when the object goes.
class SchemaTransaction {
 public:
  // The connection, which must outlive this, has no transaction.
  SchemaTransaction(const Dialect& dialect, Connection& connection)
      : guards_(dialect.script_guards()),
        lock_(dialect.platform(), connection, SchemaLock::Scope::kTransaction),
        connection_(connection),
        references_(guards_.checks, connection) {}
  ~SchemaTransaction();
  SchemaTransaction(const SchemaTransaction&) = delete;
  SchemaTransaction& operator=(const SchemaTransaction&) = delete;

  // Once. Waits for others as long as the context lets it.
  absl::Status Begin(const Context& context);
  // FOREIGN_KEY_VIOLATION, naming the table, where rows refer to none that did not before. The names are those of what
  // has run (ScriptRunner).
  absl::Status Commit(const FormerNames& former_names, const Context& context);

 private:
  const ScriptGuards guards_;
  SchemaLock lock_;
  Connection& connection_;
  ReferenceCheck references_;
};

}  // namespace ormd
