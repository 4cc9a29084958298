#include "orm/sql/platform.h"

#include <gtest/gtest.h>

#include <limits>

namespace ormd {
namespace {

Type Of(TypeKind kind) {
  Type type;
  type.kind = kind;
  return type;
}

Type ArrayOf(TypeKind kind) {
  Type type = Of(TypeKind::kArray);
  type.element = std::make_shared<const Type>(Of(kind));
  return type;
}

Type Decimal(uint32_t precision, uint32_t scale) {
  Type type = Of(TypeKind::kDecimal);
  type.precision = precision;
  type.scale = scale;
  return type;
}

std::string PostgresText(const Type& type, const Value& value) {
  return std::get<std::string>(PostgresPlatform().Bind(type, value));
}

std::string SqliteText(const Type& type, const Value& value) {
  return std::get<std::string>(SqlitePlatform().Bind(type, value));
}

TEST(PlatformTest, IdentifiersAreQuoted) {
  EXPECT_EQ(PostgresPlatform().Quote("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(PostgresPlatform().QuoteTable("s", "t"), "\"s\".\"t\"");
  EXPECT_EQ(SqlitePlatform().QuoteTable("s", "t"), "\"s.t\"");
  EXPECT_EQ(SqlitePlatform().QuoteTable("", "t"), "\"t\"");
}

TEST(PlatformTest, NullBindsAsNull) {
  for (const Platform* platform : {&PostgresPlatform(), &SqlitePlatform()}) {
    EXPECT_TRUE(std::holds_alternative<std::monostate>(platform->Bind(ArrayOf(TypeKind::kText), Value())));
    EXPECT_EQ(platform->Literal(Of(TypeKind::kText), Value()), "NULL");
  }
}

TEST(PostgresPlatformTest, BindsTextThatTheServerReads) {
  EXPECT_EQ(std::get<int64_t>(PostgresPlatform().Bind(Of(TypeKind::kBigint), 7)), 7);
  EXPECT_EQ(PostgresText(Of(TypeKind::kBool), true), "t");
  EXPECT_EQ(PostgresText(Of(TypeKind::kDouble), std::numeric_limits<double>::infinity()), "Infinity");
  EXPECT_EQ(PostgresText(Of(TypeKind::kDouble), 0.1), "0.1");
  EXPECT_EQ(PostgresText(Of(TypeKind::kBytes), Bytes{std::string("\x00\xff", 2)}), "\\x00ff");
  EXPECT_EQ(PostgresText(Of(TypeKind::kTimestamp), Timestamp{1}), "1970-01-01 00:00:00.000001+00");
  EXPECT_EQ(PostgresText(Of(TypeKind::kInterval), 1500000), "PT1.5S");
}

TEST(PostgresPlatformTest, BindsArraysAsLiterals) {
  EXPECT_EQ(PostgresText(ArrayOf(TypeKind::kBigint), List{1, Value(), -3}), "{1,NULL,-3}");
  EXPECT_EQ(PostgresText(ArrayOf(TypeKind::kBool), List{true, false}), "{t,f}");
  EXPECT_EQ(PostgresText(ArrayOf(TypeKind::kText), List{"", "NULL", "a,\"b\\c\"", Value()}),
            R"({"","NULL","a,\"b\\c\"",NULL})");
  EXPECT_EQ(PostgresText(ArrayOf(TypeKind::kBytes), List{Bytes{"a"}}), R"({"\\x61"})");
  EXPECT_EQ(PostgresText(ArrayOf(TypeKind::kText), List{}), "{}");
}

TEST(PostgresPlatformTest, NamesColumnTypes) {
  const Platform& platform = PostgresPlatform();
  EXPECT_EQ(platform.ColumnType(Decimal(10, 2)), "numeric(10,2)");
  EXPECT_EQ(platform.ColumnType(Of(TypeKind::kDecimal)), "numeric");
  EXPECT_EQ(platform.ColumnType(Of(TypeKind::kDouble)), "double precision");
  EXPECT_EQ(platform.ColumnType(Of(TypeKind::kEnum)), "text");
  EXPECT_EQ(platform.ColumnType(ArrayOf(TypeKind::kTimestamp)), "timestamptz[]");
  Type varchar = Of(TypeKind::kVarchar);
  varchar.length = 20;
  EXPECT_EQ(platform.ColumnType(varchar), "varchar(20)");
  EXPECT_EQ(platform.TypedPlaceholder(varchar, 3), "$3::text");
}

TEST(PostgresPlatformTest, WritesLiterals) {
  const Platform& platform = PostgresPlatform();
  EXPECT_EQ(platform.Literal(Of(TypeKind::kText), "it's"), "'it''s'");
  EXPECT_EQ(platform.Literal(Of(TypeKind::kBool), true), "TRUE");
  EXPECT_EQ(platform.Literal(Of(TypeKind::kInteger), -5), "-5");
  EXPECT_EQ(platform.Literal(Decimal(10, 2), "1.50"), "1.50");
  EXPECT_EQ(platform.Literal(Of(TypeKind::kDouble), std::numeric_limits<double>::quiet_NaN()),
            "'NaN'::double precision");
  EXPECT_EQ(platform.Literal(Of(TypeKind::kJson), "{}"), "'{}'::jsonb");
  EXPECT_EQ(platform.Literal(ArrayOf(TypeKind::kInteger), List{1}), "'{1}'::integer[]");
}

TEST(SqlitePlatformTest, BindsWhatTheFileKeeps) {
  const Platform& platform = SqlitePlatform();
  EXPECT_EQ(std::get<int64_t>(platform.Bind(Of(TypeKind::kBool), true)), 1);
  EXPECT_EQ(std::get<int64_t>(platform.Bind(Of(TypeKind::kInterval), 1500000)), 1500000);
  EXPECT_EQ(std::get<Bytes>(platform.Bind(Of(TypeKind::kBytes), Bytes{"a"})), Bytes{"a"});
  EXPECT_EQ(SqliteText(Of(TypeKind::kTimestamp), Timestamp{1}), "1970-01-01 00:00:00.000001");
  EXPECT_EQ(SqliteText(Of(TypeKind::kJson), R"({ "b": 1, "a": [ ] })"), R"({"a":[],"b":1})");
}

TEST(SqlitePlatformTest, ReadsBackTheArraysThatItBinds) {
  const std::vector<std::pair<TypeKind, List>> arrays = {
      {TypeKind::kBool, {true, Value(), false}},
      {TypeKind::kBigint, {std::numeric_limits<int64_t>::min(), Value()}},
      {TypeKind::kDouble, {0.1, std::numeric_limits<double>::infinity()}},
      {TypeKind::kText, {"", "\"\\\n", "ü"}},
      {TypeKind::kDecimal, {"1234567890123456.7891"}},
      {TypeKind::kBytes, {Bytes{std::string("\x00\xff", 2)}}},
      {TypeKind::kTimestamp, {Timestamp{1}}},
      {TypeKind::kInterval, {1500000}},
      {TypeKind::kUuid, {"00000000-0000-4000-8000-000000000001"}},
  };
  for (const auto& [kind, list] : arrays) {
    const std::string text = SqliteText(ArrayOf(kind), list);
    const auto decoded = DecodeCell(ArrayOf(kind), Cell::Text(text));
    ASSERT_TRUE(decoded.ok()) << text << ": " << decoded.status();
    EXPECT_EQ(*decoded, Value(list)) << text;
  }
}

TEST(SqlitePlatformTest, WritesLiterals) {
  const Platform& platform = SqlitePlatform();
  EXPECT_EQ(platform.Literal(Of(TypeKind::kText), "it's"), "'it''s'");
  EXPECT_EQ(platform.Literal(Of(TypeKind::kBool), false), "0");
  EXPECT_EQ(platform.Literal(Decimal(10, 2), "1.50"), "'1.50'");
  EXPECT_EQ(platform.Literal(Of(TypeKind::kBytes), Bytes{"a"}), "X'61'");
  EXPECT_EQ(platform.Literal(Of(TypeKind::kDouble), -std::numeric_limits<double>::infinity()), "-9e999");
}

Type Called(TypeKind kind, std::string database_type) {
  Type type = Of(kind);
  type.database_type = std::move(database_type);
  return type;
}

Type ListOf(Type element) {
  Type type = Of(TypeKind::kArray);
  type.element = std::make_shared<const Type>(std::move(element));
  return type;
}

TEST(PostgresPlatformTest, DatabaseTypesNameColumnsAndCasts) {
  const Platform& platform = PostgresPlatform();
  const Type status = Called(TypeKind::kEnum, R"("shop"."status")");
  EXPECT_EQ(platform.ColumnType(status), R"("shop"."status")");
  EXPECT_EQ(platform.ColumnType(ListOf(status)), R"("shop"."status"[])");
  EXPECT_EQ(platform.TypedPlaceholder(status, 1), R"($1::"shop"."status")");
  EXPECT_EQ(platform.TypedPlaceholder(ListOf(status), 1), R"($1::"shop"."status"[])");
  EXPECT_EQ(platform.Literal(status, "OPEN"), R"('OPEN'::"shop"."status")");
  EXPECT_EQ(platform.Literal(Called(TypeKind::kDecimal, "money"), "1.50"), "'1.50'::money");
  EXPECT_EQ(platform.TextExpression(status, "c"), "c::text");
  std::vector<Param> params;
  EXPECT_EQ(platform.InKeys({"c"}, {status}, {{"A"}, {"B"}}, params), R"(c = ANY($1::"shop"."status"[]))");
  EXPECT_EQ(platform.RowsColumn(ListOf(status), 0), R"(u.c1::"shop"."status"[])");
}

TEST(PostgresPlatformTest, PatternsDoNotMeetThePaddingOfChar) {
  EXPECT_EQ(PostgresPlatform().TextExpression(Of(TypeKind::kChar), "c"), "c::text");
  EXPECT_EQ(PostgresPlatform().TextExpression(Of(TypeKind::kVarchar), "c"), "c");
  EXPECT_EQ(SqlitePlatform().TextExpression(Of(TypeKind::kChar), "c"), "c");
}

TEST(PostgresPlatformTest, WhatUnnestWouldTakeApartTravelsAsText) {
  const Platform& platform = PostgresPlatform();
  const Type spans = Called(TypeKind::kText, "interval[]"), address = Called(TypeKind::kText, "addr");
  const Type documents = Called(TypeKind::kJson, "jsonb[]"), local = Called(TypeKind::kTimestamp, "timestamp");
  EXPECT_EQ(platform.RowsColumn(spans, 0), "u.c1::interval[]");
  EXPECT_EQ(platform.RowsColumn(address, 1), "u.c2::addr");
  EXPECT_EQ(platform.RowsColumn(documents, 2), "u.c3::jsonb[]");
  EXPECT_EQ(platform.RowsColumn(local, 3), "u.c4");
  std::vector<Param> params;
  EXPECT_EQ(platform.InKeys({"c"}, {spans}, {{"{}"}, {"{1 day}"}}, params),
            "c IN (SELECT u.c1::interval[] FROM unnest($1::text[]) AS u(c1))");
  EXPECT_EQ(platform.InKeys({"c"}, {address}, {{"(a,1)"}, {"(b,2)"}}, params), "c = ANY($2::addr[])");
  EXPECT_EQ(platform.InKeys({"c", "d"}, {address, local}, {{"(a,1)", Timestamp{0}}, {"(b,2)", Timestamp{1}}}, params),
            "(c, d) IN (SELECT u.c1::addr, u.c2 FROM unnest($3::text[], $4::timestamp[]) AS u(c1, c2))");
}

TEST(PostgresPlatformTest, CastsToDatabaseTypesNeverCut) {
  const auto cast = [](std::string database_type) {
    return PostgresPlatform().TypedPlaceholder(Called(TypeKind::kText, std::move(database_type)), 1);
  };
  EXPECT_EQ(cast("character varying(5)"), "$1::character varying");
  EXPECT_EQ(cast("character(5)"), "$1::bpchar");
  EXPECT_EQ(cast("bit(5)"), "$1::varbit");
  EXPECT_EQ(cast("timestamp(3) without time zone"), "$1::timestamp without time zone");
  EXPECT_EQ(cast("\"odd(1)\""), "$1::\"odd(1)\"");
}

TEST(PostgresPlatformTest, ColumnsAreCastWhereTheirTextIsNotTheKinds) {
  const auto read = [](TypeKind kind, std::string database_type) {
    return PostgresPlatform().SelectExpression(Called(kind, std::move(database_type)), "c");
  };
  EXPECT_EQ(read(TypeKind::kTimestamp, ""), "c");
  EXPECT_EQ(read(TypeKind::kTimestamp, "timestamp"), "c::timestamptz");
  EXPECT_EQ(read(TypeKind::kTimestamp, "timestamp(3) with time zone"), "c");
  EXPECT_EQ(read(TypeKind::kTime, "timetz"), "c::time");
  EXPECT_EQ(read(TypeKind::kDecimal, "money"), "c::numeric");
  EXPECT_EQ(read(TypeKind::kDouble, "money"), "c::numeric");
  EXPECT_EQ(read(TypeKind::kDecimal, "numeric(20,4)"), "c");
  EXPECT_EQ(read(TypeKind::kJson, "hstore"), "c::jsonb");
  EXPECT_EQ(read(TypeKind::kJson, "json"), "c");
  EXPECT_EQ(read(TypeKind::kText, "citext"), "c");
  EXPECT_EQ(PostgresPlatform().SelectExpression(ListOf(Called(TypeKind::kDecimal, "money")), "c"), "c::numeric[]");
}

TEST(SqlitePlatformTest, DatabaseTypesAreNotSqlites) {
  const Type status = Called(TypeKind::kEnum, "status");
  EXPECT_EQ(SqlitePlatform().ColumnType(status), "TEXT");
  EXPECT_EQ(SqlitePlatform().TypedPlaceholder(status, 1), "?1");
  EXPECT_EQ(SqlitePlatform().SelectExpression(Called(TypeKind::kTimestamp, "timestamp"), "c"), "c");
}

}  // namespace
}  // namespace ormd
