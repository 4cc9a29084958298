#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/change_json.h"
#include "client/cli/commands/commands.h"
#include "client/cli/value_encode.h"

namespace ormd::cli {
namespace {

struct Options {
  std::string entity;
  std::string key;
};

void Delete(const Options& options, Context& context) {
  const client::EntityType& type = context.catalog().Get(options.entity, "entity");
  orm::v1::Remove remove;
  remove.set_entity(type.name());
  *remove.mutable_key() = EncodeKeyText(&type, options.key);
  const orm::v1::ChangeResult result = context.client().em().Remove(remove);
  if (context.format == Format::kTable) {
    context.err << "deleted " << type.name() << ' ' << options.key << '\n';
  } else {
    PrintObject(context.format, ChangeResultJson(context.catalog(), result), context.out);
  }
}

}  // namespace

void AddDelete(CLI::App& app, Context& context) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("delete", "Delete an entity");
  command->fallthrough();
  command->add_option("ENTITY", options->entity, "What to delete")->required();
  command->add_option("KEY", options->key, "Its key")->required();
  command->footer(R"(Example:
  ormctl delete Order 42)");
  command->callback([options, &context] { Delete(*options, context); });
}

}  // namespace ormd::cli
