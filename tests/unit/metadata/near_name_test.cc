#include "orm/metadata/near_name.h"

#include <gtest/gtest.h>

namespace ormd {
namespace {

TEST(NearNameTest, ProposesWithinTwoEdits) {
  EXPECT_EQ(NearName("emial", {"name", "email"}), "email");
  EXPECT_EQ(NearName("createdAt", {"created_at"}), "created_at");
  EXPECT_EQ(NearName("ordr", {"order", "orders"}), "order");
  EXPECT_EQ(NearName("USER", {"user"}), "user");
}

TEST(NearNameTest, ProposesNothingFarOrOfOtherLetters) {
  EXPECT_EQ(NearName("invoice", {"order", "user"}), "");
  EXPECT_EQ(NearName("ab", {"xy", "id"}), "");
  EXPECT_EQ(NearName("", {"id"}), "");
  EXPECT_EQ(NearName("x", {}), "");
}

TEST(NearNameTest, ProposalIsAQuestionOrNothing) {
  EXPECT_EQ(Proposal("usr", {"user"}), "; did you mean 'user'?");
  EXPECT_EQ(Proposal("usr", {"order"}), "");
}

}  // namespace
}  // namespace ormd
