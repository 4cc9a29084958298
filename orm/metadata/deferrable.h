// What `defer` says.
#pragma once

#include "orm/metadata/property.h"
#include "orm/options.pb.h"

namespace ormd {

inline Deferrable DeferrableOf(orm::Defer::Mode mode) {
  if (mode == orm::Defer::DEFERRED) return Deferrable::kInitiallyDeferred;
  return mode == orm::Defer::IMMEDIATE ? Deferrable::kInitiallyImmediate : Deferrable::kNot;
}

}  // namespace ormd
