#include "orm/generate/default_option.h"

#include <gtest/gtest.h>

namespace ormd {
namespace {

std::optional<std::string> Postgres(TypeKind kind, std::string_view sql) {
  return DefaultValueOf({.kind = kind}, sql, PostgresPlatform());
}
std::optional<std::string> Sqlite(TypeKind kind, std::string_view sql) {
  return DefaultValueOf({.kind = kind}, sql, SqlitePlatform());
}

TEST(DefaultOptionTest, ConstantsBecomeValues) {
  EXPECT_EQ(Postgres(TypeKind::kText, "'it''s'::text"), "it's");
  EXPECT_EQ(Postgres(TypeKind::kInteger, "5"), "5");
  EXPECT_EQ(Postgres(TypeKind::kInteger, "'-5'::integer"), "-5");
  EXPECT_EQ(Postgres(TypeKind::kBool, "true"), "true");
  EXPECT_EQ(Postgres(TypeKind::kBool, "false"), "false");
  EXPECT_EQ(Sqlite(TypeKind::kText, "'a'"), "a");
  EXPECT_EQ(Sqlite(TypeKind::kBool, "1"), "true");
  EXPECT_EQ(Sqlite(TypeKind::kBigint, "-7"), "-7");
}

TEST(DefaultOptionTest, ExpressionsStaySql) {
  EXPECT_EQ(Postgres(TypeKind::kTimestamp, "now()"), std::nullopt);
  EXPECT_EQ(Postgres(TypeKind::kText, "'a'::citext"), std::nullopt);
  EXPECT_EQ(Sqlite(TypeKind::kText, "CURRENT_TIMESTAMP"), std::nullopt);
}

TEST(DefaultOptionTest, ConstantsThatOrmdWritesOtherwiseStaySql) {
  Type decimal{.kind = TypeKind::kDecimal, .precision = 10, .scale = 2};
  EXPECT_EQ(DefaultValueOf(decimal, "0.00", PostgresPlatform()), "0.00");
  EXPECT_EQ(DefaultValueOf(decimal, "0", PostgresPlatform()), std::nullopt);
  EXPECT_EQ(Sqlite(TypeKind::kText, "5"), std::nullopt);
  EXPECT_EQ(Postgres(TypeKind::kBigint, "'-5'::bigint"), std::nullopt);
}

TEST(DefaultOptionTest, TheSettingSaysWhichOfTheTwo) {
  OptionMessage value;
  AddDefault({.kind = TypeKind::kInteger}, "5", PostgresPlatform(), value);
  EXPECT_EQ(value.Block(""), "{default: \"5\"}");
  OptionMessage sql;
  AddDefault({.kind = TypeKind::kTimestamp}, "now()", PostgresPlatform(), sql);
  EXPECT_EQ(sql.Block(""), "{default_raw: \"now()\"}");
}

}  // namespace
}  // namespace ormd
