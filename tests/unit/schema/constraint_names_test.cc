#include "orm/schema/constraint_names.h"

#include <gtest/gtest.h>

namespace ormd {
namespace {

TEST(ConstraintNamesTest, AreMadeOfTableColumnsAndKind) {
  EXPECT_EQ(DefaultName("order_line", {"order_id", "product_id"}, "foreign"), "order_line_order_id_product_id_foreign");
}

TEST(ConstraintNamesTest, FitIntoSixtyThreeBytes) {
  const std::string longest(63, 'a');
  EXPECT_EQ(FitName(longest), longest);
  const std::string cut = FitName(std::string(64, 'a'));
  EXPECT_EQ(cut.size(), 63u);
  EXPECT_EQ(cut.substr(0, 55), std::string(54, 'a') + "_");
  EXPECT_EQ(FitName(std::string(64, 'a')), cut);
  EXPECT_NE(FitName(std::string(65, 'a')), cut);
}

TEST(ConstraintNamesTest, AreNotCutInsideACharacter) {
  const std::string cut = FitName(std::string(53, 'a') + "ä" + std::string(20, 'b'));
  EXPECT_EQ(cut.size(), 62u);
  EXPECT_EQ(cut.substr(0, 54), std::string(53, 'a') + "_");
}

TEST(ConstraintNamesTest, GetAHashWhereTheyAreTakenInTheirSchema) {
  TakenNames taken;
  taken.Take("", "A_b_index");
  EXPECT_EQ(taken.Claim({"other", "a"}, "a_b_index"), "a_b_index");
  const std::string claimed = taken.Claim({"", "a"}, "a_b_index");
  EXPECT_EQ(claimed.substr(0, 10), "a_b_index_");
  EXPECT_EQ(claimed.size(), 18u);
  EXPECT_NE(taken.Claim({"", "c"}, "a_b_index"), claimed);
}

}  // namespace
}  // namespace ormd
