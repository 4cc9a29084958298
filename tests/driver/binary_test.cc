// PostgreSQL's binary forms: what goes and comes in them is what would go and come as text.
#include <cmath>
#include <limits>

#include "orm/base/strings.h"
#include "orm/sql/platform.h"
#include "tests/driver/driver_test.h"

namespace ormd {
namespace {

using Form = Cell::Form;

class BinaryTest : public DriverTest {
 protected:
  // In binary where all columns are read as `kinds`, in text where there are none.
  std::unique_ptr<Result> Read(const std::string& sql, std::vector<TypeKind> kinds) {
    auto result = connection_->Execute({sql, {}, std::move(kinds)}, {});
    EXPECT_TRUE(result.ok()) << sql << ": " << result.status();
    return result.ok() ? *std::move(result) : nullptr;
  }

  // Sends the values as a column of rows and reads them back, null behind them.
  void ExpectRoundTrip(const Type& type, std::vector<Value> values) {
    values.emplace_back();
    const auto at = [&](size_t row, size_t) -> const Value& { return values[row]; };
    Statement statement;
    const std::string rows = PostgresPlatform().RowsTable({{&type}, 0, values.size(), at}, true, statement.params);
    ASSERT_TRUE(std::holds_alternative<Bytes>(statement.params.front())) << TypeName(type) << " travels as text";
    statement.sql = StrCat("SELECT ", PostgresPlatform().RowsColumn(type, 0), " FROM ", rows, " ORDER BY u.n");
    for (const bool binary : {false, true}) {
      // Another text, since what is prepared first decides.
      if (binary) statement.sql += ", 1";
      if (binary) statement.columns = {type.kind};
      const auto result = connection_->Execute(statement, {});
      ASSERT_TRUE(result.ok()) << TypeName(type) << ": " << result.status();
      ASSERT_EQ((*result)->rows(), values.size());
      for (size_t row = 0; row < values.size(); ++row) {
        const absl::StatusOr<Value> value = DecodeCell(type, (*result)->cell(row, 0));
        ASSERT_TRUE(value.ok()) << TypeName(type) << " " << ValueText(values[row]) << ": " << value.status();
        EXPECT_TRUE(SameValue(type, *value, values[row]))
            << TypeName(type) << ": " << ValueText(*value) << " for " << ValueText(values[row]);
      }
    }
  }
};

Type Of(TypeKind kind) { return {.kind = kind}; }

TEST_P(BinaryTest, NumbersGoAndCome) {
  ExpectRoundTrip(Of(TypeKind::kBool), {true, false});
  ExpectRoundTrip(Of(TypeKind::kSmallint), {0, 1, -1, 32767, -32768});
  ExpectRoundTrip(Of(TypeKind::kInteger), {0, 1, -1, 2147483647, int64_t{-2147483648}});
  ExpectRoundTrip(Of(TypeKind::kBigint), {0, -1, INT64_MAX, INT64_MIN});
  const double infinity = std::numeric_limits<double>::infinity();
  ExpectRoundTrip(Of(TypeKind::kReal),
                  {0.0, static_cast<double>(0.1f), static_cast<double>(-1.5e30f), infinity, -infinity});
  ExpectRoundTrip(Of(TypeKind::kDouble), {0.0, 0.1, -1.5e300, 5e-324, infinity, -infinity});
}

TEST_P(BinaryTest, DecimalsGoAndComeWithEveryDigit) {
  ExpectRoundTrip(Of(TypeKind::kDecimal),
                  {"0", "1", "-1", "10", "9999", "10000", "10001", "100000000", "-123456789", "0.1", "-0.0001",
                   "0.00001", "0.00000000000000000001", "1.00005", "99999999.9999",
                   "123456789012345678901234567890.123456789", std::string("1") + std::string(200, '0'), "-12345.6"});
  Type scaled = Of(TypeKind::kDecimal);
  scaled.precision = 12;
  scaled.scale = 2;
  ExpectRoundTrip(scaled, {"0.00", "0.05", "-9.90", "10000.00", "1234567890.12"});
}

TEST_P(BinaryTest, ADecimalOfThousandsOfDigitsGoesAsText) {
  const Type type = Of(TypeKind::kDecimal);
  const std::vector<Value> values = {Value(std::string(3000, '7')), Value("1.5")};
  Statement statement;
  const auto at = [&](size_t row, size_t) -> const Value& { return values[row]; };
  const std::string rows = PostgresPlatform().RowsTable({{&type}, 0, 2, at}, false, statement.params);
  EXPECT_TRUE(std::holds_alternative<std::string>(statement.params.front()));
  statement.sql = "SELECT max(u.c1) FROM " + rows;
  statement.columns = {TypeKind::kDecimal};
  const auto result = connection_->Execute(statement, {});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(CellText((*result)->cell(0, 0)), values[0].as<std::string>());
}

TEST_P(BinaryTest, TextsAndBytesGoAndCome) {
  for (const TypeKind kind : {TypeKind::kText, TypeKind::kVarchar, TypeKind::kChar}) {
    ExpectRoundTrip(Of(kind), {"", "NULL", "a,\"b\\c\"", "line\nbreak", "Grüße 👋 日本", "{}"});
  }
  ExpectRoundTrip(Of(TypeKind::kJson), {"null", R"({"a":[1,2.50,"ä"],"b":{}})", "12345678901234567890.5"});
  ExpectRoundTrip(Of(TypeKind::kBytes), {Bytes{""}, Bytes{std::string("\x00\xff", 2)}, Bytes{"\\x41"}});
  Type label = Of(TypeKind::kEnum);
  label.labels = {"A", "B C"};
  ExpectRoundTrip(label, {"A", "B C"});
  ExpectRoundTrip(Of(TypeKind::kUuid),
                  {"00000000-0000-0000-0000-000000000000", "1e5f0000-0000-4000-8000-0000deadbeef"});
}

TEST_P(BinaryTest, TimesGoAndCome) {
  ExpectRoundTrip(Of(TypeKind::kTimestamp),
                  {Timestamp{0}, Timestamp{-1}, Timestamp{946684800000000}, Timestamp{1709211600123456},
                   Timestamp{-62135596800000000}, Timestamp{253402300799999999}});
  ExpectRoundTrip(Of(TypeKind::kDate), {"0001-01-01", "1969-12-31", "2000-01-01", "2024-02-29", "9999-12-31"});
  ExpectRoundTrip(Of(TypeKind::kTime), {"00:00:00", "13:00:00.5", "23:59:59.999999", "24:00:00"});
  ExpectRoundTrip(Of(TypeKind::kInterval), {0, 1, -1, 1500000, 864000000000, -90061000000});
}

TEST_P(BinaryTest, NoRowsAreNoArray) {
  const Type type = Of(TypeKind::kInteger);
  Statement statement;
  const auto at = [](size_t, size_t) -> const Value& { throw std::logic_error("there is none"); };
  statement.sql = "SELECT count(*) FROM " + PostgresPlatform().RowsTable({{&type}, 0, 0, at}, false, statement.params);
  const auto result = connection_->Execute(statement, {});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(CellText((*result)->cell(0, 0)), "0");
}

// What no value of ours can be is refused as it is in text, and nothing is read wrong.
TEST_P(BinaryTest, WhatIsNoValueIsRefusedInEitherForm) {
  const std::vector<std::pair<TypeKind, std::string>> cells = {
      {TypeKind::kTimestamp, "'infinity'::timestamptz"},
      {TypeKind::kTimestamp, "'-infinity'::timestamptz"},
      {TypeKind::kTimestamp, "'294276-12-31 23:59:59.999999+00'::timestamptz"},
      {TypeKind::kTimestamp, "'4713-01-01 00:00:00+00 BC'::timestamptz"},
      {TypeKind::kTimestamp, "'10000-01-01 00:00:00+00'::timestamptz"},
      {TypeKind::kDate, "'infinity'::date"},
      {TypeKind::kDate, "'-infinity'::date"},
      {TypeKind::kDate, "'0044-03-15 BC'::date"},
      {TypeKind::kDate, "'10000-01-01'::date"},
      {TypeKind::kDecimal, "'NaN'::numeric"},
      {TypeKind::kSmallint, "70000"},
  };
  for (const auto& [kind, sql] : cells) {
    const auto text = Read("SELECT " + sql, {});
    const auto binary = Read("SELECT  " + sql, {kind});
    ASSERT_TRUE(text != nullptr && binary != nullptr);
    EXPECT_FALSE(DecodeCell(Of(kind), text->cell(0, 0)).ok()) << sql;
    EXPECT_FALSE(DecodeCell(Of(kind), binary->cell(0, 0)).ok()) << sql;
  }
}

TEST_P(BinaryTest, ATimestampWithoutATimeZoneIsInUtc) {
  const auto result = Read("SELECT '2024-02-29 13:00:00'::timestamp", {TypeKind::kTimestamp});
  EXPECT_EQ(*DecodeCell(Of(TypeKind::kTimestamp), result->cell(0, 0)), Value(Timestamp{1709211600000000}));
}

TEST_P(BinaryTest, ColumnsComeInBinaryWhereAllAreReadAlike) {
  const std::string sql = "SELECT 7::int, 'x'::text, '2024-02-29 13:00:00+00'::timestamptz";
  EXPECT_EQ(Read(sql, {})->cell(0, 0).form, Form::kText);
  const auto binary = Read(sql + " LIMIT 1", {TypeKind::kInteger, TypeKind::kText, TypeKind::kTimestamp});
  EXPECT_EQ(binary->cell(0, 0).form, Form::kInt64);
  EXPECT_EQ(binary->cell(0, 0).int64, 7);
  EXPECT_EQ(binary->cell(0, 1).text, "x");
  EXPECT_EQ(binary->cell(0, 2).form, Form::kTimestamp);
  // A text property may stand on a column of any type.
  EXPECT_EQ(CellText(Read(sql + " LIMIT 2", {TypeKind::kInteger, TypeKind::kText, TypeKind::kText})->cell(0, 2)),
            "2024-02-29 13:00:00+00");
}

// The same number as its text, which another width of the same bits is not.
TEST_P(BinaryTest, AFloatOfAnotherWidthComesAsText) {
  EXPECT_EQ(CellText(Read("SELECT 0.1::real", {TypeKind::kDouble})->cell(0, 0)), "0.1");
  EXPECT_EQ(Read("SELECT 0.1::real AS a", {TypeKind::kReal})->cell(0, 0).form, Form::kDouble);
  EXPECT_FALSE(DecodeCell(Of(TypeKind::kReal), Read("SELECT 1e300::float8", {TypeKind::kReal})->cell(0, 0)).ok());
}

TEST_P(BinaryTest, WhoReadsTheSameTextInAnotherWayGetsText) {
  const std::string sql = "SELECT 7::int";
  EXPECT_EQ(Read(sql, {TypeKind::kInteger})->cell(0, 0).form, Form::kInt64);
  EXPECT_EQ(Read(sql, {})->cell(0, 0).form, Form::kText);
  EXPECT_EQ(Read(sql, {TypeKind::kText})->cell(0, 0).form, Form::kText);
  EXPECT_EQ(Read(sql, {TypeKind::kInteger})->cell(0, 0).form, Form::kInt64);
}

TEST_P(BinaryTest, OneColumnWithoutABinaryFormMakesAllTexts) {
  const auto result = Read("SELECT 7::int, interval '1 day'", {TypeKind::kInteger, TypeKind::kInterval});
  EXPECT_EQ(result->cell(0, 0).form, Form::kText);
  EXPECT_EQ(CellText(result->cell(0, 1)), "P1D");
}

TEST_P(BinaryTest, AColumnThatGetsAnotherTypeIsReadAsThat) {
  Run("CREATE TABLE t (a int); INSERT INTO t VALUES (7)");
  const auto read = [&] { return Read("SELECT a FROM t", {TypeKind::kInteger}); };
  EXPECT_EQ(read()->cell(0, 0).form, Form::kInt64);
  Run("ALTER TABLE t ALTER a TYPE text");
  EXPECT_EQ(read()->cell(0, 0).form, Form::kText);
  EXPECT_EQ(CellText(read()->cell(0, 0)), "7");
  Run("ALTER TABLE t ALTER a TYPE bigint USING a::bigint");
  EXPECT_EQ(read()->cell(0, 0).int64, 7);
}

TEST_P(BinaryTest, ADomainIsReadAsItsBase) {
  Run("CREATE DOMAIN price AS numeric(10, 2) CHECK (VALUE > 0)");
  const auto result = Read("SELECT 9.9::price", {TypeKind::kDecimal});
  EXPECT_EQ(CellText(result->cell(0, 0)), "9.90");
}

INSTANTIATE_TEST_SUITE_P(Postgres, BinaryTest, testing::Values("postgresql"));

}  // namespace
}  // namespace ormd
