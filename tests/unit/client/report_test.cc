#include "client/admin/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <stdexcept>

namespace ormd::admin {
namespace {

using orm::v1::CreateMigrationRequest;
using orm::v1::CreateMigrationResponse;
using orm::v1::MigrationEvent;
using testing::HasSubstr;

class ReportTest : public testing::Test {
 protected:
  Output In(Format format) { return {format, out_, err_, false}; }

  std::ostringstream out_;
  std::ostringstream err_;
};

MigrationEvent Done(const std::string& name) {
  MigrationEvent event;
  event.set_kind(MigrationEvent::DONE);
  event.set_name(name);
  return event;
}

std::string RowOf(const std::string& name) {
  return "{\"kind\":\"DONE\",\"name\":\"" + name + "\",\"down\":false,\"statement\":0,\"statements\":0}";
}

TEST_F(ReportTest, ADumpHasBothFilesUnderTheirNames) {
  CreateMigrationRequest request;
  request.set_dump(true);
  CreateMigrationResponse created;
  created.set_up("CREATE TABLE a ();\n");
  created.set_down("DROP TABLE a;\n");
  PrintCreated(request, created, In(Format::kTable));
  EXPECT_EQ(out_.str(), "-- up\nCREATE TABLE a ();\n-- down\nDROP TABLE a;\n");
  EXPECT_EQ(err_.str(), "");
}

TEST_F(ReportTest, ADumpOfABlankOneHasEmptyFiles) {
  CreateMigrationRequest request;
  request.set_dump(true);
  request.set_blank(true);
  PrintCreated(request, {}, In(Format::kTable));
  EXPECT_EQ(out_.str(), "-- up\n-- down\n");
  EXPECT_EQ(err_.str(), "");
}

TEST_F(ReportTest, ADumpOfNothingSaysSo) {
  CreateMigrationRequest request;
  request.set_dump(true);
  PrintCreated(request, {}, In(Format::kTable));
  EXPECT_EQ(out_.str(), "");
  EXPECT_THAT(err_.str(), HasSubstr("nothing differs"));
}

TEST_F(ReportTest, MigrationsThatRunAreAnArrayOrLines) {
  for (const Format format : {Format::kJson, Format::kNdjson}) {
    const Output output = In(format);
    ProgressPrinter progress(output);
    progress.Print(Done("a"));
    progress.Print(Done("b"));
    progress.End("nothing is pending");
  }
  EXPECT_EQ(out_.str(), "[\n" + RowOf("a") + ",\n" + RowOf("b") + "\n]\n" + RowOf("a") + "\n" + RowOf("b") + "\n");
  EXPECT_EQ(err_.str(), "");
}

TEST_F(ReportTest, WhereNothingRunsTheArrayIsEmpty) {
  {
    const Output output = In(Format::kJson);
    ProgressPrinter(output).End("nothing is pending");
  }
  EXPECT_EQ(out_.str(), "[]\n");
  EXPECT_EQ(err_.str(), "nothing is pending\n");
}

TEST_F(ReportTest, AnErrorLeavesTheArrayWhole) {
  const Output output = In(Format::kJson);
  try {
    ProgressPrinter progress(output);
    progress.Print(Done("a"));
    throw std::runtime_error("the second one failed");
  } catch (const std::runtime_error&) {
  }
  EXPECT_EQ(out_.str(), "[\n" + RowOf("a") + "\n]\n");
}

TEST_F(ReportTest, LessThanTheLogCountsIsNotNothing) {
  orm::v1::Migration pending, quick, slow;
  pending.set_name("pending");
  for (orm::v1::Migration* run : {&quick, &slow}) {
    run->set_name(run == &quick ? "quick" : "slow");
    run->set_state(orm::v1::Migration::EXECUTED);
    run->mutable_executed_at()->set_seconds(1);
    run->mutable_duration();
  }
  slow.mutable_duration()->set_nanos(12'000'000);
  PrintMigrations({pending, quick, slow}, "", In(Format::kTable));
  EXPECT_THAT(out_.str(), testing::AllOf(HasSubstr("  <1 ms\n"), HasSubstr("  12.0 ms\n")));
}

TEST_F(ReportTest, ARollUpIsItsName) {
  orm::v1::RollUpMigrationsResponse rolled_up;
  rolled_up.set_name("20260102030405_rollup");
  PrintRolledUp(rolled_up, In(Format::kTable));
  PrintRolledUp(rolled_up, In(Format::kNdjson));
  EXPECT_EQ(out_.str(), "20260102030405_rollup\n{\"name\":\"20260102030405_rollup\"}\n");
}

TEST_F(ReportTest, WhereThereAreNoMigrationsATableOnlySaysSo) {
  PrintMigrations({}, "nothing is pending", In(Format::kTable));
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(err_.str(), "nothing is pending\n");
  PrintMigrations({}, "nothing is pending", In(Format::kJson));
  EXPECT_EQ(out_.str(), "[]\n");
  EXPECT_EQ(err_.str(), "nothing is pending\n");
}

}  // namespace
}  // namespace ormd::admin
