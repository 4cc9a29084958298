#include "tests/bench/suite/load/ormd_door.h"

#include "orm/v1/entity_manager.pb.h"
#include "tests/bench/suite/load/bytes.h"

namespace ormd::bench {
namespace {

// Look-ups by random key seldom meet an entity that one of so few before has loaded.
constexpr int kLookUpsHeld = 64;
// Every request of the EntityManager service holds its command here.
constexpr int kCommandField = orm::v1::FindRequest::kFindFieldNumber;
static_assert(kCommandField == orm::v1::FindOneRequest::kFindOneFieldNumber);
static_assert(kCommandField == orm::v1::CreateRequest::kCreateFieldNumber);
static_assert(kCommandField == orm::v1::FlushRequest::kFlushFieldNumber);

}  // namespace

Task<Answer> UnaryDoor::Call(const Verb& verb, const google::protobuf::MessageLite& command) {
  const std::string request = SerializeInField(kCommandField, command, 0);
  co_return co_await link_.Call(verb.method, request);
}

bool UnaryDoor::Read(const Verb& verb, const std::string& part, orm::v1::Reply* reply) const {
  if (&verb == &kCreate) return reply->mutable_change()->ParseFromString(part);
  if (&verb == &kFlush) return reply->mutable_flush()->ParseFromString(part);
  return reply->mutable_find()->ParseFromString(part);
}

Task<Answer> StreamDoor::Call(const Verb& verb, const google::protobuf::MessageLite& command) {
  const bool forget = ForgetAfter(verb);
  StreamAnswer reply;
  session_.Send(verb, command, &reply, forget);
  if (forget) session_.Clear();
  Answer answer = co_await reply;
  if (!answer.status.ok() && !forget) session_.Clear();
  co_return answer;
}

bool StreamDoor::Read(const Verb&, const std::string& part, orm::v1::Reply* reply) const {
  return reply->ParseFromString(part);
}

bool StreamDoor::ForgetAfter(const Verb& verb) {
  if (&verb == &kFindOne && ++look_ups_ < kLookUpsHeld) return false;
  look_ups_ = 0;
  return true;
}

}  // namespace ormd::bench
