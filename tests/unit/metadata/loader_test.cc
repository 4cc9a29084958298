#include "orm/metadata/loader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/metadata/schema_source.h"

namespace ormd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

namespace fs = std::filesystem;

const std::string kUser =
    "syntax = \"proto3\"; package t; import \"orm/options.proto\";\n"
    "message User { option (orm.entity) = {}; int64 id = 1 [(orm.property).primary = {}]; }\n";

// A directory of its own, gone with the test.
class LoaderTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "ormd-schema-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    root_ = name;
  }
  void TearDown() override { fs::remove_all(root_); }

  void Write(const fs::path& name, const std::string& text) {
    fs::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name) << text;
  }
  std::vector<std::string> Faults() { return FaultTexts(LoadSchema(root_.string())); }

  fs::path root_;
};

TEST_F(LoaderTest, ReadsSubdirectoriesAndImports) {
  Write("shop/user.proto", kUser);
  Write("order.proto",
        "syntax = \"proto3\"; package u; import \"orm/options.proto\"; import \"shop/user.proto\";\n"
        "message Order {\n  option (orm.entity) = {};\n  int64 id = 1 [(orm.property).primary = {}];\n"
        "  t.User user = 2 [(orm.property).many_to_one = {}];\n}\n");
  const LoadResult result = LoadSchema(root_.string());
  ASSERT_THAT(FaultTexts(result), IsEmpty());
  EXPECT_EQ(result.schema->Find("Order").value()->property(1).target, result.schema->Find("User").value());
}

TEST_F(LoaderTest, CopiesOfTheBinarysOwnFilesDoNotClash) {
  Write("user.proto", kUser);
  Write("orm/options.proto", "syntax = \"proto3\"; package orm; this is not read");
  Write("include/orm/options.proto", "syntax = \"proto3\"; package orm; message EntityOptions {}");
  Write("google/protobuf/timestamp.proto", "syntax = \"proto3\"; package google.protobuf; message Timestamp {}");
  EXPECT_THAT(Faults(), IsEmpty());
}

TEST_F(LoaderTest, MountedConfigMapIsReadOnce) {
  Write("..2024/user.proto", kUser);
  fs::create_directory_symlink("..2024", root_ / "..data");
  fs::create_symlink("..data/user.proto", root_ / "user.proto");
  const LoadResult result = LoadSchema(root_.string());
  ASSERT_THAT(FaultTexts(result), IsEmpty());
  EXPECT_EQ(result.schema->entities().size(), 1u);
}

TEST_F(LoaderTest, MissingDirectoryIsAFault) {
  const std::string missing = (root_ / "missing").string();
  EXPECT_THAT(FaultTexts(LoadSchema(missing)), ElementsAre(missing + ": cannot be read: No such file or directory"));
}

TEST_F(LoaderTest, DirectoryWithoutEntitiesIsAFault) {
  Write("plain.proto", "syntax = \"proto3\"; message Plain {}");
  Write("notes.txt", "not read");
  EXPECT_THAT(Faults(), ElementsAre(root_.string() +
                                    ": declares no entity: a message becomes one by `option (orm.entity) = {}`"));
}

TEST_F(LoaderTest, MissingImportIsToldAtItsPlace) {
  Write("user.proto", "syntax = \"proto3\";\nimport \"gone.proto\";\nmessage A {}\n");
  EXPECT_THAT(Faults(), ElementsAre("user.proto:2:1: Import \"gone.proto\" was not found or had errors."));
}

TEST_F(LoaderTest, FaultsOfAllFilesComeAtOnceInOrder) {
  Write("b.proto",
        "syntax = \"proto3\";\npackage b;\nimport \"orm/options.proto\";\nmessage B {\n  option (orm.entity) = {};\n  "
        "Gone x = 1;\n}\n");
  Write("a.proto",
        "syntax = \"proto3\";\npackage a;\nimport \"orm/options.proto\";\nmessage A {\n  option (orm.entity) = {};\n  "
        "int32 x = 1;\n}\n");
  EXPECT_THAT(Faults(), ElementsAre("a.proto:5:3: A: has no key: mark a property with `primary: {}`",
                                    "b.proto:6:3: \"Gone\" is not defined."));
}

TEST_F(LoaderTest, ImportCycleIsAFault) {
  Write("a.proto", "syntax = \"proto3\";\nimport \"b.proto\";\n");
  Write("b.proto", "syntax = \"proto3\";\nimport \"a.proto\";\n");
  EXPECT_THAT(Faults(),
              testing::Contains(testing::HasSubstr("File recursively imports itself: a.proto -> b.proto -> a.proto")));
}

TEST_F(LoaderTest, Proto2IsRefused) {
  Write("old.proto",
        "syntax = \"proto2\";\nimport \"orm/options.proto\";\nmessage A {\n  option (orm.entity) = {};\n"
        "  required int32 id = 1 [(orm.property).primary = {}];\n}\n");
  EXPECT_THAT(Faults(), ElementsAre("old.proto:4:3: A: entities are declared in files with `syntax = \"proto3\"`"));
}

TEST_F(LoaderTest, MissingOptionsImportIsTold) {
  Write("a.proto", "syntax = \"proto3\";\nmessage A {\n  option (orm.entity) = {};\n}\n");
  EXPECT_THAT(Faults(), ElementsAre(testing::StartsWith("a.proto:3:10: Option \"(orm.entity)\" unknown.")));
}

TEST(DemoSchemaTest, TheShopLoads) {
  const LoadResult result = LoadSchema(ORMD_DEMO_SCHEMA);
  ASSERT_THAT(FaultTexts(result), IsEmpty());
  std::vector<std::string> tables;
  for (const auto& entity : result.schema->entities()) tables.push_back(entity->table);
  EXPECT_THAT(tables, ElementsAre("user", "profile", "order", "order_item", "product", "tag", "category"));
  const EntityMetadata& item = *result.schema->Find("OrderItem").value();
  EXPECT_THAT(item.key_columns, ElementsAre(0, 1));
  EXPECT_EQ(item.columns[1].name, "product_id");
}

}  // namespace
}  // namespace ormd
