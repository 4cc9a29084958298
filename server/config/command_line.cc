#include "server/config/command_line.h"

#include <CLI/CLI.hpp>
#include <string>

#include "orm/base/strings.h"
#include "server/config/config_file.h"
#include "server/config/option_table.h"

namespace ormd {
namespace {

constexpr int kWrongUsage = 2;

Invocation Exit(int code) {
  Invocation invocation;
  invocation.exit_code = code;
  return invocation;
}

class CommandLine {
 public:
  explicit CommandLine(const AddCommands& add_commands)
      : app_("ormd, an ORM daemon: find, create, change and flush entities over gRPC.", "ormd") {
    app_.set_version_flag("--version", StrCat("ormd ", Version()));
    app_.require_subcommand(1);
    serve_ = app_.add_subcommand("serve", "Serve the entities of a schema");
    AddServeOptions(*serve_, settings_);
    AddConfigOption(*serve_, config_);
    check_ = app_.add_subcommand("check", "List every fault of a schema");
    AddSchemaOption(*check_, settings_);
    if (add_commands) add_commands(app_);
    app_.footer(
        "Every option is an environment variable too: --pool-size is ORMD_POOL_SIZE. A flag wins over the "
        "environment,\n"
        "the environment over the configuration file.");
  }

  Invocation Parse(int argc, const char* const* argv) {
    app_.parse(argc, argv);
    if (serve_->parsed() && !config_.empty()) ApplyConfigFile(*serve_, config_);
    if (!serve_->parsed() && !check_->parsed()) return Exit(0);
    if (settings_.schema.empty()) throw CLI::RequiredError("--schema");
    return {serve_->parsed() ? Invocation::Action::kServe : Invocation::Action::kCheck, settings_, 0};
  }

  int Report(const CLI::ParseError& error, std::ostream& out, std::ostream& err) const {
    return app_.exit(error, out, err) == 0 ? 0 : kWrongUsage;
  }

 private:
  CLI::App app_;
  Settings settings_;
  std::string config_;
  CLI::App* serve_ = nullptr;
  CLI::App* check_ = nullptr;
};

}  // namespace

Invocation ParseCommandLine(int argc, const char* const* argv, std::ostream& out, std::ostream& err,
                            const AddCommands& add_commands) {
  CommandLine line(add_commands);
  try {
    return line.Parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return Exit(line.Report(error, out, err));
  }
}

std::string_view Version() { return ORMD_VERSION; }

}  // namespace ormd
