#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/runtime/log.h"

namespace ormd {
namespace {

const absl::Time kTime = absl::FromUnixMillis(1'700'000'000'123);

TEST(LogLineTest, JsonHasTimeLevelMessageAndFacts) {
  EXPECT_EQ(LogLine(LogFormat::kJson, kTime, LogLevel::kWarn, "call",
                    {{"rpc", "/orm.v1.EntityManager/Find"}, {"rows", int64_t{3}}, {"duration_ms", 1.25}}),
            R"({"time":"2023-11-14T22:13:20.123Z","level":"warn","message":"call","rpc":"/orm.v1.EntityManager/Find",)"
            R"("rows":3,"duration_ms":1.250})");
}

TEST(LogLineTest, JsonEscapesWhatJsonEscapes) {
  EXPECT_THAT(LogLine(LogFormat::kJson, kTime, LogLevel::kInfo, "a\"b\\c\nd\te\x01", {}),
              testing::HasSubstr(R"("message":"a\"b\\c\nd\te\u0001")"));
}

TEST(LogLineTest, EmptyTextsAreLeftOut) {
  EXPECT_THAT(LogLine(LogFormat::kJson, kTime, LogLevel::kInfo, "call", {{"reason", ""}}),
              testing::Not(testing::HasSubstr("reason")));
  EXPECT_THAT(LogLine(LogFormat::kConsole, kTime, LogLevel::kInfo, "call", {{"reason", ""}}),
              testing::Not(testing::HasSubstr("reason")));
}

TEST(LogLineTest, ConsoleQuotesOnlyWhatNeedsIt) {
  EXPECT_EQ(LogLine(LogFormat::kConsole, kTime, LogLevel::kInfo, "sql", {{"sql", "SELECT 1"}, {"reason", "OK"}}),
            "2023-11-14T22:13:20.123Z info sql sql=\"SELECT 1\" reason=OK");
}

}  // namespace
}  // namespace ormd
