#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/commands/commands.h"
#include "client/cli/entity_json.h"
#include "client/cli/query_encode.h"

namespace ormd::cli {
namespace {

struct Options {
  std::string entity;
  std::string where;
  std::string order_by;
  std::vector<std::string> populate;
  std::vector<std::string> fields;
  std::optional<uint32_t> limit;
  std::optional<uint32_t> offset;
};

Json Names(const std::vector<std::string>& names) {
  Json list = Json::Array();
  for (const std::string& name : names) list.items.push_back(Json::String(name));
  return list;
}

// The options as a session's find takes them.
orm::v1::Find ToFind(const Options& options, Context& context) {
  Json json = Json::Object({{"entity", Json::String(options.entity)}});
  if (!options.where.empty()) json.Add("where", ParseJson(options.where, "--where", "where"));
  if (!options.order_by.empty()) json.Add("order_by", ParseJson(options.order_by, "--order-by", "order_by"));
  json.Add("populate", Names(options.populate));
  json.Add("fields", Names(options.fields));
  if (options.limit.has_value()) json.Add("limit", Json::Unsigned(*options.limit));
  if (options.offset.has_value()) json.Add("offset", Json::Unsigned(*options.offset));
  return EncodeFind(context.catalog(), json);
}

// What a table shows where nothing is found: the properties that would have been read.
std::vector<std::string> ColumnsOf(const Catalog& catalog, const orm::v1::Find& find) {
  std::vector<std::string> columns;
  const client::EntityType* type = catalog.model().Find(find.entity());
  if (type == nullptr) return columns;
  for (const client::Property& property : type->properties()) {
    if (property.info.hidden()) continue;
    const bool named = std::find(find.fields().begin(), find.fields().end(), property.name()) != find.fields().end();
    const bool is_key = std::find(type->key().begin(), type->key().end(), &property) != type->key().end();
    const bool stored = property.info.columns_size() > 0 && !property.info.lazy();
    if (is_key || (find.fields().empty() ? stored : named)) columns.push_back(property.name());
  }
  return columns;
}

void Find(const Options& options, Context& context) {
  const orm::v1::Find find = ToFind(options, context);
  const Catalog& catalog = context.catalog();
  const Populate populate(find.populate());
  ListPrinter printer(context.format, ColumnsOf(catalog, find), context.out);
  const auto print = [&](const client::EntityGraph& graph) {
    for (const client::Entity* root : graph.roots()) printer.Add(EntityJson(*root, populate));
  };
  if (find.populate().empty()) {
    context.client().em().FindStream(
        find, [&](const orm::v1::Graph& part) { print(client::EntityGraph(catalog.shared_model(), part)); });
  } else {
    // A populated entity may have come in another part than the one that refers to it.
    client::EntityGraph graph(catalog.shared_model());
    context.client().em().FindStream(find, [&](const orm::v1::Graph& part) { graph.Add(part); });
    print(graph);
  }
  printer.End();
}

}  // namespace

void AddFind(CLI::App& app, Context& context) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("find", "Find entities");
  command->fallthrough();
  command->add_option("ENTITY", options->entity, "What to find")->required();
  command->add_option("--where", options->where, "Conditions, as MikroORM writes them")->type_name("JSON");
  command->add_option("--populate", options->populate, "Relations to read too, as paths; * stands for all")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("PATH,...");
  command->add_option("--order-by", options->order_by, "Order, such as {\"name\": \"asc\"}")->type_name("JSON");
  command->add_option("--limit", options->limit, "At most so many")->type_name("N");
  command->add_option("--offset", options->offset, "Leave out so many first")->type_name("N");
  command->add_option("--fields", options->fields, "Only these properties, beside key and version")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("NAME,...");
  command->footer(R"(Examples:
  ormctl find Product --where '{"price": {"$lt": 9.99}, "name": {"$ilike": "%tea%"}}' --order-by '{"price": "desc"}'
  ormctl find Order --where '{"user": {"email": "ann@example.com"}}' --populate user,items.product -o json
  ormctl find User --fields id,email --limit 10 -o ndjson)");
  command->callback([options, &context] { Find(*options, context); });
}

}  // namespace ormd::cli
