// A server stream of events that a task tells while it works.
#pragma once

#include <google/protobuf/message.h>

#include <functional>

#include "absl/status/status.h"
#include "orm/base/context.h"
#include "server/rpc/raw_service.h"
#include "server/service/host.h"

namespace ormd {

// Sends an event; called on the task's thread. Does not wait for the client: what it does not read yet is kept.
using SendEvent = std::function<void(const google::protobuf::Message& event)>;

// Reads the request, works on the executor's lane for the schema, and tells; its status ends the stream once all events
// have gone out. The context has no deadline unless the client gives one.
using EventTask = std::function<absl::Status(ServerCall& call, const Context& context, const SendEvent& send)>;

RawService::Handler EventStreamMethod(const Host& host, EventTask task);

}  // namespace ormd
