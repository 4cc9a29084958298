#include "orm/metadata/loader.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "orm/base/strings.h"
#include "orm/metadata/fault_list.h"
#include "orm/metadata/proto_sources.h"
#include "orm/metadata/schema_builder.h"

namespace ormd {
namespace {

namespace fs = std::filesystem;

// Hidden entries are passed over: mounted ConfigMaps keep every file a second time below "..data".
bool IsHidden(const fs::path& path) { return path.filename().string().front() == '.'; }

std::optional<std::string> ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (in.bad()) return std::nullopt;
  return text;
}

void AddSource(const fs::path& root, const fs::path& path, std::vector<ProtoSource>& sources, FaultList& faults) {
  const std::string name = path.lexically_relative(root).generic_string();
  if (std::optional<std::string> text = ReadFile(path)) {
    sources.emplace_back(name, *std::move(text));
  } else {
    faults.Add({name, 0, 0, "cannot be read"});
  }
}

void ReadDirectory(const fs::path& root, std::vector<ProtoSource>& sources, FaultList& faults) {
  std::error_code error;
  fs::recursive_directory_iterator entry(root, fs::directory_options::follow_directory_symlink, error);
  while (!error && entry != fs::recursive_directory_iterator()) {
    const fs::path& path = entry->path();
    std::error_code unknown;
    if (IsHidden(path)) {
      entry.disable_recursion_pending();
    } else if (path.extension() == ".proto" && !entry->is_directory(unknown)) {
      AddSource(root, path, sources, faults);
    }
    entry.increment(error);
  }
  if (error) faults.Add({root.string(), 0, 0, StrCat("cannot be read: ", error.message())});
}

LoadResult Load(const std::string& where, const std::vector<ProtoSource>& sources, FaultList faults) {
  const bool readable = faults.empty();
  ProtoFiles files = ReadProtoSources(sources, faults);
  LoadResult result;
  result.schema = SchemaBuilder::Build(std::move(files), faults);
  if (result.schema != nullptr && result.schema->entities().empty() && readable && faults.empty()) {
    faults.Add({where, 0, 0, "declares no entity: a message becomes one by `option (orm.entity) = {}`"});
  }
  result.faults = faults.Take();
  if (!result.faults.empty()) result.schema = nullptr;
  return result;
}

}  // namespace

std::string FaultText(const SchemaFault& fault) {
  if (fault.line == 0) return StrCat(fault.file, ": ", fault.message);
  return StrCat(fault.file, ":", fault.line, ":", fault.column, ": ", fault.message);
}

LoadResult LoadSchema(const std::string& directory) {
  FaultList faults;
  std::vector<ProtoSource> sources;
  ReadDirectory(directory, sources, faults);
  return Load(directory, sources, std::move(faults));
}

LoadResult LoadSchemaFromSources(const std::vector<std::pair<std::string, std::string>>& sources) {
  return Load("schema", sources, {});
}

}  // namespace ormd
