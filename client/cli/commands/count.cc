#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/commands/commands.h"
#include "client/cli/query_encode.h"

namespace ormd::cli {
namespace {

struct Options {
  std::string entity;
  std::string where;
};

void Count(const Options& options, Context& context) {
  Json json = Json::Object({{"entity", Json::String(options.entity)}});
  if (!options.where.empty()) json.Add("where", ParseJson(options.where, "--where", "where"));
  const int64_t count = context.client().em().Count(EncodeCount(context.catalog(), json));
  if (context.format == Format::kTable) {
    context.out << count << '\n';
  } else {
    context.out << "{\"count\": " << count << "}\n";
  }
}

}  // namespace

void AddCount(CLI::App& app, Context& context) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("count", "Count entities");
  command->fallthrough();
  command->add_option("ENTITY", options->entity, "What to count")->required();
  command->add_option("--where", options->where, "Conditions, as for find")->type_name("JSON");
  command->footer(R"(Examples:
  ormctl count Order --where '{"user": {"email": "ann@example.com"}}'
  ormctl count Order -o json)");
  command->callback([options, &context] { Count(*options, context); });
}

}  // namespace ormd::cli
