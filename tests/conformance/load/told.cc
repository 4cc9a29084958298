#include "tests/conformance/load/told.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "orm/v1/entity_manager.pb.h"
#include "tests/conformance/raw_stream.h"

namespace ormd::conformance {
namespace {

using grpc::StatusCode;

// Longer than anything takes on a machine that does other work as well.
constexpr auto kLongWait = std::chrono::seconds(60);

// The message of the method's answer within a Reply.
google::protobuf::Message* AnswerOf(const std::string& method, orm::v1::Reply* reply) {
  if (method == "Flush") return reply->mutable_flush();
  if (method == "Find" || method == "FindOne" || method == "FindStream") return reply->mutable_find();
  return reply->mutable_change();
}

// A call that is under way.
class Running {
 public:
  Running(const std::shared_ptr<grpc::Channel>& channel, const Call& call) : call_(call) {
    told_.span.begin = std::chrono::steady_clock::now();
    told_.hurried = call.hurry.any();
    stream_ = std::make_unique<RawStream>(channel, "/orm.v1.EntityManager/" + call.method,
                                          call.hurry.deadline.value_or(kLongWait));
    stream_->Write(call.request);
    stream_->HalfClose();
  }

  void CancelInTime() {
    if (!call_.hurry.cancels_after.has_value()) return;
    std::this_thread::sleep_until(told_.span.begin + *call_.hurry.cancels_after);
    stream_->Cancel();
  }

  void End() {
    std::string message;  // parts of a message make one where they are joined
    while (std::optional<std::string> part = stream_->Read()) message += *part;
    const std::optional<grpc::Status> status = stream_->Finish();
    told_.span.end = std::chrono::steady_clock::now();
    if (status.has_value()) told_.SetStatus(*status);
    if (told_.ok()) AnswerOf(call_.method, &told_.reply)->ParseFromString(message);
  }

  void Tell() const { call_.told(told_); }

 private:
  const Call& call_;
  Told told_;
  std::unique_ptr<RawStream> stream_;
};

}  // namespace

void Told::SetStatus(grpc::Status given) {
  status = std::move(given);
  if (!status->ok()) failure = FailureOf(*status);
}

Fate Told::fate() const {
  if (!status.has_value()) return Fate::kUnknown;
  if (ok()) return Fate::kDone;
  return failure.reason == "(none)" || failure.reason == "COMMIT_UNKNOWN" ? Fate::kUnknown : Fate::kNot;
}

Fate FateOfCommit(const std::vector<Told>& commands) {
  const auto unknown = [](const Told& told) { return told.Failed("COMMIT_UNKNOWN"); };
  if (std::any_of(commands.begin(), commands.end(), unknown)) return Fate::kUnknown;
  const auto refused = [](const Told& told) { return told.fate() == Fate::kNot; };
  if (std::any_of(commands.begin(), commands.end(), refused)) return Fate::kNot;
  return commands.back().fate();
}

void Play(const std::shared_ptr<grpc::Channel>& channel, const std::vector<Call>& calls) {
  std::vector<std::unique_ptr<Running>> running;
  for (const Call& call : calls) running.push_back(std::make_unique<Running>(channel, call));
  for (const auto& call : running) call->CancelInTime();
  for (const auto& call : running) call->End();
  for (const auto& call : running) call->Tell();
}

}  // namespace ormd::conformance
