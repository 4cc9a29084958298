#include "server/service/command_door.h"

#include <memory>
#include <optional>
#include <utility>

#include "absl/time/clock.h"
#include "orm/base/error.h"
#include "orm/driver/errors.h"
#include "server/runtime/errors.h"
#include "server/session/row_find.h"

namespace ormd {
namespace {

using orm::v1::Command;

// nullopt where the answer is not to be had from rows alone.
absl::StatusOr<std::optional<grpc::Slice>> AnswerFromRows(const Host& host, const Command& command,
                                                          const Context& context) {
  if (!command.has_find() && !command.has_find_one()) return std::nullopt;
  return FindRows(host.environment, command, context, host.settings.max_message);
}

// Workers wait for connections: the wait for one of them counts. A call whose turn comes after the acquire timeout gets
// a connection that is free, or none.
absl::Status CheckWait(const Host& host, absl::Time arrived) {
  if (absl::Now() - arrived < host.settings.acquire_timeout) return absl::OkStatus();
  const PoolStats pool = host.environment.pool.stats();
  const bool free = pool.waiting == 0 && pool.in_use < pool.size;
  return free ? absl::OkStatus() : PoolExhausted(pool.in_use, pool.in_use);
}

void AnswerOneShot(const Host& host, const Command& command, const Context& context, const Answer& answer) {
  absl::StatusOr<std::optional<grpc::Slice>> rows = AnswerFromRows(host, command, context);
  if (!rows.ok()) return answer(rows.status());
  if (rows->has_value()) return answer(**std::move(rows));
  Workspace workspace(host.environment);  // is freed when the answer is under way
  answer(MessageOf(host, RunOneShot(workspace, command, context, 0)));
}

// A transaction that begins now could not be ended: the calls for that would find nobody here.
bool BeginsTooLate(const Host& host, const Session& session, const Command& command) {
  return command.has_begin() && !session.in_transaction() && host.health.draining();
}

void RunInNamedSession(const Host& host, const std::string& id, const SharedCommand& command, const Context& context,
                       Answer answer) {
  absl::StatusOr<std::shared_ptr<Session>> session = host.sessions.Find(id);
  if (!session.ok()) return answer(session.status());
  if (BeginsTooLate(host, **session, *command)) return answer(ServerDraining());
  (*session)->Submit(command, context, 0, [&host, answer = std::move(answer)](absl::StatusOr<Replies> replies) {
    answer(MessageOf(host, replies));
  });
}

}  // namespace

absl::StatusOr<grpc::Slice> MessageOf(const Host& host, const absl::StatusOr<Replies>& replies) {
  if (!replies.ok()) return replies.status();
  const EncodedReply& reply = replies->front();
  // A write has happened: its answer goes out whatever its size.
  if (reply.kind == orm::v1::Reply::kFind && reply.message.size() > host.settings.max_message) return AnswerTooLarge();
  return reply.message;
}

void RunCommand(const Host& host, const orm::v1::Scope& scope, const SharedCommand& command, const Context& context,
                size_t siblings, Answer answer) {
  if (scope.scope_case() == orm::v1::Scope::kSession) {
    return RunInNamedSession(host, scope.session(), command, context, std::move(answer));
  }
  if (command->has_find_one() && host.lookups.Take(command->find_one(), context, siblings, answer)) return;
  if (command->has_create() && host.creates.Take(command, context, answer)) return;
  host.executor.Submit([&host, command, context, arrived = absl::Now(), answer = std::move(answer)] {
    if (absl::Status late = CheckWait(host, arrived); !late.ok()) return answer(late);
    AnswerOneShot(host, *command, context, answer);
  });
}

}  // namespace ormd
