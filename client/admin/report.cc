#include "client/admin/report.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <iomanip>
#include <ostream>
#include <sstream>

#include "client/admin/json_rows.h"

namespace ormd::admin {
namespace {

using google::protobuf::util::TimeUtil;
using orm::v1::Migration;
using orm::v1::MigrationEvent;

std::string_view CostOf(const orm::v1::Operation& operation) {
  switch (operation.safety()) {
    case orm::v1::Operation::MAY_LOCK:
      return " (may lock)";
    case orm::v1::Operation::MAY_LOSE_DATA:
      return " (may lose data)";
    default:
      return "";
  }
}

std::string StateName(Migration::State state) {
  std::string name = Migration::State_Name(state);
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  return name;
}

std::string DurationText(const google::protobuf::Duration& duration) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(1) << static_cast<double>(TimeUtil::DurationToMicroseconds(duration)) / 1000
       << " ms";
  return text.str();
}

// The log of migrations counts whole milliseconds.
std::string LoggedDurationText(const google::protobuf::Duration& duration) {
  return TimeUtil::DurationToMilliseconds(duration) == 0 ? "<1 ms" : DurationText(duration);
}

std::string NamesOf(const google::protobuf::RepeatedPtrField<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

void PrintNames(const char* what, const google::protobuf::RepeatedPtrField<std::string>& names, std::ostream& out) {
  if (!names.empty()) out << what << ": " << NamesOf(names) << '\n';
}

}  // namespace

void PrintOperations(const Operations& operations, const Output& output) {
  if (output.format != Format::kTable) return PrintRows(operations, output);
  for (const orm::v1::Operation& operation : operations) {
    output.out << "-- " << operation.summary() << CostOf(operation) << '\n';
    for (const std::string& statement : operation.statements()) output.out << statement << ";\n";
  }
}

void PrintRan(const Operations& operations, const Output& output) {
  if (output.format != Format::kTable) return PrintRows(operations, output);
  if (operations.empty()) {
    output.err << "nothing to do\n";
    return;
  }
  for (const orm::v1::Operation& operation : operations) {
    output.err << operation.summary() << CostOf(operation) << '\n';
  }
  output.err << operations.size() << (operations.size() == 1 ? " step ran\n" : " steps ran\n");
}

void PrintMigrations(const std::vector<Migration>& migrations, const std::string& nothing, const Output& output) {
  if (output.format != Format::kTable) return PrintRows(migrations, output);
  if (migrations.empty()) {
    output.err << nothing << '\n';
    return;
  }
  size_t width = 4;
  for (const Migration& migration : migrations) width = std::max(width, migration.name().size());
  const auto row = [&](const std::string& name, const std::string& state, const std::string& time,
                       const std::string& duration) {
    output.out << std::left << std::setw(static_cast<int>(width) + 2) << name << std::setw(10) << state << std::setw(29)
               << time << duration << '\n';
  };
  row("NAME", "STATE", "EXECUTED_AT", "DURATION");
  for (const Migration& migration : migrations) {
    const bool executed = migration.has_executed_at();
    row(migration.name(), StateName(migration.state()), executed ? TimeUtil::ToString(migration.executed_at()) : "",
        executed ? LoggedDurationText(migration.duration()) : "");
  }
}

void PrintCreated(const orm::v1::CreateMigrationRequest& request, const orm::v1::CreateMigrationResponse& created,
                  const Output& output) {
  if (output.format != Format::kTable) return PrintMessage(created, output);
  // A dump makes no file, and so has no name.
  if (created.name().empty() && created.up().empty() && !request.blank()) {
    output.err << "nothing differs: no migration was made\n";
    return;
  }
  if (request.dump()) {
    output.out << "-- up\n" << created.up() << "-- down\n" << created.down();
    return;
  }
  output.out << created.path() << '\n';
  for (const orm::v1::Operation& operation : created.operations()) {
    output.err << operation.summary() << CostOf(operation) << '\n';
  }
  if (created.logged()) output.err << "the database has all of it already: marked as executed\n";
}

void PrintRolledUp(const orm::v1::RollUpMigrationsResponse& rolled_up, const Output& output) {
  if (output.format != Format::kTable) return PrintMessage(rolled_up, output);
  output.out << rolled_up.name() << '\n';
}

void PrintCheck(const orm::v1::CheckMigrationsResponse& check, const Output& output) {
  if (output.format != Format::kTable) return PrintMessage(check, output);
  PrintOperations(check.operations(), output);
  PrintNames("pending", check.pending(), output.err);
  PrintNames("changed since they ran", check.changed(), output.err);
  PrintNames("without a file", check.missing(), output.err);
  output.err << (check.up_to_date() ? "up to date\n" : "not up to date\n");
}

ProgressPrinter::ProgressPrinter(const Output& output) : output_(output) {
  if (output.format != Format::kTable) rows_ = std::make_unique<JsonRows>(output);
}

ProgressPrinter::~ProgressPrinter() = default;

void ProgressPrinter::Print(const MigrationEvent& event) {
  if (event.kind() == MigrationEvent::DONE) return PrintDone(event);
  if (!output_.terminal) return;
  ClearLine();
  output_.err << (event.down() ? "undoing " : "running ") << event.name() << "  " << event.statement() << '/'
              << event.statements() << std::flush;
}

void ProgressPrinter::PrintDone(const MigrationEvent& event) {
  ran_ = true;
  ClearLine();
  if (rows_ != nullptr) return rows_->Add(event);
  output_.out << (event.down() ? "down " : "up   ") << event.name() << "  " << DurationText(event.duration())
              << std::endl;
}

void ProgressPrinter::End(const std::string& nothing) {
  ClearLine();
  if (!ran_) output_.err << nothing << '\n';
}

void ProgressPrinter::ClearLine() {
  if (output_.terminal) output_.err << "\r\x1B[K";
}

}  // namespace ormd::admin
