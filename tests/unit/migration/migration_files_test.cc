#include "orm/migration/migration_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "tests/support/temp_dir.h"

namespace ormd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class MigrationFilesTest : public testing::Test {
 protected:
  void Put(const std::string& name, std::string_view text) {
    std::ofstream(directory_.path() + "/" + name, std::ios::binary) << text;
  }
  std::string Text(const std::string& name) const {
    std::ifstream file(directory_.path() + "/" + name, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }
  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const auto& file : std::filesystem::directory_iterator(directory_.path())) {
      names.push_back(file.path().filename().string());
    }
    return names;
  }
  std::string Fault(const absl::Status& status) const {
    EXPECT_EQ(ReasonOf(status), Reason::kMigrationConflict) << status;
    return std::string(status.message());
  }
  std::string ReadFault() const { return Fault(migrations_.Read().status()); }

  const TempDir directory_;
  const MigrationDirectory migrations_{directory_.path()};
  const absl::Time now_ = absl::FromUnixSeconds(1'767'323'045);  // 2026-01-02 03:04:05 UTC
};

TEST_F(MigrationFilesTest, ADirectoryThatDoesNotExistHasNone) {
  EXPECT_THAT(MigrationDirectory(directory_.path() + "/no/where").Read().value(), IsEmpty());
  EXPECT_EQ(MigrationDirectory(directory_.path() + "/no/where").ReadSnapshot().value(), std::nullopt);
}

TEST_F(MigrationFilesTest, ReadsByNameWhatIsAMigration) {
  Put("20260102000000_b.up.sql", "SELECT 2");
  Put("20260101000000_a-1.up.sql", "SELECT 1");
  Put("20260101000000_a-1.down.sql", "SELECT 0");
  Put("README.md", "hello");
  Put(".hidden.sql", "hello");
  Put("snapshot.json", "{}");
  const std::vector<MigrationFile> files = migrations_.Read().value();
  ASSERT_EQ(files.size(), 2u);
  EXPECT_EQ(files[0].name, "20260101000000_a-1");
  EXPECT_EQ(files[0].timestamp(), "20260101000000");
  EXPECT_EQ(files[0].up, "SELECT 1");
  EXPECT_EQ(files[0].down, "SELECT 0");
  EXPECT_TRUE(files[0].transactional);
  EXPECT_EQ(files[1].down, std::nullopt);
  // As sha256sum prints it.
  EXPECT_EQ(files[0].checksum, "e004ebd5b5532a4b85984a62f8ad48a81aa3460c1ca07701f386135d72cdecf5");
}

TEST_F(MigrationFilesTest, LineEndsAndAByteOrderMarkChangeNoChecksum) {
  Put("20260101000000_a.up.sql", "SELECT 1;\nSELECT 2;\n");
  Put("20260102000000_b.up.sql", "\xEF\xBB\xBFSELECT 1;\r\nSELECT 2;\r\n");
  const std::vector<MigrationFile> files = migrations_.Read().value();
  EXPECT_EQ(files[0].checksum, files[1].checksum);
}

TEST_F(MigrationFilesTest, TheHeadSaysHowAFileRuns) {
  Put("20260101000000_a.up.sql", "-- about\n--ormd? no\n\n-- ormd: no-transaction\r\nVACUUM");
  Put("20260102000000_b.up.sql", "SELECT 1;\n-- ormd: no-transaction\n");
  Put("20260103000000_c.up.sql", "-- ormd: replaces 20260101000000_x 0a\n-- ormd: replaces 20260102000000_y 0b\n");
  const std::vector<MigrationFile> files = migrations_.Read().value();
  EXPECT_FALSE(files[0].transactional);
  EXPECT_TRUE(files[1].transactional);
  EXPECT_THAT(files[2].replaces,
              ElementsAre(ReplacedMigration{"20260101000000_x", "0a"}, ReplacedMigration{"20260102000000_y", "0b"}));
}

TEST_F(MigrationFilesTest, AnUnknownLineAtTheHeadIsRefused) {
  Put("20260101000000_a.up.sql", "-- ormd: no-transction\nSELECT 1");
  EXPECT_THAT(ReadFault(), AllOf(HasSubstr("20260101000000_a.up.sql"), HasSubstr("no-transction")));
}

TEST_F(MigrationFilesTest, WhatWasReplacedMayHaveReplacedOthers) {
  const std::string lines =
      "-- ormd: replaces 20260102000000_b 0b\n-- ormd: which replaces 20260102000000_b 0a\n"
      "-- ormd: which which replaces 20260101000000_a 00\n-- ormd: replaces 20260103000000_c 0c\n";
  Put("20260103000000_c.up.sql", lines);
  const std::vector<ReplacedMigration> replaces = migrations_.Read().value().at(0).replaces;
  const ReplacedMigration inner = {"20260102000000_b", "0a", {{"20260101000000_a", "00"}}};
  EXPECT_THAT(replaces, ElementsAre(ReplacedMigration{"20260102000000_b", "0b", {inner}},
                                    ReplacedMigration{"20260103000000_c", "0c"}));
  EXPECT_EQ(ReplacesLines(replaces), lines);
  Put("20260103000000_c.up.sql", "-- ormd: which replaces 20260101000000_a 00\n");
  EXPECT_THAT(ReadFault(), HasSubstr("which replaces 20260101000000_a"));
}

TEST_F(MigrationFilesTest, OnlyTheHeadLosesItsDirectives) {
  EXPECT_EQ(WithoutDirectives("-- about\n  -- ormd: replaces a 0a\r\n\nSELECT '\n-- ormd: text\n';"),
            "-- about\n\nSELECT '\n-- ormd: text\n';");
  EXPECT_EQ(WithoutDirectives("-- ormd: no-transaction"), "");
}

TEST_F(MigrationFilesTest, ANulByteIsRefusedWithItsLine) {
  Put("20260101000000_a.up.sql", std::string("SELECT 1;\nSELECT '\0';", 22));
  EXPECT_THAT(ReadFault(), HasSubstr("20260101000000_a.up.sql:2: a NUL byte"));
}

TEST_F(MigrationFilesTest, WhatIsNoRegularFileIsRefused) {
  const std::string pipe = directory_.path() + "/20260101000000_a.up.sql";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_THAT(ReadFault(), HasSubstr(pipe + " cannot be read: it is not a regular file"));
  std::filesystem::remove(pipe);
  std::filesystem::create_directory(pipe);
  EXPECT_THAT(ReadFault(), HasSubstr(pipe + " cannot be read: it is a directory"));
}

TEST_F(MigrationFilesTest, WhatAnInterruptedChangeLeftIsRefused) {
  Put("20260101000000_a.up.sql", "SELECT 1");
  for (const std::string name : {"20260101000000_a.down.sql.new", "20260101000000_a.up.sql.old", "snapshot.json.new"}) {
    Put(name, "");
    EXPECT_THAT(ReadFault(), AllOf(HasSubstr("an interrupted change"), HasSubstr(name)));
    EXPECT_THAT(Fault(migrations_.Write("b", "", "", "", now_).status()), HasSubstr(name));
    EXPECT_THAT(Fault(migrations_.WriteSnapshot("{}")), HasSubstr(name));
    std::filesystem::remove(directory_.path() + "/" + name);
  }
  EXPECT_TRUE(migrations_.Read().ok());
}

TEST_F(MigrationFilesTest, WritersAtOneTimeGetTimesOfTheirOwn) {
  const MigrationDirectory below(directory_.path() + "/below");
  std::vector<std::string> names(8);
  std::vector<std::thread> writers;
  for (std::string& name : names) {
    writers.emplace_back([&] { name = below.Write("a", "UP", "DOWN", "{}", now_).value(); });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
  EXPECT_EQ(below.Read().value().size(), names.size());
}

TEST_F(MigrationFilesTest, NamesThatAreNoneAreRefused) {
  for (const std::string name : {"1_a.up.sql", "20260101000000.up.sql", "20260101000000_.up.sql", "a.sql",
                                 "20260101000000_a b.up.sql", "20260101000000_a.sql", "2026010100000x_a.down.sql"}) {
    Put(name, "");
    EXPECT_THAT(ReadFault(), HasSubstr(name));
    std::filesystem::remove(directory_.path() + "/" + name);
  }
}

TEST_F(MigrationFilesTest, TwoOfOneTimeAreRefusedByName) {
  Put("20260101000000_a.up.sql", "");
  Put("20260101000000_b.up.sql", "");
  EXPECT_THAT(ReadFault(), AllOf(HasSubstr("20260101000000_a.up.sql"), HasSubstr("20260101000000_b.up.sql")));
}

TEST_F(MigrationFilesTest, ADownWithoutAnUpIsRefused) {
  Put("20260101000000_a.down.sql", "");
  EXPECT_THAT(ReadFault(), HasSubstr("20260101000000_a.down.sql"));
}

TEST_F(MigrationFilesTest, WritesAllThreeFiles) {
  const MigrationDirectory below(directory_.path() + "/a/b");
  EXPECT_EQ(below.Write("add books!", "UP", "DOWN", "{}", now_).value(), "20260102030405_add_books_");
  EXPECT_EQ(Text("a/b/20260102030405_add_books_.up.sql"), "UP");
  EXPECT_EQ(Text("a/b/20260102030405_add_books_.down.sql"), "DOWN");
  EXPECT_EQ(below.ReadSnapshot().value(), "{}");
  EXPECT_EQ(below.Read().value().size(), 1u);
}

TEST_F(MigrationFilesTest, AnEmptySnapshotLeavesTheOneThatStands) {
  ASSERT_TRUE(migrations_.WriteSnapshot("{}").ok());
  ASSERT_TRUE(migrations_.Write("a", "", std::nullopt, "", now_).ok());
  EXPECT_EQ(migrations_.ReadSnapshot().value(), "{}");
  EXPECT_THAT(Names(), UnorderedElementsAre("20260102030405_a.up.sql", "snapshot.json"));
}

TEST_F(MigrationFilesTest, TimeMovesOnBehindTheLast) {
  EXPECT_EQ(migrations_.Write("a", "", "", "", now_).value(), "20260102030405_a");
  EXPECT_EQ(migrations_.Write("a", "", "", "", now_).value(), "20260102030406_a");
  Put("20991231235959_future.up.sql", "");
  EXPECT_EQ(migrations_.Write("a", "", "", "", now_).value(), "21000101000000_a");
  Put("99999999999998_far.up.sql", "");
  EXPECT_EQ(migrations_.Write("a", "", "", "", now_).value(), "99999999999999_a");
}

TEST_F(MigrationFilesTest, ANameNeedsALetterOrDigit) {
  EXPECT_EQ(ReasonOf(migrations_.Write("../..", "", "", "", now_).status()), Reason::kBadValue);
  EXPECT_EQ(ReasonOf(migrations_.Write("", "", "", "", now_).status()), Reason::kBadValue);
  EXPECT_EQ(migrations_.Write("../a", "", "", "", now_).value(), "20260102030405__a");
  EXPECT_THAT(Names(), UnorderedElementsAre("20260102030405__a.up.sql", "20260102030405__a.down.sql"));
}

TEST_F(MigrationFilesTest, WhatCannotBeWrittenLeavesNothing) {
  Put("file", "");
  const MigrationDirectory below(directory_.path() + "/file/migrations");
  EXPECT_THAT(Fault(below.Write("a", "", "", "{}", now_).status()), HasSubstr(directory_.path() + "/file"));

  std::filesystem::create_directory(directory_.path() + "/snapshot.json");
  EXPECT_THAT(Fault(migrations_.Write("a", "", "", "{}", now_).status()), HasSubstr("snapshot.json"));
  EXPECT_THAT(Names(), UnorderedElementsAre("file", "snapshot.json"));
  EXPECT_THAT(Fault(migrations_.ReadSnapshot().status()), HasSubstr("directory"));

  const MigrationDirectory made(directory_.path() + "/new/" + std::string(300, 'x'));
  EXPECT_THAT(Fault(made.Write("a", "", "", "{}", now_).status()), HasSubstr("xxx"));
  EXPECT_THAT(Names(), UnorderedElementsAre("file", "snapshot.json"));
}

TEST_F(MigrationFilesTest, AFileWhereADirectoryShouldBeIsNamed) {
  Put("file", "");
  EXPECT_THAT(Fault(MigrationDirectory(directory_.path() + "/file").Read().status()), HasSubstr("/file"));
}

TEST_F(MigrationFilesTest, UnwritePutsTheSnapshotBack) {
  ASSERT_TRUE(migrations_.WriteSnapshot("old").ok());
  const std::string name = migrations_.Write("a", "", "", "new", now_).value();
  ASSERT_TRUE(migrations_.Unwrite(name, "old").ok());
  EXPECT_EQ(migrations_.ReadSnapshot().value(), "old");
  EXPECT_THAT(Names(), ElementsAre("snapshot.json"));
  ASSERT_TRUE(migrations_.Unwrite(name, std::nullopt).ok());
  EXPECT_THAT(Names(), IsEmpty());
}

TEST_F(MigrationFilesTest, RolledUpMigrationsBecomeOneThatSaysSo) {
  Put("20260101000000_a.up.sql", "A");
  Put("20260101000000_a.down.sql", "a");
  Put("20260102000000_b.up.sql", "B");
  const std::vector<MigrationFile> files = migrations_.Read().value();
  EXPECT_EQ(migrations_.RollUp(files, "all", "AB", std::nullopt).value(), "20260102000000_all");
  EXPECT_THAT(Names(), ElementsAre("20260102000000_all.up.sql"));
  const MigrationFile all = migrations_.Read().value().at(0);
  EXPECT_THAT(all.up, HasSubstr("\nAB"));
  EXPECT_THAT(all.replaces, ElementsAre(ReplacedMigration{files[0].name, files[0].checksum},
                                        ReplacedMigration{files[1].name, files[1].checksum}));
  EXPECT_EQ(migrations_.RollUp({all}, "", "AB", "ba").value(), "20260102000000_all");
  EXPECT_THAT(Names(), UnorderedElementsAre("20260102000000_all.up.sql", "20260102000000_all.down.sql"));
}

}  // namespace
}  // namespace ormd
