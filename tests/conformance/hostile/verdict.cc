#include "tests/conformance/hostile/verdict.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "orm/v1/errors.pb.h"
#include "tests/conformance/failure.h"

namespace ormd::conformance {
namespace {

using grpc::StatusCode;

bool IsFaultOfTheDaemon(StatusCode code) {
  return code == StatusCode::INTERNAL || code == StatusCode::UNKNOWN || code == StatusCode::DATA_LOSS;
}

// gRPC answers these itself, before or instead of the daemon.
bool MayComeWithoutReason(StatusCode code) {
  return code == StatusCode::CANCELLED || code == StatusCode::DEADLINE_EXCEEDED || code == StatusCode::UNIMPLEMENTED ||
         code == StatusCode::RESOURCE_EXHAUSTED;
}

bool IsPublic(const std::string& reason) {
  orm::v1::Reason known;
  return orm::v1::Reason_Parse(reason, &known);
}

bool Tells(const Failure& failure) { return !failure.fields.empty() || failure.metadata.contains("limit"); }

// All texts of the status.
std::string TextOf(const grpc::Status& status) {
  google::rpc::Status details;
  details.ParseFromString(status.error_details());
  std::string text = status.error_message();
  for (const google::protobuf::Any& detail : details.details()) absl::StrAppend(&text, "\n", detail.value());
  return text;
}

std::string Leak(const std::string& text, bool mutated) {
  for (const std::string_view word : {std::string_view("SELECT "), std::string_view("INSERT INTO"),
                                      std::string_view("UPDATE \""), std::string_view("DELETE FROM"),
                                      std::string_view(" WHERE "), kSecret}) {
    if (mutated && word == kSecret) continue;
    if (text.find(word) != std::string::npos) return absl::StrCat("the answer repeats '", std::string(word), "'");
  }
  return "";
}

}  // namespace

std::string FaultOf(const grpc::Status& status, bool mutated) {
  if (status.ok()) return "";
  const Failure failure = FailureOf(status);
  if (IsFaultOfTheDaemon(failure.code)) return "the daemon blames itself";
  if (failure.reason == "(none)" && MayComeWithoutReason(failure.code)) return "";
  if (!IsPublic(failure.reason)) return "the reason is not one of the public ones";
  if (failure.code == StatusCode::INVALID_ARGUMENT && !Tells(failure)) return "no field is named";
  if (failure.message.empty()) return "the message is empty";
  return Leak(TextOf(status), mutated);
}

std::string Describe(const grpc::Status& status) {
  if (status.ok()) return "OK";
  const Failure failure = FailureOf(status);
  return absl::StrCat("code ", static_cast<int>(failure.code), " ", failure.reason, " [",
                      absl::StrJoin(failure.fields, ", "), "] {",
                      absl::StrJoin(failure.metadata, ", ", absl::PairFormatter("=")), "}: ", failure.message);
}

}  // namespace ormd::conformance
