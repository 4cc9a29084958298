#include "server/offline/offline_commands.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <iostream>
#include <map>
#include <string>
#include <utility>

#include "client/admin/exit_code.h"
#include "client/admin/migration_commands.h"
#include "client/cpp/error.h"
#include "server/config/config_file.h"
#include "server/config/option_table.h"
#include "server/offline/local_admin.h"
#include "server/runtime/signals.h"

namespace ormd {
namespace {

const std::map<std::string, admin::Format> kFormats = {
    {"table", admin::Format::kTable}, {"json", admin::Format::kJson}, {"ndjson", admin::Format::kNdjson}};

constexpr char kMigrationFooter[] =
    R"(Exit codes: 0 ok, 1 failed, 2 wrong usage, 3 differs, 5 unavailable, 6 another runner, 128 + N
ended by signal N: what ran was rolled back, unless a second signal cut that short.

A pooler before PostgreSQL has to lend sessions: behind one that lends transactions (pgbouncer, pool_mode = transaction) a runner
may lose its lock between two migrations, or wait in vain for itself.

Examples:
  ormd migration create --schema entities --database sqlite:shop.db --name add_books
  ormd migration up --schema entities --database postgresql://localhost/shop
  ormd migration check --schema entities --database postgresql://localhost/shop)";

constexpr char kGenerateFooter[] = R"(Examples:
  ormd generate entities --database postgresql://localhost/shop --out entities --package shop.v1)";

// By a signal, of the work that was under way.
struct Interruption {
  std::atomic<int> signal = 0;
  Cancellation cancellation;
};

// Shared with the thread that waits for signals.
std::shared_ptr<Interruption> OnSignals() {
  const auto interruption = std::make_shared<Interruption>();
  BlockSignals();
  CallOnNextSignal([interruption](int signal) {
    interruption->signal = signal;
    interruption->cancellation.Cancel();
  });
  return interruption;
}

}  // namespace

struct OfflineCommands::State {
  std::ostream& out;
  std::ostream& err;
  Settings settings;
  std::string config;
  admin::Format format = admin::Format::kTable;
  std::shared_ptr<Interruption> interruption;  // once the work has begun, as the next
  std::unique_ptr<LocalAdmin> admin;

  State(std::ostream& out, std::ostream& err) : out(out), err(err) {
    settings.database.clear();  // a forgotten setting must not end with success, on a file that nobody has named
  }

  // `command` is there when the context is used.
  admin::AdminContext AdminFor(CLI::App* const& command) {
    return {[this, &command]() -> client::Admin& {
              if (admin == nullptr) Begin(OptionsOf(*command));
              return *admin;
            },
            [this] {
              return admin::Output{format, out, err, &err == &std::cerr && isatty(STDERR_FILENO) == 1};
            }};
  }

  void Begin(OfflineOptions options) {
    interruption = OnSignals();
    const std::shared_ptr<Cancellation> cancellation(interruption, &interruption->cancellation);
    admin = std::make_unique<LocalAdmin>(std::move(options), Context{absl::InfiniteFuture(), cancellation});
  }

  int ExitCodeOf(const client::Error& error) const {
    const int signal = interruption == nullptr ? 0 : interruption->signal.load();
    return signal != 0 ? 128 + signal : admin::ExitCodeOf(error);
  }

  OfflineOptions OptionsOf(CLI::App& command) {
    if (!config.empty()) ApplyConfigFile(command, config);
    if (settings.database.empty()) throw CLI::RequiredError("--database");
    if (&command == migration && settings.schema.empty()) throw CLI::RequiredError("--schema");
    const bool named = &command == migration && command.get_option("--migrations")->count() > 0;
    return {settings.schema, settings.database, settings.migrations, named};
  }

  void AddCommon(CLI::App& command) {
    AddDatabaseOption(command, settings);
    AddConfigOption(command, config);
    const auto set_format = [this](const std::string& name) { format = kFormats.at(name); };
    command
        .add_option_function<std::string>(
            "-o,--output", set_format,
            "Form of the output: table (the default), json (lists and streams as one array), "
            "ndjson (an object a line)")
        ->check(CLI::IsMember(kFormats).description(""))
        ->type_name("FORMAT");
  }

  CLI::App* migration = nullptr;
  CLI::App* generate = nullptr;
};

OfflineCommands::OfflineCommands(std::ostream& out, std::ostream& err) : state_(new State(out, err)) {}
OfflineCommands::~OfflineCommands() = default;

void OfflineCommands::AddTo(CLI::App& app) {
  state_->migration = admin::AddMigrationCommands(app, state_->AdminFor(state_->migration));
  state_->AddCommon(*state_->migration);
  AddSchemaOption(*state_->migration, state_->settings);
  AddMigrationsOption(*state_->migration, state_->settings);
  state_->migration->footer(kMigrationFooter);

  state_->generate = admin::AddGenerateCommands(app, state_->AdminFor(state_->generate));
  state_->AddCommon(*state_->generate);
  state_->generate->footer(kGenerateFooter);
}

int OfflineCommands::Guard(const std::function<int()>& body) const {
  try {
    return body();
  } catch (const admin::ExitWithCode& exit) {
    return exit.code;
  } catch (const client::Error& error) {
    state_->err << admin::ErrorText(error, "") << '\n';
    return state_->ExitCodeOf(error);
  } catch (const CLI::Error&) {
    throw;  // of the command line, whose parser knows what to say
  } catch (const std::exception& error) {
    state_->err << error.what() << '\n';
    return admin::kFailed;
  }
}

}  // namespace ormd
