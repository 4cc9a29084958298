#include "orm/base/error.h"

#include <gtest/gtest.h>

#include "orm/v1/errors.pb.h"

namespace ormd {
namespace {

constexpr int kReasons = static_cast<int>(Reason::kInternal) + 1;

TEST(ErrorTest, EveryReasonHasTheNameOfThePublicEnum) {
  const google::protobuf::EnumDescriptor* names = orm::v1::Reason_descriptor();
  ASSERT_EQ(names->value_count(), kReasons);
  for (int i = 0; i < kReasons; ++i) {
    EXPECT_EQ(std::string(ReasonName(static_cast<Reason>(i))), names->value(i)->name());
  }
}

TEST(ErrorTest, OnlyTheUnspecifiedReasonIsOk) {
  for (int i = 0; i < kReasons; ++i) {
    EXPECT_EQ(CodeOf(static_cast<Reason>(i)) == absl::StatusCode::kOk, i == 0) << i;
  }
}

TEST(ErrorTest, AStatusCarriesTheWholeError) {
  const absl::Status status = MakeError({Reason::kUniqueViolation,
                                         "the email is taken",
                                         {{"entity", "shop.v1.User"}, {"constraint", "a:b\n7:"}},
                                         {{"changes[0].data.email", "taken"}, {"", ""}}});
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  const Error error = ErrorOf(status);
  EXPECT_EQ(error.reason, Reason::kUniqueViolation);
  EXPECT_EQ(error.message, "the email is taken");
  ASSERT_EQ(error.metadata.size(), 2u);
  EXPECT_EQ(error.metadata[1].first, "constraint");
  EXPECT_EQ(error.metadata[1].second, "a:b\n7:");
  ASSERT_EQ(error.violations.size(), 2u);
  EXPECT_EQ(error.violations[0], (FieldViolation{"changes[0].data.email", "taken"}));
  EXPECT_EQ(error.violations[1], FieldViolation{});
}

TEST(ErrorTest, AFieldErrorDescribesItsField) {
  const Error error =
      ErrorOf(MakeFieldError(Reason::kBadValue, "where.age", "not a valid integer", {{"property", "age"}}));
  EXPECT_EQ(error.reason, Reason::kBadValue);
  ASSERT_EQ(error.violations.size(), 1u);
  EXPECT_EQ(error.violations[0], (FieldViolation{"where.age", "not a valid integer"}));
  EXPECT_EQ(error.metadata[0].second, "age");
}

TEST(ErrorTest, AForeignStatusGetsTheReasonOfItsCode) {
  EXPECT_EQ(ReasonOf(absl::CancelledError("x")), Reason::kStatementCancelled);
  EXPECT_EQ(ReasonOf(absl::DeadlineExceededError("x")), Reason::kStatementTimeout);
  EXPECT_EQ(ReasonOf(absl::UnavailableError("x")), Reason::kDatabaseUnavailable);
  EXPECT_EQ(ReasonOf(absl::NotFoundError("x")), Reason::kInternal);
  EXPECT_EQ(ErrorOf(absl::NotFoundError("x")).message, "x");
  EXPECT_EQ(ReasonOf(absl::OkStatus()), Reason::kUnspecified);
}

TEST(ErrorTest, UnderFieldPrefixesEveryPath) {
  absl::Status status = MakeFieldError(Reason::kBadValue, "total", "bad");
  status = UnderField(UnderField(status, "[2]"), "where.$or");
  EXPECT_EQ(ErrorOf(status).violations[0].field, "where.$or[2].total");
}

TEST(ErrorTest, UnderFieldBlamesTheFieldWhereNoneIsNamed) {
  const Error error = ErrorOf(UnderField(MakeError({Reason::kBadValue, "bad", {}, {}}), "data.total"));
  ASSERT_EQ(error.violations.size(), 1u);
  EXPECT_EQ(error.violations[0], (FieldViolation{"data.total", "bad"}));
}

TEST(ErrorTest, UnderFieldDoesNotBlameTheRequestForFaultsOfOthers) {
  EXPECT_TRUE(ErrorOf(UnderField(MakeError({Reason::kDeadlock, "deadlock", {}, {}}), "data")).violations.empty());
  EXPECT_TRUE(UnderField(absl::OkStatus(), "data").ok());
}

TEST(ErrorTest, PathsAreJoinedByPointsExceptBeforeIndexes) {
  EXPECT_EQ(JoinField("", "a"), "a");
  EXPECT_EQ(JoinField("a", ""), "a");
  EXPECT_EQ(JoinField("a", "b"), "a.b");
  EXPECT_EQ(JoinField("a", "[3]"), "a[3]");
}

}  // namespace
}  // namespace ormd
