// Creates of many callers in one statement and one transaction.
#pragma once

#include <vector>

#include "orm/base/context.h"
#include "orm/unit/entity_manager.h"
#include "server/merge/answer.h"
#include "server/merge/merge_queue.h"
#include "server/merge/places.h"
#include "server/session/shared_command.h"

namespace ormd {

// Takes one-shot Create calls that stand for themselves (no local names). Those of one entity type that wait at the
// same time are flushed together. Every caller gets the answer that its call alone would have got: if the flush fails,
// or a caller is cancelled or out of time while it runs, nothing is written and each create is done again alone.
//
// Thread safe. The environment and the executor outlive it.
class CreateMerger {
 public:
  CreateMerger(const OrmEnvironment& environment, Executor& executor, MergeOptions options);

  // False, and nothing is taken, where the call is none to be merged; else `answer` is moved from.
  bool Take(const SharedCommand& command, const Context& context, Answer& answer);

 private:
  struct Item {
    SharedCommand command;
    Context context;
    Answer answer;
  };
  // A create that is staged in the common unit of work.
  struct Staged {
    Item item;
    const Entity* entity;
  };

  void Run(std::vector<Item> items);
  void RunTogether(std::vector<Item> items);
  // Those that cannot be staged beside the others are done alone.
  std::vector<Staged> StageAll(EntityManager& manager, std::vector<Item> items);
  absl::StatusOr<const Entity*> Stage(EntityManager& manager, Places& places, const Item& item) const;
  void RunAlone(Item item);
  // Needs no merger, which the executor outlives.
  static void AnswerAlone(const OrmEnvironment& environment, const Item& item);

  const OrmEnvironment& environment_;
  Executor& executor_;
  const bool enabled_;
  MergeQueue<Item> queue_;
};

}  // namespace ormd
