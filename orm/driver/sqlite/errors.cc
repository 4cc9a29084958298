#include "orm/driver/sqlite/errors.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "orm/base/strings.h"
#include "orm/driver/errors.h"

namespace ormd {
namespace {

// "a, b" of "UNIQUE constraint failed: a, b".
std::string_view Subject(std::string_view message) {
  const size_t colon = message.find(": ");
  return colon == std::string_view::npos ? std::string_view() : message.substr(colon + 2);
}

// "table.column"; a table's name may have a dot, a column's may not.
std::pair<std::string_view, std::string_view> SplitColumn(std::string_view name) {
  const size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return {"", name};
  return {name.substr(0, dot), name.substr(dot + 1)};
}

// "t.a, t.b". Answers the columns.
std::vector<std::string> FillColumns(std::string_view subject, DatabaseError& error) {
  std::vector<std::string> columns;
  for (const absl::string_view name : absl::StrSplit(ToAbsl(subject), ", ")) {
    const auto [table, column] = SplitColumn(FromAbsl(name));
    error.table = table;
    columns.emplace_back(column);
  }
  error.column = StrJoin(columns, ", ");
  return columns;
}

// Of the names that ormd gives by default.
std::string ConstraintName(std::string_view table, std::string_view rest) {
  std::string prefix(table);
  std::replace(prefix.begin(), prefix.end(), '.', '_');
  return StrCat(prefix, "_", rest);
}

// Of an index over expressions its name, "index 'name'"; else the columns: then the constraint has its default name.
void FillUnique(std::string_view subject, DatabaseError& error) {
  if (subject.starts_with("index '") && subject.ends_with("'")) {
    error.constraint = subject.substr(7, subject.size() - 8);
    return;
  }
  const std::vector<std::string> columns = FillColumns(subject, error);
  error.constraint = ConstraintName(error.table, StrCat(StrJoin(columns, "_"), "_unique"));
}

void FillPrimaryKey(std::string_view subject, DatabaseError& error) {
  FillColumns(subject, error);
  error.constraint = ConstraintName(error.table, "pkey");
}

void FillColumn(std::string_view subject, DatabaseError& error) {
  const auto [table, column] = SplitColumn(subject);
  error.table = table;
  error.column = column;
}

// "cannot store TEXT value in INTEGER column t.c", of a STRICT table.
void FillDatatype(std::string_view message, DatabaseError& error) {
  constexpr std::string_view kColumn = " column ";
  const size_t at = message.rfind(kColumn);
  if (at != std::string_view::npos) FillColumn(message.substr(at + kColumn.size()), error);
}

Reason ReasonOfConstraint(int code, std::string_view message, DatabaseError& error) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
      FillUnique(Subject(message), error);
      return Reason::kUniqueViolation;
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      FillPrimaryKey(Subject(message), error);
      return Reason::kUniqueViolation;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return Reason::kForeignKeyViolation;
    case SQLITE_CONSTRAINT_NOTNULL:
      FillColumn(Subject(message), error);
      return Reason::kNotNullViolation;
    case SQLITE_CONSTRAINT_CHECK:
      error.constraint = Subject(message);
      return Reason::kCheckViolation;
    case SQLITE_CONSTRAINT_DATATYPE:
      FillDatatype(message, error);
      return Reason::kBadValue;
    default:
      // RAISE of a trigger, or a foreign key whose ON DELETE or ON UPDATE is RESTRICT.
      return message == "FOREIGN KEY constraint failed" ? Reason::kForeignKeyViolation : Reason::kCheckViolation;
  }
}

bool Has(std::string_view message, std::string_view words) { return message.find(words) != std::string_view::npos; }

Reason ReasonOfMessage(std::string_view message) {
  if (Has(message, "no such table") || Has(message, "no such column") || Has(message, "has no column named")) {
    return Reason::kSchemaOutOfDate;
  }
  if (Has(message, "tables in a join") || Has(message, "tree is too large") || Has(message, "parser stack overflow")) {
    return Reason::kLimitExceeded;
  }
  if (Has(message, "malformed JSON") || Has(message, "integer overflow")) return Reason::kBadValue;
  return Reason::kInternal;
}

Reason ReasonOfCode(int code, std::string_view message) {
  if (code == SQLITE_BUSY_SNAPSHOT) return Reason::kSerializationFailure;
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Reason::kLockNotAvailable;
    case SQLITE_INTERRUPT:
      return Reason::kStatementCancelled;
    case SQLITE_SCHEMA:
      return Reason::kSchemaOutOfDate;
    case SQLITE_MISMATCH:
      return Reason::kBadValue;
    case SQLITE_TOOBIG:
      return Reason::kLimitExceeded;
    case SQLITE_AUTH:
    case SQLITE_PERM:
      return Reason::kNotAllowed;
    case SQLITE_ERROR:
      return ReasonOfMessage(message);
    default:
      return Reason::kInternal;
  }
}

std::string_view WhyUnusable(int code) {
  switch (code & 0xFF) {
    case SQLITE_CANTOPEN:
      return "it cannot be opened or created: is the directory there and writable?";
    case SQLITE_READONLY:
      return "it is not writable";
    case SQLITE_IOERR:
      return "reading or writing it failed";
    case SQLITE_FULL:
      return "the disk is full";
    case SQLITE_NOTADB:
      return "it is no SQLite database";
    case SQLITE_CORRUPT:
      return "it is damaged";
    default:
      return "";
  }
}

}  // namespace

absl::Status StatusOfSqlite(int code, std::string_view message, std::string_view file) {
  if (const std::string_view why = WhyUnusable(code); !why.empty()) return SqliteFileUnusable(file, why);
  DatabaseError error = {"sqlite_code", StrCat(code), "", "", ""};
  const bool constraint = (code & 0xFF) == SQLITE_CONSTRAINT;
  const Reason reason = constraint ? ReasonOfConstraint(code, message, error) : ReasonOfCode(code, message);
  return StatementFailed(reason, error);
}

absl::Status SqliteFileUnusable(std::string_view file, std::string_view why) {
  return DatabaseUnavailable(StrCat("the SQLite file ", file, " cannot be used: ", why));
}

absl::Status SeveralStatements() {
  return MakeError({Reason::kInternal, "one statement at a time: the SQL text holds several", {}, {}});
}

absl::Status TooManyParameters() {
  return MakeError({Reason::kInternal, "the statement takes fewer parameters than were given", {}, {}});
}

}  // namespace ormd
