// What a failed call says: the status and its details.
#pragma once

#include <grpcpp/grpcpp.h>

#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/rpc/status.pb.h"

namespace ormd::conformance {

// The answer of a call: a status, and what it answered where that is ok.
template <typename T>
struct Outcome {
  grpc::Status status;
  T value;

  bool ok() const { return status.ok(); }
  const T& operator*() const { return value; }
  const T* operator->() const { return &value; }
};

struct Failure {
  grpc::StatusCode code = grpc::StatusCode::OK;
  std::string message;
  // Of the only ErrorInfo; "(none)" or "(several)" where there is not exactly one with domain "orm.v1".
  std::string reason;
  std::map<std::string, std::string> metadata;
  // Field paths of BadRequest, in order.
  std::vector<std::string> fields;
};

Failure FailureOf(const grpc::Status& status);
// As gRPC would have given it: an error that a reply of a session stream carries.
grpc::Status ToGrpc(const google::rpc::Status& status);

// EXPECT_THAT(status, Fails(INVALID_ARGUMENT, "BAD_VALUE", {"where.age"})): exactly this code, reason and these fields.
class FailsMatcher {
 public:
  using is_gtest_matcher = void;
  FailsMatcher(grpc::StatusCode code, std::string reason, std::vector<std::string> fields)
      : code_(code), reason_(std::move(reason)), fields_(std::move(fields)) {}

  bool MatchAndExplain(const grpc::Status& status, std::ostream* explanation) const;
  void DescribeTo(std::ostream* out) const;
  void DescribeNegationTo(std::ostream* out) const { *out << "anything else"; }

 private:
  grpc::StatusCode code_;
  std::string reason_;
  std::vector<std::string> fields_;
};

inline testing::Matcher<grpc::Status> Fails(grpc::StatusCode code, std::string reason,
                                            std::vector<std::string> fields = {}) {
  return FailsMatcher(code, std::move(reason), std::move(fields));
}

// EXPECT_THAT(status, IsOk()), with the whole failure in the message of the test.
class IsOkMatcher {
 public:
  using is_gtest_matcher = void;
  bool MatchAndExplain(const grpc::Status& status, std::ostream* explanation) const;
  void DescribeTo(std::ostream* out) const { *out << "is ok"; }
  void DescribeNegationTo(std::ostream* out) const { *out << "is not ok"; }
};

inline testing::Matcher<grpc::Status> IsOk() { return IsOkMatcher(); }

}  // namespace ormd::conformance

#define ORMD_ASSERT_OK(outcome) ASSERT_THAT((outcome).status, ::ormd::conformance::IsOk())
#define ORMD_EXPECT_OK(outcome) EXPECT_THAT((outcome).status, ::ormd::conformance::IsOk())
