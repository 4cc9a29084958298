#include "server/wire/error.h"

#include <gmock/gmock.h>
#include <google/rpc/error_details.pb.h>
#include <gtest/gtest.h>

#include "orm/base/error.h"
#include "orm/v1/errors.pb.h"

namespace ormd::wire {
namespace {

// The only detail of this type.
template <typename Detail>
Detail DetailOf(const google::rpc::Status& status) {
  Detail detail;
  int count = 0;
  for (const auto& any : status.details()) count += any.UnpackTo(&detail);
  EXPECT_EQ(count, 1);
  return detail;
}

template <typename Detail>
bool Has(const google::rpc::Status& status) {
  for (const auto& any : status.details()) {
    if (any.Is<Detail>()) return true;
  }
  return false;
}

TEST(WireErrorTest, ReasonFactsAndFieldsBecomeDetails) {
  const absl::Status status = MakeFieldError(Reason::kBadValue, "where.id", "no integer", {{"entity", "w.Tag"}});
  const google::rpc::Status rpc = ToRpcStatus(status);
  EXPECT_EQ(rpc.code(), 3);
  EXPECT_EQ(rpc.message(), "no integer");
  const auto info = DetailOf<google::rpc::ErrorInfo>(rpc);
  EXPECT_EQ(info.reason(), "BAD_VALUE");
  EXPECT_EQ(info.domain(), "orm.v1");
  EXPECT_EQ(info.metadata().at("entity"), "w.Tag");
  const auto request = DetailOf<google::rpc::BadRequest>(rpc);
  ASSERT_EQ(request.field_violations_size(), 1);
  EXPECT_EQ(request.field_violations(0).field(), "where.id");
  EXPECT_EQ(request.field_violations(0).description(), "no integer");
  EXPECT_FALSE(Has<google::rpc::RetryInfo>(rpc));
}

TEST(WireErrorTest, TextsAreUtf8WhateverTheyName) {
  const google::rpc::Status rpc = ToRpcStatus(
      MakeFieldError(Reason::kBadRequest, "where.\xff\xfe", "bad \xc3", {{"property", "\xed\xa0\x80"}}));
  EXPECT_EQ(rpc.message(), "bad ?");
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(rpc).metadata().at("property"), "???");
  const auto request = DetailOf<google::rpc::BadRequest>(rpc);
  ASSERT_EQ(request.field_violations_size(), 1);
  EXPECT_EQ(request.field_violations(0).field(), "where.??");
  EXPECT_EQ(request.field_violations(0).description(), "bad ?");
}

TEST(WireErrorTest, EveryReasonIsAnEntryOfThePublicEnum) {
  for (int i = 1; i <= static_cast<int>(Reason::kInternal); ++i) {
    const Reason reason = static_cast<Reason>(i);
    const google::rpc::Status rpc = ToRpcStatus(MakeError({reason, "m", {}, {}}));
    orm::v1::Reason entry;
    EXPECT_TRUE(orm::v1::Reason_Parse(DetailOf<google::rpc::ErrorInfo>(rpc).reason(), &entry)) << i;
    EXPECT_EQ(rpc.code(), static_cast<int>(CodeOf(reason)));
  }
  EXPECT_EQ(orm::v1::Reason_descriptor()->value_count(), static_cast<int>(Reason::kInternal) + 1);
}

TEST(WireErrorTest, WhatMayBeTriedAgainSaysWhen) {
  for (const Reason reason : {Reason::kDeadlock, Reason::kPoolExhausted, Reason::kDatabaseUnavailable}) {
    const google::rpc::Status rpc = ToRpcStatus(MakeError({reason, "m", {}, {}}));
    const auto delay = DetailOf<google::rpc::RetryInfo>(rpc).retry_delay();
    EXPECT_GT(delay.seconds() * 1000 + delay.nanos() / 1'000'000, 0);
  }
  EXPECT_FALSE(Has<google::rpc::RetryInfo>(ToRpcStatus(MakeError({Reason::kInternal, "m", {}, {}}))));
}

TEST(WireErrorTest, ACallsStatusCarriesTheSameAsBinaryDetails) {
  const absl::Status status = MakeError({Reason::kEntityNotFound, "no such w.Tag", {}, {}});
  const grpc::Status call = ToGrpcStatus(status);
  EXPECT_EQ(call.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(call.error_message(), "no such w.Tag");
  google::rpc::Status rpc;
  ASSERT_TRUE(rpc.ParseFromString(call.error_details()));
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(rpc).reason(), "ENTITY_NOT_FOUND");
  EXPECT_TRUE(ToGrpcStatus(absl::OkStatus()).ok());
  EXPECT_EQ(ToRpcStatus(absl::OkStatus()).ByteSizeLong(), 0u);
}

TEST(WireErrorTest, StatusesThatNobodyMadeAreInternal) {
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(ToRpcStatus(absl::InternalError("x"))).reason(), "INTERNAL");
}

TEST(WireErrorTest, LongErrorsFitTheTrailersOfACall) {
  Error error{Reason::kUnknownProperty, std::string(100'000, 'm'), {{"property", std::string(100'000, 'p')}}, {}};
  for (int i = 0; i < 500; ++i) error.violations.push_back({std::string(5'000, 'f') + "é", "d"});
  const grpc::Status call = ToGrpcStatus(MakeError(error));
  EXPECT_LT(call.error_message().size() + call.error_details().size() * 4 / 3, 8192u * 3 / 4);
  google::rpc::Status rpc;
  ASSERT_TRUE(rpc.ParseFromString(call.error_details()));
  EXPECT_GT(DetailOf<google::rpc::BadRequest>(rpc).field_violations_size(), 3);
}

TEST(WireErrorTest, TextIsCutBetweenCharacters) {
  std::string message;
  for (int i = 0; i < 1000; ++i) message += "€";
  const std::string cut = ToRpcStatus(MakeError({Reason::kInternal, message, {}, {}})).message();
  EXPECT_EQ(cut.size() % 3, 0u) << "whole three-byte characters and three dots";
}

}  // namespace
}  // namespace ormd::wire
