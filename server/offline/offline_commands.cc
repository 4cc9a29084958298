#include "server/offline/offline_commands.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <map>
#include <string>

#include "client/admin/exit_code.h"
#include "client/admin/migration_commands.h"
#include "client/cpp/error.h"
#include "server/offline/local_admin.h"

namespace ormd {
namespace {

const std::map<std::string, admin::Format> kFormats = {
    {"table", admin::Format::kTable}, {"json", admin::Format::kJson}, {"ndjson", admin::Format::kNdjson}};

constexpr char kMigrationFooter[] =
    R"(Exit codes: 0 ok, 1 failed, 2 wrong usage, 3 differs, 5 unavailable, 6 another runner.

A pooler before PostgreSQL has to lend sessions: behind one that lends transactions (pgbouncer, pool_mode = transaction) a runner
may lose its lock between two migrations, or wait in vain for itself.

Examples:
  ormd migration create --schema entities --database sqlite:shop.db --name add_books
  ormd migration up --schema entities --database postgresql://localhost/shop
  ormd migration check --schema entities --database postgresql://localhost/shop)";

constexpr char kGenerateFooter[] = R"(Examples:
  ormd generate entities --database postgresql://localhost/shop --out entities --package shop.v1)";

}  // namespace

struct OfflineCommands::State {
  std::ostream& out;
  std::ostream& err;
  OfflineOptions options;
  admin::Format format = admin::Format::kTable;
  std::unique_ptr<LocalAdmin> admin;

  admin::AdminContext Context() {
    return {[this]() -> client::Admin& {
              if (admin == nullptr) admin = std::make_unique<LocalAdmin>(options);
              return *admin;
            },
            [this] {
              return admin::Output{format, out, err, &err == &std::cerr && isatty(STDERR_FILENO) == 1};
            }};
  }

  void AddDatabase(CLI::App& command) {
    command.add_option("--database", options.database, "postgresql://... or sqlite:FILE")
        ->envname("ORMD_DATABASE")
        ->capture_default_str();
    const auto set_format = [this](const std::string& name) { format = kFormats.at(name); };
    command
        .add_option_function<std::string>(
            "-o,--output", set_format,
            "Form of the output: table (the default), json (lists and streams as one array), "
            "ndjson (an object a line)")
        ->check(CLI::IsMember(kFormats).description(""))
        ->type_name("FORMAT");
  }
};

OfflineCommands::OfflineCommands(std::ostream& out, std::ostream& err)
    : state_(new State{out, err, {}, admin::Format::kTable, nullptr}) {}
OfflineCommands::~OfflineCommands() = default;

void OfflineCommands::AddTo(CLI::App& app) {
  CLI::App* migration = admin::AddMigrationCommands(app, state_->Context());
  state_->AddDatabase(*migration);
  OfflineOptions& options = state_->options;
  migration->add_option("--schema", options.schema, "Directory of the annotated .proto files")
      ->envname("ORMD_SCHEMA")
      ->required();
  const auto set_migrations = [&options](const std::string& directory) {
    options.migrations = directory;
    options.migrations_named = true;
  };
  migration->add_option_function<std::string>("--migrations", set_migrations, "Directory of the migrations")
      ->envname("ORMD_MIGRATIONS")
      ->default_str(options.migrations);
  migration->footer(kMigrationFooter);

  CLI::App* generate = admin::AddGenerateCommands(app, state_->Context());
  state_->AddDatabase(*generate);
  generate->footer(kGenerateFooter);
}

int OfflineCommands::Guard(const std::function<int()>& body) const {
  try {
    return body();
  } catch (const admin::ExitWithCode& exit) {
    return exit.code;
  } catch (const client::Error& error) {
    state_->err << admin::ErrorText(error, "") << '\n';
    return admin::ExitCodeOf(error);
  } catch (const CLI::Error&) {
    throw;  // of the command line, whose parser knows what to say
  } catch (const std::exception& error) {
    state_->err << error.what() << '\n';
    return admin::kFailed;
  }
}

}  // namespace ormd
