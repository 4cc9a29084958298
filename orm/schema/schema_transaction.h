// The transaction in which a database schema is changed.
#pragma once

#include "absl/status/status.h"
#include "orm/driver/connection.h"
#include "orm/schema/dialect.h"

namespace ormd {

// One at a time: on PostgreSQL others that do so wait for an advisory lock, on SQLite for the write lock. The dialect's
// guards stand round it. What is not committed is undone when the object goes.
class SchemaTransaction {
 public:
  // The connection, which must outlive this, has no transaction.
  SchemaTransaction(const Dialect& dialect, Connection& connection)
      : guards_(dialect.script_guards()), locks_(dialect.platform().name() == "postgresql"), connection_(connection) {}
  ~SchemaTransaction();
  SchemaTransaction(const SchemaTransaction&) = delete;
  SchemaTransaction& operator=(const SchemaTransaction&) = delete;

  // Once.
  absl::Status Begin(const Context& context);
  // FOREIGN_KEY_VIOLATION, naming the table, where rows refer to none.
  absl::Status Commit(const Context& context);

 private:
  const ScriptGuards guards_;
  const bool locks_;
  Connection& connection_;
};

}  // namespace ormd
