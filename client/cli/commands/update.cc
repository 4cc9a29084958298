#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/commands/commands.h"
#include "client/cli/commands/read_back.h"
#include "client/cli/data_encode.h"
#include "client/cli/errors.h"
#include "client/cli/value_encode.h"

namespace ormd::cli {
namespace {

struct Options {
  std::string entity;
  std::string key;
  std::string data;
};

void Update(const Options& options, Context& context) {
  const Json data = ParseJson(options.data, "JSON", "");
  if (!data.is_object()) throw NotAnObject("JSON");
  const client::EntityType& type = context.catalog().Get(options.entity, "entity");
  orm::v1::Assign assign;
  assign.set_entity(type.name());
  *assign.mutable_key() = EncodeKeyText(&type, options.key);
  *assign.mutable_data() = EncodeData(context.catalog().model(), type, data, "");
  PrintChanged(context.client().em().Assign(assign), context);
}

}  // namespace

void AddUpdate(CLI::App& app, Context& context) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("update", "Change an entity");
  command->fallthrough();
  command->add_option("ENTITY", options->entity, "What to change")->required();
  command->add_option("KEY", options->key, "Its key")->required();
  command->add_option("JSON", options->data, "The properties to set")->required();
  command->footer(
      R"(Only what differs from the database is written. A to-many takes a list, or {"add": [...], "remove": [...]}.

Examples:
  ormctl update User 018f3c7e-7a4b-7c1e-9f00-000000000001 '{"name": "Ann B."}'
  ormctl update Product 7 '{"tags": {"add": [3], "remove": [1]}}')");
  command->callback([options, &context] { Update(*options, context); });
}

}  // namespace ormd::cli
