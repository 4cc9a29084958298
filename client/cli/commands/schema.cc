#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/commands/commands.h"

namespace ormd::cli {
namespace {

struct Options {
  bool dump = false;
  bool run = false;
};

using Call = std::vector<std::string> (client::Client::*)(bool dump);

void Run(const Options& options, Call call, Context& context) {
  const std::vector<std::string> statements = (context.client().*call)(options.dump);
  if (context.format == Format::kTable) {
    if (options.dump) {
      for (const std::string& statement : statements) context.out << statement << ";\n";
    } else if (statements.empty()) {
      context.err << "nothing to do\n";
    } else {
      context.err << statements.size() << (statements.size() == 1 ? " statement ran\n" : " statements ran\n");
    }
    return;
  }
  Json list = Json::Array();
  for (const std::string& statement : statements) list.items.push_back(Json::String(statement));
  if (context.format == Format::kJson) {
    context.out << WritePretty(list) << '\n';
  } else {
    for (const Json& statement : list.items) context.out << WriteJson(statement) << '\n';
  }
}

CLI::App* AddCommand(CLI::App* schema, const char* name, const char* description, Call call, Context& context) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = schema->add_subcommand(name, description);
  command->fallthrough();
  CLI::Option* dump = command->add_flag("--dump", options->dump, "Print the SQL, change nothing");
  command->add_flag("--run", options->run, "Run the SQL")->excludes(dump);
  command->callback([options, call, &context] { Run(*options, call, context); });
  return command;
}

}  // namespace

void AddSchema(CLI::App& app, Context& context) {
  CLI::App* schema = app.add_subcommand("schema", "Create or drop the tables of the entities");
  schema->fallthrough();
  schema->require_subcommand(1);
  AddCommand(schema, "create", "Create what does not stand yet", &client::Client::CreateSchema, context)
      ->footer(R"(Without an option the SQL runs: nothing that stands is touched.

Examples:
  ormctl schema create --dump
  ormctl schema create --run)");
  AddCommand(schema, "drop", "Drop the tables of the entities, with all that is in them", &client::Client::DropSchema,
             context)
      ->footer(R"(Needs --dump or --run.

Examples:
  ormctl schema drop --dump
  ormctl schema drop --run)")
      ->require_option(1);
}

}  // namespace ormd::cli
