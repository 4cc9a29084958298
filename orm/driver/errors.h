// The messages of the driver floor that are the same for every database.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "orm/base/error.h"

namespace ormd {

absl::Status BadDatabaseUrl(std::string_view why);
// `open` connections of a pool of `size`: fewer where the database takes no more.
absl::Status PoolExhausted(size_t open, size_t size);
absl::Status TransactionOpenAlready();
absl::Status NoTransaction();
// The transaction was rolled back before COMMIT, or by the database.
absl::Status TransactionAborted();
absl::Status StatementTimeout();
absl::Status StatementCancelled();
// `detail` says what was tried and why it failed, on one line.
absl::Status DatabaseUnavailable(std::string_view detail);
absl::Status CommitUnknown();
absl::Status ReadOnly();
absl::Status TextWithNul();
absl::Status SqlWithNul();
// Of a read: what it found, or already the rows.
absl::Status AnswerTooLarge();

// What a database says of a failed statement. Empty texts are unknown.
struct DatabaseError {
  std::string code_name;  // "sqlstate" or "sqlite_code"
  std::string code;
  std::string constraint;
  std::string table;
  std::string column;
};

// No key is left for new rows of the error's table: its column has counted to the end of its type. BAD_VALUE.
absl::Status KeysUsedUp(const DatabaseError& error);

// The database makes the values of the error's column, and takes none. BAD_VALUE.
absl::Status ColumnTakesNoValue(const DatabaseError& error);

// The database's own code of a failed statement, such as "42501"; empty where the error is not one of the database.
std::string CodeOfDatabase(const absl::Status& status);

// The message of a reason in our own words, with what is known of constraint, table and column; metadata likewise.
absl::Status StatementFailed(Reason reason, const DatabaseError& error);

}  // namespace ormd
