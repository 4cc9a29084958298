// What the commands of one session work on.
#pragma once

#include <optional>
#include <vector>

#include "orm/unit/entity_manager.h"
#include "server/wire/change.h"
#include "server/wire/entity_plans.h"

namespace ormd {

// A change that was staged by a command of its own and waits for the flush that will report it.
struct PendingChange {
  wire::StagedChange::Operation operation;
  const Entity* entity;
};

// Not thread safe: one command at a time.
struct Workspace {
  explicit Workspace(const OrmEnvironment& environment) : manager(environment) {}

  EntityManager manager;
  // In the order of staging; emptied whenever the manager is cleared or has flushed. Those that a refresh takes back
  // leave it, too.
  std::vector<PendingChange> pending;
  // A transaction that ends badly clears the manager too.
  void ForgetFreed() {
    if (manager.entity_count() == 0) pending.clear();
  }
  wire::EntityPlans plans;
  // Rows that are answered and are to be taken in before the next command that uses entities (TakeInFound).
  std::optional<FoundRows> found;
};

}  // namespace ormd
