#include "tests/bench/suite/load/echo_player.h"

#include "shop.pb.h"
#include "tests/bench/suite/load/known_data.h"

namespace ormd::bench {
namespace {

const std::string kUnary = "/bench.shop.Echo/Unary";
const std::string kStream = "/bench.shop.Echo/Stream";

shop::Payload MakePayload() {
  shop::Payload payload;
  KnownAuthor(kAuthors / 2).SerializeToString(payload.mutable_bytes());
  return payload;
}

}  // namespace

std::unique_ptr<Stream> OpenEcho(Link& link) {
  return link.Open(kStream, [](const std::string&, bool*) { return grpc::Status::OK; });
}

EchoPlayer::EchoPlayer(Link& link, Stream* stream)
    : link_(link), stream_(stream), payload_(MakePayload().SerializeAsString()) {}

Task<Answer> EchoPlayer::Echo() {
  if (stream_ == nullptr) co_return co_await link_.Call(kUnary, payload_);
  StreamAnswer answer;
  stream_->Send(payload_, &answer);
  co_return co_await answer;
}

Task<Outcome> EchoPlayer::Play() {
  const Answer answer = co_await Echo();
  co_return Outcome{answer.status, answer.bytes()};
}

Task<grpc::Status> EchoPlayer::Check() {
  const Answer answer = co_await Echo();
  if (!answer.status.ok()) co_return answer.status;
  shop::Payload payload;
  const bool same = payload.ParseFromString(answer.parts[0]) && payload.bytes() == MakePayload().bytes();
  co_return same ? grpc::Status::OK : grpc::Status(grpc::StatusCode::INTERNAL, "the echo is not what was sent");
}

}  // namespace ormd::bench
