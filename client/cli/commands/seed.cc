#include <CLI/CLI.hpp>
#include <deque>
#include <fstream>
#include <future>
#include <iterator>
#include <map>
#include <memory>

#include "client/cli/change_encode.h"
#include "client/cli/change_json.h"
#include "client/cli/commands/commands.h"
#include "client/cli/entity_json.h"
#include "client/cli/errors.h"
#include "client/cli/seed_file.h"
#include "client/cli/seed_rows.h"
#include "client/cpp/graph.h"

namespace ormd::cli {
namespace {

// What one call carries; more goes through a session, in which changes are staged until the flush.
constexpr size_t kMostBytes = 3 << 20;
constexpr size_t kInFlight = 500;
constexpr uint32_t kStandingRows = 10'000;

struct Options {
  std::vector<std::string> files;
  std::string entity;
  size_t count = 0;
  uint64_t seed = 1;
  bool dry_run = false;
};

std::string ReadAll(std::istream& in) { return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}; }

Json ReadFiles(const std::vector<std::string>& files, Context& context) {
  Json changes = Json::Array();
  for (const std::string& name : files) {
    if (name == "-") {
      AppendSeeds(ReadAll(context.in), "the standard input", &changes);
      continue;
    }
    std::ifstream file(name, std::ios::binary);
    if (!file) throw UsageError("cannot read the file " + name);
    AppendSeeds(ReadAll(file), name, &changes);
  }
  return changes;
}

uint64_t CountOf(const client::EntityType& type, Context& context) {
  orm::v1::Count count;
  count.set_entity(type.name());
  return static_cast<uint64_t>(context.client().em().Count(count));
}

void OrderDescending(const std::string& path, orm::v1::Find& find) {
  orm::v1::OrderBy& order = *find.add_order_by();
  order.set_path(path);
  order.set_descending(true);
}

// The last rows, by their keys: of counted keys, those behind which new rows go.
StandingRows ReadRows(const client::EntityType& type, const std::vector<const client::Property*>& properties,
                      Context& context) {
  orm::v1::Find find;
  find.set_entity(type.name());
  find.set_limit(kStandingRows);
  for (const client::Property* property : type.key()) {
    find.add_fields(property->name());
    if (property->target == nullptr) OrderDescending(property->name(), find);
  }
  for (const client::Property* property : properties) find.add_fields(property->name());
  client::EntityGraph graph(context.catalog().shared_model());
  context.client().em().FindStream(find, [&graph](const orm::v1::Graph& part) { graph.Add(part); });
  StandingRows standing;
  for (const client::Entity* entity : graph.roots()) {
    standing.rows.push_back({KeyJson(type, entity->key()), EntityJson(*entity, Populate())});
  }
  standing.count = standing.rows.size() < kStandingRows ? standing.rows.size() : CountOf(type, context);
  return standing;
}

Json MakeRows(const Options& options, Context& context) {
  const client::EntityType& type = context.catalog().Get(options.entity, "entity");
  if (type.info().readonly()) throw UsageError(type.name() + " is never written");
  SeedRows rows(options.seed, context.catalog().model(),
                [&context](const client::EntityType& wanted, const auto& properties) {
                  return ReadRows(wanted, properties, context);
                });
  rows.Make(type, options.count);
  return rows.TakeChanges();
}

orm::v1::Command CommandOf(orm::v1::Change change) {
  orm::v1::Command command;
  if (change.has_create()) *command.mutable_create() = std::move(*change.mutable_create());
  if (change.has_assign()) *command.mutable_assign() = std::move(*change.mutable_assign());
  if (change.has_remove()) *command.mutable_remove() = std::move(*change.mutable_remove());
  return command;
}

void FlushThroughSession(orm::v1::Flush flush, Context& context) {
  const std::unique_ptr<client::Session> session = context.client().StartSession();
  std::deque<std::future<orm::v1::Reply>> replies;
  for (orm::v1::Change& change : *flush.mutable_changes()) {
    replies.push_back(session->Send(CommandOf(std::move(change))));
    if (replies.size() < kInFlight) continue;
    replies.front().get();
    replies.pop_front();
  }
  for (std::future<orm::v1::Reply>& reply : replies) reply.get();
  session->Flush();
}

std::string EntityOf(const orm::v1::Change& change) {
  if (change.has_create()) return change.create().entity();
  return change.has_assign() ? change.assign().entity() : change.remove().entity();
}

void PrintCounts(const std::map<std::string, int64_t>& counts, Context& context) {
  ListPrinter printer(context.format, {"entity", "changes"}, context.out);
  for (const auto& [entity, count] : counts) {
    printer.Add(Json::Object({{"entity", Json::String(entity)}, {"changes", Json::Integer(count)}}));
  }
  printer.End();
}

void Seed(const Options& options, Context& context) {
  const bool make = !options.entity.empty();
  if (make == !options.files.empty()) throw UsageError("seed needs either files or --entity with --count");
  const Json changes = make ? MakeRows(options, context) : ReadFiles(options.files, context);
  if (options.dry_run) {
    for (const Json& change : changes.items) context.out << WriteJson(change) << '\n';
    return;
  }
  orm::v1::Flush flush = EncodeChanges(context.catalog(), changes);
  std::map<std::string, int64_t> counts;
  for (const orm::v1::Change& change : flush.changes()) ++counts[EntityOf(change)];
  if (flush.ByteSizeLong() > kMostBytes) {
    FlushThroughSession(std::move(flush), context);
  } else if (flush.changes_size() > 0) {
    context.client().em().Flush(flush);
  }
  PrintCounts(counts, context);
}

}  // namespace

void AddSeed(CLI::App& app, Context& context) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("seed", "Write rows from files, or plausible ones, all or nothing");
  command->fallthrough();
  command->add_option("FILE", options->files, "JSON or one document a line; - is the standard input");
  CLI::Option* entity = command->add_option("--entity", options->entity, "Make rows of this entity");
  CLI::Option* count = command->add_option("--count", options->count, "How many")->needs(entity);
  count->check(CLI::Range(size_t{1}, size_t{100'000}))->type_name("N");
  entity->needs(count)->type_name("ENTITY");
  command->add_option("--seed", options->seed, "The same seed over the same data makes the same rows")
      ->type_name("S")
      ->capture_default_str();
  command->add_flag("--dry-run", options->dry_run, "Print the changes, write nothing");
  command->footer(R"(A file holds rows by entity, rows that say their type, or changes as for flush:
  {"User": [{"$local": "ann", "email": "ann@example.com"}], "Order": [{"user": {"local": "ann"}, "total": "9.90"}]}
  {"$type": "Product", "name": "Tea", "tags": [1, {"label": "new"}]}
All files go into one flush. Rows that are made satisfy types, uniques, relations and simple checks; rows that they cannot
do without are made too.

Examples:
  ormctl seed users.json orders.ndjson
  ormctl seed --entity Order --count 100 --seed 7)");
  command->callback([options, &context] { Seed(*options, context); });
}

}  // namespace ormd::cli
