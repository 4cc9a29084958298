#include <CLI/CLI.hpp>
#include <memory>

#include "client/admin/report.h"
#include "client/cli/commands/commands.h"

namespace ormd::cli {
namespace {

using admin::Operations;
using client::RemoteAdmin;

struct Options {
  bool dump = false;
  bool run = false;
  bool exit_code = false;
  orm::v1::SchemaFilter filter;
};

// The answer's steps, printed as what would run or what ran.
void Print(const Options& options, const Operations& operations, Context& context) {
  const admin::Output output = context.output();
  options.dump ? PrintOperations(operations, output) : PrintRan(operations, output);
}

template <typename Request, typename Response>
using Method = Response (RemoteAdmin::*)(const Request&);

template <typename Request, typename Response>
void Run(const Options& options, Method<Request, Response> method, Context& context) {
  Request request;
  request.set_dump(options.dump);
  if constexpr (requires { request.mutable_filter(); }) *request.mutable_filter() = options.filter;
  Print(options, (context.admin().*method)(request).operations(), context);
}

void Diff(const Options& options, Context& context) {
  orm::v1::DiffSchemaRequest request;
  *request.mutable_filter() = options.filter;
  const orm::v1::DiffSchemaResponse response = context.admin().DiffSchema(request);
  PrintOperations(response.operations(), context.output());
  if (response.operations().empty()) context.err << "no difference\n";
  for (const std::string& column : response.obstacles()) {
    context.err << "no entity knows " << column << ", which may not be null: nothing can be created in its table\n";
  }
  if (options.exit_code && !response.operations().empty()) throw ExitWith{kNotFound};
}

CLI::App* AddCommand(CLI::App* schema, const char* name, const char* description) {
  CLI::App* command = schema->add_subcommand(name, description);
  command->fallthrough();
  return command;
}

template <typename Request, typename Response>
CLI::App* AddChange(CLI::App* schema, const char* name, const char* description, Method<Request, Response> method,
                    const std::shared_ptr<Options>& options, Context& context) {
  CLI::App* command = AddCommand(schema, name, description);
  CLI::Option* dump = command->add_flag("--dump", options->dump, "Print the SQL, change nothing");
  command->add_flag("--run", options->run, "Run the SQL")->excludes(dump);
  command->callback([options, method, &context] { Run(*options, method, context); });
  return command;
}

// One that runs only where it is told to.
template <typename Request, typename Response>
CLI::App* AddExplicit(CLI::App* schema, const char* name, const char* description, Method<Request, Response> method,
                      const std::shared_ptr<Options>& options, Context& context) {
  CLI::App* command = AddChange(schema, name, description, method, options, context);
  command->callback([options, method, &context] {
    if (!options->dump && !options->run) throw CLI::RequiredError("--dump or --run");
    Run(*options, method, context);
  });
  return command;
}

void AddFilter(CLI::App* command, const std::shared_ptr<Options>& options) {
  orm::v1::SchemaFilter* filter = &options->filter;
  command->add_flag_callback(
      "--safe", [filter] { filter->set_safe(true); }, "Drop nothing");
  command->add_flag_callback(
      "--drop-unknown", [filter] { filter->set_drop_unknown(true); }, "Drop tables too that no entity knows");
  command
      ->add_option_function<std::vector<std::string>>(
          "--ignore", [filter](const auto& tables) { filter->mutable_ignore()->Add(tables.begin(), tables.end()); },
          "Tables that count for nothing; * stands for any characters")
      ->type_name("TABLE");
}

void AddCreate(CLI::App* schema, Context& context) {
  AddChange(schema, "create", "Create what does not stand yet", &RemoteAdmin::CreateSchema, std::make_shared<Options>(),
            context)
      ->footer(R"(Without an option the SQL runs: nothing that stands is touched.

Examples:
  ormctl schema create --dump
  ormctl schema create --run)");
}

void AddUpdate(CLI::App* schema, Context& context) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = AddExplicit(schema, "update", "Change the database to what the entities ask for",
                                  &RemoteAdmin::UpdateSchema, options, context);
  AddFilter(command, options);
  command->footer(R"(Needs --dump or --run. All or nothing, in one transaction.

Examples:
  ormctl schema update --dump
  ormctl schema update --safe --run)");
}

void AddDiff(CLI::App* schema, Context& context) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(schema, "diff", "Print what `update` would do");
  AddFilter(command, options);
  command->add_flag("--exit-code", options->exit_code, "End with exit code 3 where something differs");
  command->callback([options, &context] { Diff(*options, context); });
}

void AddDrops(CLI::App* schema, Context& context) {
  AddExplicit(schema, "drop", "Drop the tables of the entities, with all that is in them", &RemoteAdmin::DropSchema,
              std::make_shared<Options>(), context)
      ->footer(R"(Needs --dump or --run.

Examples:
  ormctl schema drop --dump
  ormctl schema drop --run)");
  AddExplicit(schema, "fresh", "Drop and create, in one transaction", &RemoteAdmin::FreshSchema,
              std::make_shared<Options>(), context)
      ->footer("Needs --dump or --run.");
}

}  // namespace

void AddSchema(CLI::App& app, Context& context) {
  CLI::App* schema = app.add_subcommand("schema", "Create, update, drop or compare the tables of the entities");
  schema->fallthrough();
  schema->require_subcommand(1);
  AddCreate(schema, context);
  AddUpdate(schema, context);
  AddDiff(schema, context);
  AddDrops(schema, context);
  AddDiagram(*schema, context);
}

}  // namespace ormd::cli
