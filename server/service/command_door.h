// The way from a unary call to a command: on its own, or in the session that its scope names.
#pragma once

#include "absl/status/statusor.h"
#include "orm/base/context.h"
#include "orm/v1/entity_manager.pb.h"
#include "server/service/host.h"
#include "server/service/unary_call.h"
#include "server/session/shared_command.h"

namespace ormd {

// Runs the command on the executor and answers with the serialised message inside its reply (FindReply, CountReply and
// so on); POOL_EXHAUSTED where its turn comes later than the acquire timeout and no connection is free then. Does not
// block, a look-up in a database of this process apart (lookup_merger.h).
// `siblings`: calls like this one that run at the same time.
void RunCommand(const Host& host, const orm::v1::Scope& scope, const SharedCommand& command, const Context& context,
                size_t siblings, Answer answer);

// The serialised message inside the single reply; LIMIT_EXCEEDED where a graph is larger than a message may be.
absl::StatusOr<grpc::Slice> MessageOf(const Host& host, const absl::StatusOr<Replies>& replies);

}  // namespace ormd
