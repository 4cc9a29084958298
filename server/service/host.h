// What the services share.
#pragma once

#include "orm/unit/entity_manager.h"
#include "server/config/settings.h"
#include "server/merge/create_merger.h"
#include "server/merge/lookup_merger.h"
#include "server/runtime/byte_budget.h"
#include "server/runtime/call_tracker.h"
#include "server/runtime/database_watch.h"
#include "server/runtime/executor.h"
#include "server/runtime/health.h"
#include "server/runtime/turnstile.h"
#include "server/service/schema_gate.h"
#include "server/session/session_registry.h"

namespace ormd {

// Outlives the services and their calls.
struct Host {
  const Settings& settings;
  const OrmEnvironment& environment;
  Executor& executor;
  CallTracker& tracker;
  ByteBudget& in_flight;  // the bytes of requests
  Turnstile& streams;     // one-shot streams that hold a connection
  SessionRegistry& sessions;
  LookupMerger& lookups;
  CreateMerger& creates;
  const DatabaseWatch& database;
  Health& health;
  SchemaGate& gate;
};

}  // namespace ormd
