#include "client/admin/migration_commands.h"

#include <google/protobuf/util/time_util.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ormd::admin {
namespace {

using google::protobuf::util::TimeUtil;
using namespace orm::v1;  // NOLINT: the messages of the service

constexpr char kNothingPending[] = "nothing is pending";
constexpr char kNoMigrations[] = "there are no migrations";

void SetFilter(const std::vector<std::string>& ignore, SchemaFilter* filter) {
  filter->mutable_ignore()->Add(ignore.begin(), ignore.end());
}

CLI::App* AddCommand(CLI::App* parent, const std::string& name, const std::string& description) {
  CLI::App* command = parent->add_subcommand(name, description);
  command->fallthrough();
  return command;
}

void AddCreate(CLI::App* parent, const AdminContext& context) {
  struct Options {
    CreateMigrationRequest request;
    std::string name;
    std::vector<std::string> ignore;
    bool blank = false, initial = false, dump = false, safe = false;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(parent, "create", "Write the steps from the last snapshot to the entities");
  command->add_option("--name", options->name, "Name behind the timestamp")->type_name("NAME");
  CLI::Option* blank = command->add_flag("--blank", options->blank, "Empty files, to be written by hand");
  command->add_flag("--initial", options->initial, "The whole schema, as the first migration")->excludes(blank);
  command->add_flag("--dump", options->dump, "Print what both files would hold, write nothing");
  command->add_flag("--safe", options->safe, "Drop nothing");
  command->add_option("--ignore", options->ignore, "Tables that count for nothing; * stands for any characters")
      ->type_name("TABLE");
  command->callback([options, context] {
    CreateMigrationRequest request;
    request.set_name(options->name);
    request.set_blank(options->blank);
    request.set_initial(options->initial);
    request.set_dump(options->dump);
    request.mutable_filter()->set_safe(options->safe);
    SetFilter(options->ignore, request.mutable_filter());
    PrintCreated(request, context.admin().CreateMigration(request), context.output());
  });
}

struct RunOptions {
  std::string to;
  std::vector<std::string> only;
  bool all_or_nothing = false;
  double lock_timeout = 60;
};

void AddLockTimeout(CLI::App* command, double& seconds) {
  command->add_option("--lock-timeout", seconds, "Seconds to wait for another runner")
      ->check(CLI::Range(0.0, 1e9))
      ->type_name("SECONDS")
      ->capture_default_str();
}

google::protobuf::Duration DurationOf(double seconds) {
  return TimeUtil::MillisecondsToDuration(static_cast<int64_t>(seconds * 1000));
}

template <typename Request>
void AddRun(CLI::App* command, void (client::Admin::*run)(const Request&, const client::Admin::OnEvent&),
            const char* nothing, const AdminContext& context) {
  const auto options = std::make_shared<RunOptions>();
  CLI::Option* to = command->add_option("--to", options->to, "The last one; its timestamp may be left out");
  to->type_name("NAME");
  command->add_option("--only", options->only, "These and no others")->type_name("NAME")->excludes(to);
  command->add_flag("--all-or-nothing", options->all_or_nothing, "One transaction round all of them");
  AddLockTimeout(command, options->lock_timeout);
  command->callback([options, run, nothing, context] {
    Request request;
    request.set_to(options->to);
    request.mutable_only()->Add(options->only.begin(), options->only.end());
    request.set_all_or_nothing(options->all_or_nothing);
    *request.mutable_lock_timeout() = DurationOf(options->lock_timeout);
    const Output output = context.output();
    ProgressPrinter progress(output);
    (context.admin().*run)(request, [&](const MigrationEvent& event) { progress.Print(event); });
    progress.End(nothing);
  });
}

void AddFresh(CLI::App* parent, const AdminContext& context) {
  const auto lock_timeout = std::make_shared<double>(60);
  CLI::App* command =
      AddCommand(parent, "fresh", "Drop everything of the entities, with all that is in it, and run all migrations");
  AddLockTimeout(command, *lock_timeout);
  command->callback([lock_timeout, context] {
    FreshMigrationsRequest request;
    *request.mutable_lock_timeout() = DurationOf(*lock_timeout);
    const Output output = context.output();
    ProgressPrinter progress(output);
    context.admin().FreshMigrations(request, [&](const MigrationEvent& event) { progress.Print(event); });
    progress.End(kNoMigrations);
  });
}

std::vector<Migration> Listed(const AdminContext& context, bool pending_only) {
  std::vector<Migration> migrations;
  const ListMigrationsResponse listed = context.admin().ListMigrations();
  for (const Migration& migration : listed.migrations()) {
    if (!pending_only || migration.state() == Migration::PENDING) migrations.push_back(migration);
  }
  return migrations;
}

void AddLists(CLI::App* parent, const AdminContext& context) {
  AddCommand(parent, "list", "Show all migrations and which of them have run")->callback([context] {
    PrintMigrations(Listed(context, false), kNoMigrations, context.output());
  });
  AddCommand(parent, "pending", "Show those that have not run")->callback([context] {
    PrintMigrations(Listed(context, true), kNothingPending, context.output());
  });
}

void AddCheck(CLI::App* parent, const AdminContext& context) {
  struct Options {
    bool snapshot = false;
    std::vector<std::string> ignore;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(parent, "check", "Compare the entities with the database; exit code 3 where they differ");
  command->add_flag("--snapshot", options->snapshot, "Compare with the snapshot instead; needs no database");
  command->add_option("--ignore", options->ignore, "Tables that count for nothing")->type_name("TABLE");
  command->callback([options, context] {
    CheckMigrationsRequest request;
    request.set_snapshot(options->snapshot);
    SetFilter(options->ignore, request.mutable_filter());
    const CheckMigrationsResponse check = context.admin().CheckMigrations(request);
    PrintCheck(check, context.output());
    if (!check.up_to_date()) throw ExitWithCode{kDiffers};
  });
}

void AddMarks(CLI::App* parent, const AdminContext& context) {
  const auto name = std::make_shared<std::string>();
  CLI::App* log = AddCommand(parent, "log", "Mark a migration as executed without running it");
  log->add_option("NAME", *name, "With or without its timestamp")->required();
  log->callback([name, context] {
    LogMigrationRequest request;
    request.set_name(*name);
    context.admin().LogMigration(request);
  });
  CLI::App* unlog = AddCommand(parent, "unlog", "Mark a migration as not executed without undoing it");
  unlog->add_option("NAME", *name, "With or without its timestamp")->required();
  unlog->callback([name, context] {
    UnlogMigrationRequest request;
    request.set_name(*name);
    context.admin().UnlogMigration(request);
  });
}

void AddRollUp(CLI::App* parent, const AdminContext& context) {
  const auto name = std::make_shared<std::string>();
  CLI::App* command = AddCommand(parent, "rollup", "Make one migration of all that have run");
  command->add_option("--name", *name, "Name behind the timestamp")->type_name("NAME")->default_str("rollup");
  command->callback([name, context] {
    RollUpMigrationsRequest request;
    request.set_name(*name);
    PrintRolledUp(context.admin().RollUpMigrations(request), context.output());
  });
}

}  // namespace

CLI::App* AddMigrationCommands(CLI::App& app, AdminContext context) {
  CLI::App* migration = app.add_subcommand("migration", "Make, run and undo migrations");
  migration->fallthrough();
  migration->require_subcommand(1);
  AddCreate(migration, context);
  AddRun(AddCommand(migration, "up", "Run what is pending"), &client::Admin::Up, kNothingPending, context);
  AddRun(AddCommand(migration, "down", "Undo the last one that has run"), &client::Admin::Down, "nothing has run",
         context);
  AddLists(migration, context);
  AddCheck(migration, context);
  AddFresh(migration, context);
  AddMarks(migration, context);
  AddRollUp(migration, context);
  return migration;
}

}  // namespace ormd::admin
