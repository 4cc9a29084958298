#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/commands/commands.h"
#include "client/cli/commands/read_back.h"
#include "client/cli/data_encode.h"
#include "client/cli/errors.h"

namespace ormd::cli {
namespace {

struct Options {
  std::string entity;
  std::string data;
};

void Create(const Options& options, Context& context) {
  const Json data = ParseJson(options.data, "JSON", "");
  if (!data.is_object()) throw NotAnObject("JSON");
  const client::EntityType& type = context.catalog().Get(options.entity, "entity");
  orm::v1::Create create;
  create.set_entity(type.name());
  *create.mutable_data() = EncodeData(context.catalog().model(), type, data, "");
  PrintChanged(context.client().em().Create(create), context);
}

}  // namespace

void AddCreate(CLI::App& app, Context& context) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("create", "Create an entity");
  command->fallthrough();
  command->add_option("ENTITY", options->entity, "What to create")->required();
  command->add_option("JSON", options->data, "Its properties")->required();
  command->footer(R"(A relation is a key, or an object, which creates the related entity too.

Examples:
  ormctl create User '{"email": "ann@example.com", "name": "Ann"}'
  ormctl create Order '{"user": {"email": "bob@example.com"}, "total": "19.90"}' -o json)");
  command->callback([options, &context] { Create(*options, context); });
}

}  // namespace ormd::cli
