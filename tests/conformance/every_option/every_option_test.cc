// Entities that use every option: whichever way their tables are made, nothing then separates the two.
#include <algorithm>
#include <filesystem>

#include "tests/conformance/command.h"
#include "tests/conformance/every_option/used_options.h"
#include "tests/conformance/fixture.h"

namespace ormd::conformance {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Options that this version refuses, and what stands below them.
const char* const kRefused[] = {"orm.EntityOptions.filters",     "orm.Filter.",
                                "orm.EntityOptions.inheritance", "orm.Inheritance.",
                                "orm.PropertyOptions.embedded",  "orm.Embedded."};

bool IsRefused(const std::string& option) {
  return std::any_of(std::begin(kRefused), std::end(kRefused),
                     [&](const char* refused) { return option.rfind(refused, 0) == 0; });
}

void CopyFiles(const std::string& from, const std::string& to) {
  std::filesystem::create_directories(to);
  std::filesystem::copy(ORMD_EVERY_OPTION "/" + from, to);
}

class EveryOptionTest : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    CopyFiles("shared", entities());
    CopyFiles(GetParam(), entities());
  }

  CommandResult Migration(const std::string& words, const std::string& entities) const {
    return RunOrmd("migration " + words + " --schema " + entities + " --migrations " + directory_.path() +
                   "/migrations --database '" + database_.url() + "'");
  }
  void ExpectMigration(const std::string& words) const {
    const CommandResult result = Migration(words, entities());
    EXPECT_EQ(result.exit_code, 0) << words << ": " << result.output;
  }

  std::string entities() const { return directory_.path() + "/entities"; }
  std::string generated() const { return directory_.path() + "/generated"; }

  TempDir directory_;
  TestDatabase database_{GetParam()};
};
ORMD_ON_EVERY_DATABASE(EveryOptionTest);

TEST_P(EveryOptionTest, MigrationsLeaveNothingToDo) {
  ExpectMigration("create");
  ExpectMigration("check --snapshot");
  ExpectMigration("up");
  ExpectMigration("check");
  ExpectMigration("down");
  EXPECT_EQ(Migration("check", entities()).exit_code, 3);
  ExpectMigration("up");
  ExpectMigration("check");
  ExpectMigration("fresh");
  ExpectMigration("check");
}

TEST_P(EveryOptionTest, UpdatesLeaveNothingToDo) {
  Server server({entities(), database_.url(), {}});
  ASSERT_TRUE(server.listening()) << server.daemon().Log();
  ASSERT_THAT(server.CreateTables(), IsOk());
  orm::v1::DiffSchemaRequest everything;
  everything.mutable_filter()->set_drop_unknown(true);
  orm::v1::DiffSchemaResponse diff;
  grpc::ClientContext first, second;
  ASSERT_THAT(server.schema().Diff(&first, everything, &diff), IsOk());
  EXPECT_THAT(diff.operations(), IsEmpty()) << diff.DebugString();
  orm::v1::UpdateSchemaResponse update;
  ASSERT_THAT(server.schema().Update(&second, {}, &update), IsOk());
  EXPECT_THAT(update.operations(), IsEmpty()) << update.DebugString();
  UnaryDoor one = server.OneShot();
  ORMD_ASSERT_OK(one.Create("Product", {{"sku", "x"}, {"edition", 1}}));
  ORMD_ASSERT_OK(one.Create(
      "Line", {{"shop", {{"name", "A"}, {"rank", 1}}}, {"position", 1}, {"product", {{"sku", "x"}, {"edition", 1}}}}));
}

TEST_P(EveryOptionTest, HiddenPropertiesAreDescribedAndWrittenButNeverAnswered) {
  Server server({entities(), database_.url(), {}});
  ASSERT_TRUE(server.listening()) << server.daemon().Log();
  ASSERT_THAT(server.CreateTables(), IsOk());
  orm::v1::GetEntityRequest request;
  orm::v1::GetEntityResponse response;
  request.set_entity("Sample");
  grpc::ClientContext context;
  ASSERT_THAT(server.schema().GetEntity(&context, request, &response), IsOk());
  std::vector<std::string> hidden;
  for (const orm::v1::Property& property : response.entity().properties()) {
    if (property.hidden()) hidden.push_back(property.name());
  }
  EXPECT_THAT(hidden, ElementsAre("notes", "secret"));

  UnaryDoor one = server.OneShot();
  ORMD_ASSERT_OK(one.Create("Sample", {{"id", 1}, {"integer", 1}, {"code", "c"}, {"secret", "s"}}));
  const auto found = one.FindOne({{"entity", "Sample"}, {"where", {{"secret", "s"}}}, {"fields", {"code", "secret"}}});
  ORMD_ASSERT_OK(found);
  EXPECT_EQ(found->at("code"), "c");
  EXPECT_FALSE(found->contains("secret"));
}

TEST_P(EveryOptionTest, EntitiesOfTheTablesLackNothing) {
  ExpectMigration("create");
  ExpectMigration("up");
  const CommandResult generated =
      RunOrmd("generate entities --package store.v1 --database '" + database_.url() + "' --out " + this->generated());
  ASSERT_EQ(generated.exit_code, 0) << generated.output;
  EXPECT_THAT(RunOrmd("check --schema " + this->generated()).output, HasSubstr("ok: "));
  const CommandResult check = Migration("check", this->generated());
  EXPECT_EQ(check.exit_code, 0) << check.output;
}

TEST(EveryOption, NoneIsLeftOut) {
  OptionNames used;
  for (const std::string folder : {"shared", "postgresql", "sqlite"})
    used.merge(UsedOptions(ORMD_EVERY_OPTION "/" + folder));
  OptionNames unused;
  for (const std::string& option : KnownOptions()) {
    if (used.count(option) == 0 && !IsRefused(option)) unused.insert(option);
  }
  EXPECT_THAT(unused, IsEmpty());
}

}  // namespace
}  // namespace ormd::conformance
