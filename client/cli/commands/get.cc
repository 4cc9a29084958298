#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/commands/commands.h"
#include "client/cli/commands/read_back.h"
#include "client/cli/member_reader.h"
#include "client/cli/value_encode.h"

namespace ormd::cli {
namespace {

struct Options {
  std::string entity;
  std::string key;
  std::vector<std::string> populate;
  std::vector<std::string> fields;
};

void Get(const Options& options, Context& context) {
  const client::EntityType& type = context.catalog().Get(options.entity, "entity");
  orm::v1::FindOne find_one;
  find_one.set_entity(type.name());
  *find_one.mutable_key() = EncodeKeyText(&type, options.key);
  for (const std::string& names : options.populate) SplitNames(names, find_one.mutable_populate());
  for (const std::string& names : options.fields) SplitNames(names, find_one.mutable_fields());
  PrintOne(find_one, context);
}

}  // namespace

void AddGet(CLI::App& app, Context& context) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("get", "Get one entity by its key");
  command->fallthrough();
  command->add_option("ENTITY", options->entity, "What to get")->required();
  command->add_option("KEY", options->key, "Its key")->required();
  command->add_option("--populate", options->populate, "Relations to read too, as paths; * stands for all")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("PATH,...");
  command->add_option("--fields", options->fields, "Only these properties, beside key and version")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("NAME,...");
  command->footer(R"(Examples:
  ormctl get Order 42 --populate user
  ormctl get OrderItem '{"order": 42, "product": 7}' -o json)");
  command->callback([options, &context] { Get(*options, context); });
}

}  // namespace ormd::cli
