#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "client/cli/app.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/client/fake_daemon.h"
#include "tests/unit/client/shop.h"

namespace ormd::cli {
namespace {

using client::FakeDaemon;
using orm::v1::Command;
using orm::v1::Reply;
using testing::HasSubstr;
using testing::StartsWith;

struct Outcome {
  int code;
  std::string out;
  std::string err;
};

// A daemon without rows, which takes every flush.
class SeedCommandTest : public testing::Test {
 protected:
  SeedCommandTest() : daemon_([](const Command& command) { return Answer(command); }) {}

  static std::vector<Reply> Answer(const Command& command) {
    std::vector<Reply> replies(1);
    if (command.has_find()) replies.front().mutable_find();
    if (command.has_flush()) replies.front().mutable_flush();
    if (command.has_create()) replies.front().mutable_change();
    return replies;
  }

  Outcome Run(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.begin(), "ormctl");
    arguments.insert(arguments.end(), {"--address", daemon_.address()});
    std::vector<const char*> argv;
    for (const std::string& argument : arguments) argv.push_back(argument.c_str());
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    const int code = cli::Run(static_cast<int>(argv.size()), argv.data(), in, out, err);
    return {code, out.str(), err.str()};
  }

  std::string File(const std::string& name, const std::string& text) {
    const std::string path = directory_.path() + "/" + name;
    std::ofstream(path) << text;
    return path;
  }

  std::vector<orm::v1::Flush> Flushes() {
    std::vector<orm::v1::Flush> flushes;
    for (const Command& command : daemon_.commands()) {
      if (command.has_flush()) flushes.push_back(command.flush());
    }
    return flushes;
  }

  FakeDaemon daemon_;
  TempDir directory_;
};

TEST_F(SeedCommandTest, AllFilesAreOneFlush) {
  const std::string users = File("users.json", R"({"User": [{"$local": "ann", "email": "a@x"}]})");
  const std::string orders = File("orders.ndjson", R"({"$type": "Order", "user": {"local": "ann"}, "total": "1.00"})");
  const Outcome outcome = Run({"seed", users, orders, "-o", "ndjson"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "{\"entity\":\"shop.v1.Order\",\"changes\":1}\n{\"entity\":\"shop.v1.User\",\"changes\":1}\n");
  ASSERT_EQ(Flushes().size(), 1u);
  EXPECT_EQ(Flushes().front().changes_size(), 2);
  EXPECT_EQ(Flushes().front().changes(0).create().local(), "ann");
}

TEST_F(SeedCommandTest, TheStandardInputIsAFileToo) {
  EXPECT_EQ(Run({"seed", "-"}, R"({"Tag": [{"id": 1, "label": "x"}]})").code, 0);
  EXPECT_EQ(Flushes().size(), 1u);
}

TEST_F(SeedCommandTest, RowsAreMadeInOneFlush) {
  const Outcome outcome = Run({"seed", "--entity", "Order", "--count", "5", "--seed", "3"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  ASSERT_EQ(Flushes().size(), 1u);
  EXPECT_EQ(Flushes().front().changes_size(), 10);
}

TEST_F(SeedCommandTest, OfManyRowsTheLastAreRead) {
  EXPECT_EQ(Run({"seed", "--entity", "Tag", "--count", "2"}).code, 0);
  ASSERT_TRUE(daemon_.commands().front().has_find());
  const orm::v1::Find find = daemon_.commands().front().find();
  EXPECT_EQ(find.limit(), 10'000u);
  ASSERT_EQ(find.order_by_size(), 1);
  EXPECT_EQ(find.order_by(0).path(), "id");
  EXPECT_TRUE(find.order_by(0).descending());
}

TEST_F(SeedCommandTest, ADryRunWritesNothing) {
  const Outcome outcome = Run({"seed", "--entity", "Tag", "--count", "2", "--dry-run"});
  EXPECT_THAT(outcome.out, StartsWith("{\"create\":{\"entity\":\"shop.v1.Tag\""));
  EXPECT_TRUE(Flushes().empty());
}

TEST_F(SeedCommandTest, WhatIsTooLargeForACallIsStagedInASession) {
  std::string text;
  for (int i = 0; i < 4; ++i) {
    text += R"({"$type": "Tag", "id": )" + std::to_string(i) + R"(, "label": ")" + std::string(1 << 20, 'x') + "\"}\n";
  }
  EXPECT_EQ(Run({"seed", File("tags.ndjson", text)}).code, 0);
  ASSERT_EQ(Flushes().size(), 1u);
  EXPECT_EQ(Flushes().front().changes_size(), 0);
  EXPECT_EQ(daemon_.commands().size(), 5u);
}

TEST_F(SeedCommandTest, WrongUsage) {
  EXPECT_EQ(Run({"seed"}).code, 2);
  EXPECT_EQ(Run({"seed", "--entity", "Tag"}).code, 2);
  EXPECT_EQ(Run({"seed", "--entity", "Tag", "--count", "0"}).code, 2);
  EXPECT_THAT(Run({"seed", "/no/such/file"}).err, HasSubstr("cannot read the file /no/such/file"));
}

TEST_F(SeedCommandTest, DiagramsGoToTheOutput) {
  EXPECT_THAT(Run({"schema", "diagram"}).out, StartsWith("erDiagram\n"));
  EXPECT_THAT(Run({"schema", "diagram", "--format", "dot"}).out, StartsWith("digraph entities {"));
  EXPECT_EQ(Run({"schema", "diagram", "--format", "png"}).code, 2);
}

TEST_F(SeedCommandTest, AnSvgNeedsGraphviz) {
  const std::string path = std::getenv("PATH");
  setenv("PATH", directory_.path().c_str(), 1);
  const Outcome missing = Run({"schema", "diagram", "--format", "svg"});
  const std::string dot = File("dot", "#!/bin/sh\necho '<svg/>'\n");
  std::filesystem::permissions(dot, std::filesystem::perms::owner_all);
  const Outcome drawn = Run({"schema", "diagram", "--format", "svg"});
  setenv("PATH", path.c_str(), 1);
  EXPECT_EQ(missing.code, 1);
  EXPECT_THAT(missing.err, HasSubstr("needs Graphviz"));
  EXPECT_EQ(drawn.out, "<svg/>\n");
}

}  // namespace
}  // namespace ormd::cli
