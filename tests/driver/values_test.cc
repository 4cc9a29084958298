// Values come back exactly as they went in.
#include <limits>

#include "orm/value/text.h"
#include "orm/value/type.h"
#include "tests/driver/driver_test.h"

namespace ormd {
namespace {

class ValuesTest : public DriverTest {
 protected:
  // Stores the parameter in a column of the given SQL type and reads it back as `kind`.
  Value RoundTrip(const std::string& postgres, const std::string& sqlite, Type type, Param param) {
    const std::string table = "v" + std::to_string(++tables_);
    Run("CREATE TABLE " + table + " (c " + (is_sqlite() ? sqlite + ") STRICT" : postgres + ")"));
    const absl::Status stored = Fail("INSERT INTO " + table + " VALUES (" + P(1) + ")", {std::move(param)});
    EXPECT_TRUE(stored.ok()) << stored;
    const auto result = Try(*connection_, "SELECT c FROM " + table);
    if (!result.ok() || (*result)->rows() != 1) return "nothing stored";
    auto value = DecodeCell(type, (*result)->cell(0, 0));
    EXPECT_TRUE(value.ok()) << value.status();
    return value.ok() ? *value : Value("undecodable");
  }

 private:
  int tables_ = 0;
};

TEST_P(ValuesTest, Bigint) {
  for (const int64_t value : {std::numeric_limits<int64_t>::min(), int64_t{-1}, int64_t{0}, (int64_t{1} << 53) + 1,
                              std::numeric_limits<int64_t>::max()}) {
    EXPECT_EQ(RoundTrip("bigint", "INTEGER", {TypeKind::kBigint}, value), Value(value));
  }
}

TEST_P(ValuesTest, Double) {
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double value : {0.1, -1.5e300, 5e-324, 1.0 / 3.0, 1e22, infinity, -infinity}) {
    EXPECT_EQ(RoundTrip("double precision", "REAL", {TypeKind::kDouble}, value), Value(value));
  }
}

TEST_P(ValuesTest, DecimalKeepsEveryDigit) {
  Type type = {TypeKind::kDecimal};
  type.precision = 20;
  type.scale = 4;
  EXPECT_EQ(RoundTrip("numeric(20,4)", "TEXT", type, "1234567890123456.7891"), Value("1234567890123456.7891"));
  EXPECT_EQ(RoundTrip("numeric(20,4)", "TEXT", type, "-0.0001"), Value("-0.0001"));
}

TEST_P(ValuesTest, Text) {
  for (const std::string text : {"", "null", "'; DROP TABLE v; --", "line\nbreak\ttab \\ \"", "Grüße 👋 日本"}) {
    EXPECT_EQ(RoundTrip("text", "TEXT", {TypeKind::kText}, text), Value(text));
  }
}

TEST_P(ValuesTest, TextOfAMegabyte) {
  const std::string text(1 << 20, 'x');
  EXPECT_EQ(RoundTrip("text", "TEXT", {TypeKind::kText}, text), Value(text));
}

TEST_P(ValuesTest, TextWithNulIsRefusedRatherThanCut) {
  Run("CREATE TABLE v (c text)");
  EXPECT_EQ(ReasonNameOf(Fail("INSERT INTO v VALUES (" + P(1) + ")", {std::string("a\0b", 3)})), "BAD_VALUE");
  EXPECT_EQ(Ask("SELECT count(*) FROM v"), "0");
}

TEST_P(ValuesTest, Bytes) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  for (const std::string& data : {std::string(), std::string("\0", 1), all}) {
    EXPECT_EQ(RoundTrip("bytea", "BLOB", {TypeKind::kBytes}, Bytes{data}), Value(Bytes{data}));
  }
}

TEST_P(ValuesTest, TimestampToTheMicrosecond) {
  EXPECT_EQ(RoundTrip("timestamptz", "TEXT", {TypeKind::kTimestamp}, "2024-02-29 13:00:00.123456"),
            Value(Timestamp{1709211600123456}));
  EXPECT_EQ(RoundTrip("timestamptz", "TEXT", {TypeKind::kTimestamp}, "1969-12-31 23:59:59.999999"),
            Value(Timestamp{-1}));
}

TEST_P(ValuesTest, Uuid) {
  const std::string uuid = "1e5f0000-0000-4000-8000-000000000001";
  EXPECT_EQ(RoundTrip("uuid", "TEXT", {TypeKind::kUuid}, uuid), Value(uuid));
}

TEST_P(ValuesTest, DateAndTime) {
  EXPECT_EQ(RoundTrip("date", "TEXT", {TypeKind::kDate}, "2024-02-29"), Value("2024-02-29"));
  EXPECT_EQ(RoundTrip("time", "TEXT", {TypeKind::kTime}, "13:00:00.5"), Value("13:00:00.5"));
}

TEST_P(ValuesTest, Null) {
  EXPECT_EQ(RoundTrip("bigint", "INTEGER", {TypeKind::kBigint}, std::monostate()), Value());
  EXPECT_EQ(RoundTrip("text", "TEXT", {TypeKind::kText}, std::monostate()), Value());
}

TEST_P(ValuesTest, JsonKeepsItsDigits) {
  const std::string json = R"({"a":12345678901234567890.1234567890})";
  const Value value = RoundTrip("jsonb", "TEXT", {TypeKind::kJson}, json);
  EXPECT_EQ(CanonicalJson(value.as<std::string>()), json);
}

INSTANTIATE_TEST_SUITE_P(All, ValuesTest, testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
