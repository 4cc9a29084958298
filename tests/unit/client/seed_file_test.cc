#include "client/cli/seed_file.h"

#include <gtest/gtest.h>

#include "client/cli/errors.h"

namespace ormd::cli {
namespace {

std::string Changes(std::string_view text) {
  Json changes = Json::Array();
  AppendSeeds(text, "x.json", &changes);
  return WriteJson(changes);
}

std::string Fault(std::string_view text) {
  try {
    return "no fault in " + Changes(text);
  } catch (const UsageError& error) {
    return error.what();
  }
}

const std::string kAnn =
    WriteJson(ParseJson(R"([{"create": {"entity": "User", "local": "ann", "data": {"email": "a@x"}}}])", ""));

TEST(SeedFileTest, RowsByEntity) {
  EXPECT_EQ(Changes(R"({"User": [{"$local": "ann", "email": "a@x"}], "Tag": []})"), kAnn);
}

TEST(SeedFileTest, RowsThatSayTheirType) {
  EXPECT_EQ(Changes(R"({"$type": "User", "$local": "ann", "email": "a@x"})"), kAnn);
  EXPECT_EQ(Changes(R"([{"$type": "User", "$local": "ann", "email": "a@x"}])"), kAnn);
  EXPECT_EQ(Changes(R"({"entity": "User", "local": "ann", "data": {"email": "a@x"}})"), kAnn);
}

TEST(SeedFileTest, ChangesStayThemselves) {
  EXPECT_EQ(Changes(kAnn), kAnn);
  EXPECT_EQ(Changes(R"({"remove": {"entity": "Tag", "key": 1}})"),
            WriteJson(ParseJson(R"([{"remove": {"entity": "Tag", "key": 1}}])", "")));
}

TEST(SeedFileTest, OneDocumentALineOrOneOverManyLines) {
  const std::string row = R"({"$type": "Tag", "label": "a"})";
  EXPECT_EQ(Changes(row + "\n\n" + row + "\n"), Changes("[" + row + ",\n" + row + "]"));
  EXPECT_EQ(Changes("{\n\"Tag\": [\n{\"label\": \"a\"}]}"), Changes(row));
  EXPECT_EQ(Changes(" \n"), "[]");
}

TEST(SeedFileTest, FaultsNameTheFile) {
  EXPECT_EQ(Fault("3"), "x.json: a row must be an object");
  EXPECT_EQ(Fault(R"({"User": 3})"), "x.json: \"User\" must be a list of rows");
  EXPECT_EQ(Fault(R"({"User": [3]})"), "x.json: a row of \"User\" must be an object");
  EXPECT_EQ(Fault(R"({"$type": 3})"), "x.json: \"$type\" must be the name of an entity");
  EXPECT_EQ(Fault("{\"Tag\": []}\n3"), "x.json, line 2: a row must be an object");
}

}  // namespace
}  // namespace ormd::cli
