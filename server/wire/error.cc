#include "server/wire/error.h"

#include <google/rpc/error_details.pb.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "orm/base/error.h"
#include "orm/base/shorten.h"
#include "orm/value/utf8.h"

namespace ormd::wire {
namespace {

constexpr char kDomain[] = "orm.v1";
// gRPC takes 8 KiB of trailers by default; the message stands in them twice, the details in base64.
constexpr size_t kMessageBytes = 512;
constexpr size_t kFactBytes = 200;
constexpr size_t kPathBytes = 240;
constexpr size_t kDetailBytes = 2600;

// A name of the request may be anything, but clients cannot read a message whose texts are not UTF-8.
std::string Readable(std::string text) {
  if (!IsUtf8(text)) std::replace_if(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; }, '?');
  return text;
}

std::string Cut(std::string_view text, size_t limit) { return Readable(Shorten(text, limit)); }

google::rpc::ErrorInfo InfoOf(const Error& error) {
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(ReasonName(error.reason)));
  info.set_domain(kDomain);
  for (const auto& [name, value] : error.metadata) (*info.mutable_metadata())[Cut(name, 64)] = Cut(value, kFactBytes);
  return info;
}

google::rpc::BadRequest BadRequestOf(const Error& error) {
  google::rpc::BadRequest request;
  for (const FieldViolation& violation : error.violations) {
    auto* out = request.add_field_violations();
    out->set_field(Cut(violation.field, kPathBytes));
    out->set_description(Cut(violation.description, kPathBytes));
    if (request.ByteSizeLong() <= kDetailBytes) continue;
    if (request.field_violations_size() > 1) request.mutable_field_violations()->RemoveLast();
    break;
  }
  return request;
}

// How long to wait before trying again, in milliseconds; 0 where that does not help.
int64_t RetryMillis(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kAborted:
      return 10;
    case absl::StatusCode::kResourceExhausted:
      return 100;
    case absl::StatusCode::kUnavailable:
      return 1000;
    default:
      return 0;
  }
}

google::rpc::RetryInfo RetryOf(int64_t millis) {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(millis / 1000);
  retry.mutable_retry_delay()->set_nanos(static_cast<int32_t>(millis % 1000 * 1'000'000));
  return retry;
}

}  // namespace

google::rpc::Status ToRpcStatus(const absl::Status& status) {
  google::rpc::Status out;
  if (status.ok()) return out;
  const Error error = ErrorOf(status);
  out.set_code(static_cast<int32_t>(status.code()));
  out.set_message(Cut(error.message, kMessageBytes));
  out.add_details()->PackFrom(InfoOf(error));
  if (!error.violations.empty()) out.add_details()->PackFrom(BadRequestOf(error));
  if (const int64_t millis = RetryMillis(status.code()); millis > 0) out.add_details()->PackFrom(RetryOf(millis));
  return out;
}

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status rpc = ToRpcStatus(status);
  return grpc::Status(static_cast<grpc::StatusCode>(rpc.code()), rpc.message(), rpc.SerializeAsString());
}

}  // namespace ormd::wire
