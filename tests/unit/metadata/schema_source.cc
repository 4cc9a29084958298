#include "tests/unit/metadata/schema_source.h"

#include <gtest/gtest.h>

namespace ormd {
namespace {

constexpr std::string_view kImports =
    "syntax = \"proto3\"; package t; import \"orm/options.proto\"; import \"google/protobuf/any.proto\"; "
    "import \"google/protobuf/duration.proto\"; import \"google/protobuf/struct.proto\"; "
    "import \"google/protobuf/timestamp.proto\"; import \"google/protobuf/wrappers.proto\"; ";

}  // namespace

LoadResult LoadBody(std::string_view body) {
  return LoadSchemaFromSources({{"t.proto", std::string(kImports).append(body)}});
}

std::unique_ptr<Schema> GoodSchema(std::string_view body) {
  LoadResult result = LoadBody(body);
  for (const std::string& fault : FaultTexts(result)) ADD_FAILURE() << fault;
  return result.ok() ? std::move(result.schema) : std::make_unique<Schema>();
}

std::vector<std::string> FaultTexts(const LoadResult& result) {
  std::vector<std::string> texts;
  for (const SchemaFault& fault : result.faults) texts.push_back(FaultText(fault));
  return texts;
}

std::vector<std::string> FaultsOf(std::string_view body) { return FaultTexts(LoadBody(body)); }

}  // namespace ormd
