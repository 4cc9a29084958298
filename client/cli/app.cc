#include "client/cli/app.h"

#include <CLI/CLI.hpp>
#include <map>
#include <ostream>

#include "client/admin/migration_commands.h"
#include "client/cli/commands/commands.h"
#include "client/cli/context.h"
#include "client/cli/errors.h"
#include "client/cli/exit_code.h"

namespace ormd::cli {
namespace {

constexpr char kFooter[] =
    R"(ENTITY is a full message name, or the short one where it is unique. KEY is bare text; a composite key is a JSON
object.

Exit codes: 0 ok, 1 failed, 2 wrong usage, 3 not found or differs, 4 not authenticated or not allowed, 5 unavailable, 6 conflict.

Examples:
  ormctl find User --where '{"email": {"$like": "%@example.com"}}' --populate orders.items
  ormctl create User '{"email": "ann@example.com"}' -o json
  ormctl flush -f changes.json --dry-run)";

const std::map<std::string, Format> kFormats = {
    {"table", Format::kTable}, {"json", Format::kJson}, {"ndjson", Format::kNdjson}};

void AddGlobals(CLI::App& app, Context& context) {
  app.add_option("--address", context.address, "Where ormd listens, HOST:PORT")
      ->envname("ORMCTL_ADDRESS")
      ->capture_default_str();
  const auto set_format = [&context](const std::string& name) { context.format = kFormats.at(name); };
  app.add_option_function<std::string>(
         "-o,--output", set_format,
         "Form of the output: table (the default), json (lists and streams as one array), "
         "ndjson (an object a line)")
      ->check(CLI::IsMember(kFormats).description(""))
      ->type_name("FORMAT");
  app.add_option(
         "--timeout", context.timeout_seconds,
         "Seconds that a call, or a command of a session, may take; schema and migration commands have no bound "
         "unless this gives one")
      ->check(CLI::Range(0.001, 1e9, "POSITIVE"))
      ->type_name("SECONDS")
      ->default_str("30");
}

void AddCommands(CLI::App& app, Context& context) {
  AddEntities(app, context);
  AddSchema(app, context);
  AddMigration(app, context);
  AddGenerate(app, context);
  AddDebug(app, context);
  AddFind(app, context);
  AddGet(app, context);
  AddCount(app, context);
  AddCreate(app, context);
  AddUpdate(app, context);
  AddDelete(app, context);
  AddFlush(app, context);
  AddSeed(app, context);
  AddSession(app, context);
}

// Where a command is missing, the word that stands in its place; else in CLI11's words.
std::string TextOf(const CLI::ParseError& error, const CLI::App& app) {
  const CLI::App* last = &app;
  while (!last->get_subcommands().empty()) last = last->get_subcommands().back();
  const std::vector<std::string> unknown = app.remaining(true);
  const bool named = last->get_require_subcommand_min() > 0 && !unknown.empty() && !unknown.front().starts_with('-');
  return named ? "there is no command '" + unknown.front() + "'" : error.what();
}

}  // namespace

int Run(int argc, const char* const* argv, std::istream& in, std::ostream& out, std::ostream& err) {
  Context context(in, out, err);
  CLI::App app("Finds, creates, changes and flushes the entities of an ormd daemon.", "ormctl");
  app.set_version_flag("--version", "ormctl " ORMD_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  app.footer(kFooter);
  AddGlobals(app, context);
  AddCommands(app, context);
  try {
    app.parse(argc, argv);
    if (out.flush()) return kOk;
    err << "the output cannot be written\n";
    return kFailed;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error, out, err), kOk;
    err << "USAGE: " << TextOf(error, app) << "; --help tells more\n";
    return kUsage;
  } catch (const ExitWith& exit) {
    return exit.code;
  } catch (const admin::ExitWithCode& exit) {
    return exit.code;
  } catch (const UsageError& error) {
    err << "USAGE: " << error.what() << '\n';
    return kUsage;
  } catch (const client::Error& error) {
    err << ErrorText(error, context.address) << '\n';
    return ExitCodeOf(error);
  } catch (const std::exception& error) {
    err << error.what() << '\n';
    return kFailed;
  }
}

}  // namespace ormd::cli
