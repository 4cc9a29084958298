// Prints what the Schema and Migrations services answer: data on `out`, talk on `err`.
#pragma once

#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "client/admin/format.h"
#include "orm/v1/migrations.pb.h"
#include "orm/v1/schema.pb.h"

namespace ormd::admin {

class JsonRows;

using Operations = google::protobuf::RepeatedPtrField<orm::v1::Operation>;

struct Output {
  Format format = Format::kTable;
  std::ostream& out;
  std::ostream& err;
  // `err` is a terminal: progress may overwrite itself.
  bool terminal = false;
};

// As an SQL script, each step under a comment that says what it does and what it may cost; or as JSON objects.
void PrintOperations(const Operations& operations, const Output& output);

// "3 steps ran", or that there was nothing to do; as JSON the operations.
void PrintRan(const Operations& operations, const Output& output);

// A table of name, state, time and duration; where there are none it only says so.
void PrintMigrations(const std::vector<orm::v1::Migration>& migrations, const std::string& nothing,
                     const Output& output);

// The path of a new migration; where it was only dumped, the texts of both files, each under a comment that says which.
void PrintCreated(const orm::v1::CreateMigrationRequest& request, const orm::v1::CreateMigrationResponse& created,
                  const Output& output);

// Its name.
void PrintRolledUp(const orm::v1::RollUpMigrationsResponse& rolled_up, const Output& output);

// What differs, and why the database is not up to date.
void PrintCheck(const orm::v1::CheckMigrationsResponse& check, const Output& output);

// Tells of migrations while they run: the progress of each on a terminal, a line or a row of JSON for each that has
// ended.
class ProgressPrinter {
 public:
  // The output outlives it.
  explicit ProgressPrinter(const Output& output);
  ~ProgressPrinter();

  void Print(const orm::v1::MigrationEvent& event);
  // Says so where nothing ran.
  void End(const std::string& nothing);

 private:
  void PrintDone(const orm::v1::MigrationEvent& event);
  void ClearLine();

  const Output& output_;
  std::unique_ptr<JsonRows> rows_;  // nullptr for a table
  bool ran_ = false;
};

}  // namespace ormd::admin
