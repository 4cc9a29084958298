#include "tests/bench/suite/load/ormd_session.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include "orm/base/strings.h"
#include "tests/bench/suite/load/bytes.h"

namespace ormd::bench {

using orm::v1::Command;
using orm::v1::Reply;

const Verb kFind{"/orm.v1.EntityManager/Find", Command::kFindFieldNumber};
const Verb kFindOne{"/orm.v1.EntityManager/FindOne", Command::kFindOneFieldNumber};
const Verb kCreate{"/orm.v1.EntityManager/Create", Command::kCreateFieldNumber};
const Verb kFlush{"/orm.v1.EntityManager/Flush", Command::kFlushFieldNumber};
const Verb kBegin{"/orm.v1.EntityManager/Begin", Command::kBeginFieldNumber};
const Verb kCommit{"/orm.v1.EntityManager/Commit", Command::kCommitFieldNumber};

namespace {

const std::string kSession = "/orm.v1.EntityManager/Session";

// The first fields of a reply, read without the rest.
struct Head {
  uint64_t id = 0;
  uint64_t more = 0;
  bool error = false;
};

Head ReadHead(const std::string& message) {
  using google::protobuf::internal::WireFormatLite;
  google::protobuf::io::CodedInputStream input(reinterpret_cast<const uint8_t*>(message.data()),
                                               static_cast<int>(message.size()));
  Head head;
  for (;;) {
    const int field = WireFormatLite::GetTagFieldNumber(input.ReadTag());
    if (field == Reply::kIdFieldNumber) {
      input.ReadVarint64(&head.id);
    } else if (field == Reply::kMoreFieldNumber) {
      input.ReadVarint64(&head.more);
    } else {
      head.error = field == Reply::kErrorFieldNumber;
      return head;
    }
  }
}

grpc::Status ErrorOf(const std::string& message) {
  Reply reply;
  if (!reply.ParseFromString(message)) return grpc::Status(grpc::StatusCode::INTERNAL, "malformed reply");
  return grpc::Status(static_cast<grpc::StatusCode>(reply.error().code()), reply.error().message());
}

// Replies come in the order of the commands, whose ids count from 1.
Stream::Judge MakeJudge() {
  return [next = uint64_t{1}](const std::string& message, bool* last) mutable {
    const Head head = ReadHead(message);
    if (head.id != next) {
      return grpc::Status(grpc::StatusCode::INTERNAL, StrCat("a reply to command ", head.id, " before that to ", next));
    }
    *last = head.more == 0;
    if (*last) ++next;
    return head.error ? ErrorOf(message) : grpc::Status::OK;
  };
}

}  // namespace

OrmdSession::OrmdSession(Link& link) : stream_(link.Open(kSession, MakeJudge())) {}

void OrmdSession::Send(const Verb& verb, const google::protobuf::MessageLite& command, StreamAnswer* answer,
                       bool followed) {
  stream_->Send(SerializeInField(verb.field, command, next_id_++), answer, followed);
}

void OrmdSession::Clear() {
  stream_->Send(SerializeInField(Command::kClearFieldNumber, orm::v1::Clear(), next_id_++), nullptr);
}

void OrmdSession::Rollback() {
  stream_->Send(SerializeInField(Command::kRollbackFieldNumber, orm::v1::Rollback(), next_id_++), nullptr);
}

}  // namespace ormd::bench
