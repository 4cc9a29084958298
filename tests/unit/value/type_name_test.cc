#include <gtest/gtest.h>

#include "orm/value/type.h"

namespace ormd {
namespace {

TEST(TypeNameTest, ANameIsReadAsTheTypeThatHasIt) {
  for (const char* name : {"bool",        "smallint",        "integer",     "bigint",        "real",
                           "double",      "decimal",         "decimal(10)", "decimal(10,2)", "text",
                           "varchar(20)", "char(2)",         "uuid",        "bytes",         "date",
                           "time",        "timestamp",       "interval",    "json",          "enum",
                           "bigint[]",    "decimal(10,2)[]", "varchar(3)[]"}) {
    const std::optional<Type> type = ParseTypeName(name);
    ASSERT_TRUE(type.has_value()) << name;
    EXPECT_EQ(TypeName(*type), name);
  }
  EXPECT_EQ(ParseTypeName("decimal(10,2)")->scale, 2u);
  EXPECT_EQ(ParseTypeName("varchar(20)")->length, 20u);
}

TEST(TypeNameTest, WhatIsNoNameIsNoType) {
  for (const char* name :
       {"", "array", "[]", "TEXT", "texts", "text ", "text(3)", "varchar()", "varchar(x)", "varchar(3", "varchar(3,2)",
        "decimal(,2)", "decimal(3,)", "decimal(-1)", "bigint[][]", "varchar(3))"}) {
    EXPECT_FALSE(ParseTypeName(name).has_value()) << name;
  }
}

}  // namespace
}  // namespace ormd
