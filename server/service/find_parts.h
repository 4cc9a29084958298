// A found answer as a row of messages.
#pragma once

#include <grpcpp/support/slice.h>

#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "orm/base/context.h"
#include "orm/v1/session.pb.h"
#include "server/service/host.h"
#include "server/session/reply.h"

namespace ormd {

// Not thread safe.
class FindParts {
 public:
  virtual ~FindParts() = default;
  // The next serialised orm.v1.FindReply; nullopt after the last. LIMIT_EXCEEDED where one entity is larger than a
  // message may be.
  virtual absl::StatusOr<std::optional<grpc::Slice>> Next() = 0;
};

// Runs the find of `command` on its own. The pass is given back with the connection: once the last row was read.
absl::StatusOr<std::unique_ptr<FindParts>> FindInParts(const Host& host, const orm::v1::Command& command,
                                                       const Context& context, Turnstile::Pass pass);

// The parts that a session's find gave.
std::unique_ptr<FindParts> PartsOf(const Host& host, Replies replies);

}  // namespace ormd
