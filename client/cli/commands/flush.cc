#include <CLI/CLI.hpp>
#include <fstream>
#include <iterator>
#include <memory>

#include "client/cli/change_encode.h"
#include "client/cli/change_json.h"
#include "client/cli/commands/commands.h"
#include "client/cli/errors.h"

namespace ormd::cli {
namespace {

struct Options {
  std::string file = "-";
  bool dry_run = false;
};

std::string ReadAll(std::istream& in) { return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}; }

std::string ReadInput(const Options& options, Context& context) {
  if (options.file == "-") return ReadAll(context.in);
  std::ifstream file(options.file, std::ios::binary);
  if (!file) throw UsageError("cannot read the file " + options.file);
  return ReadAll(file);
}

void Flush(const Options& options, Context& context) {
  const Json changes = ParseChanges(ReadInput(options, context));
  orm::v1::Flush flush = EncodeChanges(context.catalog(), changes);
  flush.set_dry_run(options.dry_run);
  const orm::v1::FlushReply reply = context.client().em().Flush(flush);
  if (options.dry_run && context.format == Format::kTable) return PrintPlan(reply, context.out);
  const std::vector<std::string> columns = context.format == Format::kTable
                                               ? std::vector<std::string>{"op", "entity", "local", "key", "generated"}
                                               : std::vector<std::string>{};
  ListPrinter printer(context.format, columns, context.out);
  for (const Json& item : FlushReplyJson(context.catalog(), reply, options.dry_run).items) printer.Add(item);
  printer.End();
}

}  // namespace

void AddFlush(CLI::App& app, Context& context) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("flush", "Write a list of changes, all or nothing");
  command->fallthrough();
  command->add_option("-f,--file", options->file, "Where the changes stand; - is the standard input")
      ->capture_default_str();
  command->add_flag("--dry-run", options->dry_run, "Show the ordered plan with its SQL, write nothing");
  command->footer(R"(The changes are a JSON array, or one object a line:
  {"create": {"entity": "User", "local": "ann", "data": {"email": "ann@example.com"}}}
  {"create": {"entity": "Order", "data": {"user": {"local": "ann"}, "total": "9.90"}}}
  {"assign": {"entity": "Product", "key": 7, "data": {"tags": {"add": [3]}}, "version": 2}}
  {"remove": {"entity": "Tag", "key": 1}}

Examples:
  ormctl flush -f changes.json -o json
  ormctl flush --dry-run < changes.ndjson)");
  command->callback([options, &context] { Flush(*options, context); });
}

}  // namespace ormd::cli
