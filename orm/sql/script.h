// SQL scripts as people write them: several statements with comments between them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "orm/sql/platform.h"

namespace ormd {

struct ScriptStatement {
  std::string sql;  // without the semicolon that ends it
  size_t line = 1;  // of the script, on which it begins
};

// Splits a script at its semicolons. Knows quoted texts and names, comments (nested on PostgreSQL), dollar quotes and
// E'' texts, and the bodies of functions and rules (PostgreSQL), and the BEGIN … END of triggers (SQLite). A part that
// is only blanks and comments is none; those before and behind a statement are no part of it.
std::vector<ScriptStatement> SplitScript(const Platform& platform, std::string_view script);

// "BEGIN", "COMMIT", "ROLLBACK" and the like where the statement begins or ends a transaction; empty where it does not,
// as a savepoint does not.
std::string TransactionCommand(const Platform& platform, std::string_view statement);

}  // namespace ormd
