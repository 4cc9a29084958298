#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "client/admin/json_rows.h"
#include "client/admin/migration_commands.h"
#include "client/cpp/error.h"

namespace ormd::admin {
namespace {

using orm::v1::GenerateEntitiesRequest;
using orm::v1::GenerateEntitiesResponse;

struct Options {
  std::string out;
  std::string package = "app.v1";
  std::vector<std::string> only, ignore;
  bool force = false;
};

[[noreturn]] void Refuse(const std::filesystem::path& path, const std::string& why) {
  throw client::Error(grpc::StatusCode::FAILED_PRECONDITION, "", path.string() + ": " + why);
}

void Write(const std::filesystem::path& path, const std::string& content) {
  std::ofstream file(path, std::ios::binary);
  file << content;
  file.close();
  if (!file) Refuse(path, "cannot be written");
}

// All or nothing: what stands is found out before anything is written. The files are named by their paths then.
void WriteFiles(const Options& options, GenerateEntitiesResponse& response) {
  std::error_code fault;
  std::filesystem::create_directories(options.out, fault);
  if (fault) Refuse(options.out, fault.message());
  for (const auto& file : response.files()) {
    const std::filesystem::path path = std::filesystem::path(options.out) / file.name();
    const bool stands = std::filesystem::exists(path, fault);
    if (fault) Refuse(path, fault.message());
    if (stands && !options.force) Refuse(path, "stands already; --force writes over it");
  }
  for (GenerateEntitiesResponse::File& file : *response.mutable_files()) {
    const std::filesystem::path path = std::filesystem::path(options.out) / file.name();
    Write(path, file.content());
    file.set_name(path.string());
  }
}

void Print(const Options& options, const GenerateEntitiesResponse& response, const Output& output) {
  if (output.format != Format::kTable) return PrintRows(response.files(), output);
  for (const auto& file : response.files()) output.out << (options.out.empty() ? file.content() : file.name() + "\n");
}

void Generate(const Options& options, const AdminContext& context) {
  GenerateEntitiesRequest request;
  request.set_package(options.package);
  request.mutable_only()->Add(options.only.begin(), options.only.end());
  request.mutable_ignore()->Add(options.ignore.begin(), options.ignore.end());
  GenerateEntitiesResponse response = context.admin().GenerateEntities(request);
  if (!options.out.empty()) WriteFiles(options, response);
  Print(options, response, context.output());
}

}  // namespace

CLI::App* AddGenerateCommands(CLI::App& app, AdminContext context) {
  CLI::App* generate = app.add_subcommand("generate", "Write files from what stands");
  generate->fallthrough();
  generate->require_subcommand(1);
  const auto options = std::make_shared<Options>();
  CLI::App* entities = generate->add_subcommand("entities", "Annotated .proto files for the tables of a database");
  entities->fallthrough();
  entities->add_option("--out", options->out, "Directory to write to (default: print)")->type_name("DIR");
  entities->add_option("--package", options->package, "Package of the entities")->capture_default_str();
  entities->add_option("--only", options->only, "These tables and views; * stands for any characters");
  entities->add_option("--ignore", options->ignore, "Not these tables and views");
  entities->add_flag("--force", options->force, "Write over files that stand");
  entities->callback([options, context] { Generate(*options, context); });
  return generate;
}

}  // namespace ormd::admin
