#include "orm/migration/errors.h"

#include "orm/base/error.h"
#include "orm/base/strings.h"

namespace ormd {
namespace {

absl::Status Conflict(std::string message, std::string_view migration = "") {
  Error error = {Reason::kMigrationConflict, std::move(message), {}, {}};
  if (!migration.empty()) error.metadata.emplace_back("migration", migration);
  return MakeError(std::move(error));
}

absl::Status Conflict(std::string message, const std::vector<std::string>& migrations) {
  return Conflict(std::move(message), migrations.empty() ? std::string_view() : migrations.front());
}

// Says what may be tried again, or that the caller is gone: the migration is not to blame.
bool KeepsReason(Reason reason) {
  switch (reason) {
    case Reason::kStatementCancelled:
    case Reason::kStatementTimeout:
    case Reason::kDatabaseUnavailable:
    case Reason::kCommitUnknown:
    case Reason::kLockNotAvailable:
    case Reason::kDeadlock:
    case Reason::kSerializationFailure:
    case Reason::kServerDraining:
      return true;
    default:
      return false;
  }
}

std::string PlaceText(const StatementPlace& place) {
  if (place.statement == 0) return place.file;
  return StrCat(place.file, ":", place.line, ": statement ", place.statement);
}

Error AtPlace(const StatementPlace& place, Reason reason, std::string_view what) {
  Error error = {reason, StrCat(PlaceText(place), what), {{"migration", place.migration}, {"file", place.file}}, {}};
  if (place.statement == 0) return error;
  error.metadata.emplace_back("statement", StrCat(place.statement));
  error.metadata.emplace_back("line", StrCat(place.line));
  return error;
}

}  // namespace

absl::Status FileUnreadable(std::string_view path, std::string_view why) {
  return Conflict(StrCat(path, " cannot be read: ", why));
}

absl::Status FileUnwritable(std::string_view path, std::string_view why) {
  return Conflict(StrCat(path, " cannot be written: ", why));
}

absl::Status NulByte(std::string_view path, size_t line) {
  return Conflict(StrCat(path, ":", line, ": a NUL byte cannot stand in a script"));
}

absl::Status InterruptedChange(std::string_view path) {
  return Conflict(StrCat("an interrupted change: ", path,
                         " is left of it; put the directory back as it was before, and remove what is left"));
}

absl::Status NoDirectory(std::string_view path) {
  return Conflict(StrCat("there is no directory ", path, " with migrations"));
}

absl::Status DirectoryInUse(std::string_view path) { return Conflict(StrCat("others are writing to ", path)); }

absl::Status BadFileName(std::string_view path) {
  return Conflict(StrCat(path, " is no migration's name: expected YYYYMMDDhhmmss_name.up.sql or .down.sql"));
}

absl::Status DuplicateTimestamp(std::string_view path, std::string_view other) {
  return Conflict(StrCat(path, " and ", other, " have the same timestamp: rename one of them"));
}

absl::Status DownWithoutUp(std::string_view path) { return Conflict(StrCat(path, " has no up file beside it")); }

absl::Status UnknownDirective(std::string_view file, std::string_view line) {
  return Conflict(StrCat(file, ": unknown line at its head: ", line));
}

absl::Status BrokenSnapshot(std::string_view path, const absl::Status& why) {
  return Conflict(StrCat(path, " is damaged: ", FromAbsl(why.message())));
}

absl::Status BadMigrationName() {
  return MakeFieldError(Reason::kBadValue, "name", "the name of a migration needs letters or digits");
}

absl::Status ToAndOnly() {
  return MakeFieldError(Reason::kBadRequest, "only", "either the last migration or the only ones can be named");
}

absl::Status UnknownMigration(std::string_view name) { return Conflict(StrCat("no migration is named ", name), name); }

absl::Status AmbiguousMigration(std::string_view name, const std::vector<std::string>& candidates) {
  return Conflict(StrCat(name, " may be any of ", StrJoin(candidates, ", "), ": say which"), name);
}

absl::Status ChangedMigrations(const std::vector<std::string>& names) {
  return Conflict(StrCat("changed since the database has run it: ", StrJoin(names, ", "),
                         "; put the file back, or write another migration"),
                  names);
}

absl::Status MissingMigrations(const std::vector<std::string>& names) {
  return Conflict(StrCat("the database is newer than the files: it has run ", StrJoin(names, ", "), ", without a file"),
                  names);
}

absl::Status NoMigrationFile(std::string_view name) {
  return Conflict(StrCat(name, " cannot be undone: it has no file"), name);
}

absl::Status NoDownFile(std::string_view name) {
  return Conflict(StrCat(name, " cannot be undone: there is no ", name, ".down.sql"), name);
}

absl::Status NotExecuted(std::string_view name) { return Conflict(StrCat(name, " has not run"), name); }

absl::Status StillPending(const std::vector<std::string>& names) {
  return Conflict(StrCat("not yet run: ", StrJoin(names, ", ")), names);
}

absl::Status MigrationsExist(std::string_view where) {
  return Conflict(StrCat("an initial migration must be the first one: ", where, " has migrations already"));
}

absl::Status PartOfSchemaStands(const std::vector<std::string>& standing, const std::vector<std::string>& absent) {
  return Conflict(StrCat("the database has a part of the tables only: ", StrJoin(standing, ", "), ", but not ",
                         StrJoin(absent, ", ")));
}

absl::Status NeedsDatabase(std::string_view why) { return Conflict(StrCat("a database is needed: ", why)); }

absl::Status NoSnapshot(std::string_view path) {
  return Conflict(StrCat("there is no snapshot ", path, " to compare with"));
}

absl::Status LogIsNoTable(std::string_view name) {
  return Conflict(StrCat(name, " stands in the database, but is no table"));
}

absl::Status LogStandsBehind(std::string_view schema, std::string_view first) {
  return Conflict(StrCat("names without a schema mean the schema ", first,
                         " since it was made, but the log of the migrations stands in ", schema,
                         "; set the search path to the one that is meant"));
}

absl::Status NothingToRollUp() { return Conflict("no migration has run"); }

absl::Status CannotRollUp(std::string_view name) {
  return Conflict(StrCat(name, " cannot be rolled up: it runs without a transaction"), name);
}

absl::Status NeedsTransaction(std::string_view name) {
  return Conflict(StrCat(name, " runs without a transaction, and so cannot be a part of all or nothing"), name);
}

absl::Status EndsTransaction(const StatementPlace& place, std::string_view command) {
  return MakeError(AtPlace(place, Reason::kMigrationConflict,
                           StrCat(": ", command,
                                  " cannot stand in a migration, which is a transaction; a first line `-- ormd: "
                                  "no-transaction` runs it without one")));
}

absl::Status MigrationStepFailed(const StatementPlace& place, const absl::Status& status, std::string_view words) {
  const Error cause = ErrorOf(status);
  const Reason reason = KeepsReason(cause.reason) ? cause.reason : Reason::kMigrationFailed;
  const std::string detail = words.empty() ? "" : StrCat(": ", words);
  const std::string_view stands =
      place.transactional ? "" : "; the migration runs without a transaction, so what it did before stands";
  Error error = AtPlace(place, reason, StrCat(": ", cause.message, detail, stands));
  error.metadata.emplace_back("reason", ReasonName(cause.reason));
  error.metadata.insert(error.metadata.end(), cause.metadata.begin(), cause.metadata.end());
  return MakeError(std::move(error));
}

absl::Status ForeignKeysBroken(const StatementPlace& place, const std::vector<std::pair<std::string, size_t>>& tables) {
  std::vector<std::string> counts;
  for (const auto& [table, rows] : tables) counts.push_back(StrCat(rows, rows == 1 ? " row of " : " rows of ", table));
  Error error =
      AtPlace(place, Reason::kMigrationFailed, StrCat(": rows refer to what does not exist: ", StrJoin(counts, ", ")));
  error.metadata.emplace_back("reason", ReasonName(Reason::kForeignKeyViolation));
  error.metadata.emplace_back("table", tables.front().first);
  return MakeError(std::move(error));
}

absl::Status FirstSchemaChanged(const StatementPlace& place, std::string_view before, std::string_view after) {
  const std::string_view stands =
      place.transactional ? "" : "; it ran without a transaction, so what it did stands: log it by hand";
  return MakeError(AtPlace(place, Reason::kMigrationFailed,
                           StrCat(": names without a schema meant the schema ", before, ", and mean ", after,
                                  " after it; set the search path to the one that is meant", stands)));
}

absl::Status TransactionLeftOpen(const StatementPlace& place) {
  return MakeError(AtPlace(place, Reason::kMigrationFailed, ": it leaves a transaction open, which was rolled back"));
}

absl::Status OthersAreWriting() {
  return MakeError({Reason::kLockNotAvailable, "others are writing to the database", {}, {}});
}

}  // namespace ormd
