#include "tests/conformance/failure.h"

#include "absl/strings/str_join.h"
#include "google/rpc/error_details.pb.h"

namespace ormd::conformance {
namespace {

void ReadInfo(const google::rpc::ErrorInfo& info, Failure* failure) {
  if (!failure->reason.empty()) {
    failure->reason = "(several)";
    return;
  }
  failure->reason = info.domain() == "orm.v1" ? info.reason() : "(foreign domain)";
  failure->metadata = {info.metadata().begin(), info.metadata().end()};
}

void Explain(const Failure& failure, std::ostream* out) {
  *out << "code " << failure.code << ", reason " << failure.reason << ", fields ["
       << absl::StrJoin(failure.fields, ", ") << "]: " << failure.message;
}

}  // namespace

Failure FailureOf(const grpc::Status& status) {
  Failure failure;
  failure.code = status.error_code();
  failure.message = status.error_message();
  google::rpc::Status details;
  details.ParseFromString(status.error_details());
  for (const google::protobuf::Any& detail : details.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad;
    if (detail.UnpackTo(&info)) ReadInfo(info, &failure);
    if (detail.UnpackTo(&bad)) {
      for (const auto& violation : bad.field_violations()) failure.fields.push_back(violation.field());
    }
  }
  if (failure.reason.empty()) failure.reason = "(none)";
  return failure;
}

grpc::Status ToGrpc(const google::rpc::Status& status) {
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), status.message(), status.SerializeAsString());
}

bool FailsMatcher::MatchAndExplain(const grpc::Status& status, std::ostream* explanation) const {
  const Failure failure = FailureOf(status);
  if (explanation != nullptr) Explain(failure, explanation);
  return failure.code == code_ && failure.reason == reason_ && failure.fields == fields_;
}

void FailsMatcher::DescribeTo(std::ostream* out) const {
  *out << "code " << code_ << ", reason " << reason_ << ", fields [" << absl::StrJoin(fields_, ", ") << "]";
}

bool IsOkMatcher::MatchAndExplain(const grpc::Status& status, std::ostream* explanation) const {
  if (!status.ok() && explanation != nullptr) Explain(FailureOf(status), explanation);
  return status.ok();
}

}  // namespace ormd::conformance
