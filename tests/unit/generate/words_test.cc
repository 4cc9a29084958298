#include "orm/generate/words.h"

#include <gtest/gtest.h>

namespace ormd {
namespace {

TEST(WordsTest, SnakeNamesAreSmallLettersAndSingleUnderscores) {
  EXPECT_EQ(SnakeName("AlbumId"), "album_id");
  EXPECT_EQ(SnakeName("ALBUM_ID"), "album_id");
  EXPECT_EQ(SnakeName("unit price (EUR)"), "unit_price_eur");
  EXPECT_EQ(SnakeName("_private__name_"), "private_name");
  EXPECT_EQ(SnakeName("2nd"), "x_2nd");
  EXPECT_EQ(SnakeName("größe"), "gr_e");
  EXPECT_EQ(SnakeName("日本"), "x");
}

TEST(WordsTest, CamelNamesJoinTheWords) {
  EXPECT_EQ(CamelName("order_line"), "OrderLine");
  EXPECT_EQ(CamelName("address_2"), "Address2");
}

TEST(WordsTest, SingularIsPlainEnglish) {
  EXPECT_EQ(Singular("invoice_lines"), "invoice_line");
  EXPECT_EQ(Singular("categories"), "category");
  EXPECT_EQ(Singular("addresses"), "address");
  EXPECT_EQ(Singular("branches"), "branch");
  EXPECT_EQ(Singular("boxes"), "box");
  EXPECT_EQ(Singular("statuses"), "status");
  EXPECT_EQ(Singular("houses"), "house");
  EXPECT_EQ(Singular("cases"), "case");
  EXPECT_EQ(Singular("people"), "person");
  EXPECT_EQ(Singular("movies"), "movie");
  EXPECT_EQ(Singular("areas"), "area");
  EXPECT_EQ(Singular("photos"), "photo");
}

TEST(WordsTest, WhatIsSingularStays) {
  for (const char* word :
       {"status", "address", "news", "series", "analysis", "data", "user", "bus", "gas", "os", "s"}) {
    EXPECT_EQ(Singular(word), word);
  }
}

TEST(WordsTest, PluralUndoesSingular) {
  for (const char* word : {"invoice_lines", "categories", "addresses", "branches", "statuses", "people", "movies",
                           "children", "houses", "days", "data"}) {
    EXPECT_EQ(Plural(Singular(word)), word);
    EXPECT_EQ(Plural(word), word);
  }
}

TEST(WordsTest, IdentifiersAreLettersDigitsAndUnderscores) {
  EXPECT_TRUE(IsIdentifier("in_stock2"));
  EXPECT_TRUE(IsIdentifier("_a"));
  EXPECT_FALSE(IsIdentifier(""));
  EXPECT_FALSE(IsIdentifier("2a"));
  EXPECT_FALSE(IsIdentifier("in-stock"));
  EXPECT_FALSE(IsIdentifier("grün"));
}

TEST(WordsTest, PackagesAreIdentifiersBetweenDots) {
  for (const char* name : {"app", "app.v1", "a_b.c2"}) EXPECT_TRUE(IsPackage(name)) << name;
  for (const char* name : {"", "foo-bar", "a..b", ".a", "a.", "a.1b"}) EXPECT_FALSE(IsPackage(name)) << name;
}

TEST(WordsTest, NamesThatJsonWouldNotTellApartClash) {
  NameScope scope;
  EXPECT_EQ(scope.Claim({"line_1"}), "line_1");
  EXPECT_FALSE(scope.IsFree("line1"));
  EXPECT_EQ(scope.Claim({"line1", "lineOne"}), "lineOne");
  EXPECT_EQ(scope.Claim({"line1"}), "line1_2");
}

}  // namespace
}  // namespace ormd
