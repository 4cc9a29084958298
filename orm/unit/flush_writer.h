// Writes the plan of a flush: where it belongs, and all of it or nothing.
#pragma once

#include "absl/status/status.h"
#include "orm/driver/pool.h"
#include "orm/sql/platform.h"
#include "orm/unit/flush_plan.h"
#include "orm/unit/persister.h"
#include "orm/unit/transaction.h"

namespace ormd {

class FlushWriter {
 public:
  // `transaction`: the EntityManager's, open or not.
  FlushWriter(const Platform& platform, Pool& pool, Transaction& transaction, const Context& context)
      : platform_(platform), pool_(pool), transaction_(transaction), context_(context) {}

  // In a savepoint of the open transaction, or in a transaction of its own. What the database made stands in the
  // entities if it succeeds; otherwise nothing is written, and the entities are as they were. `commits`: a commit of
  // the open transaction follows, and may go along (EntityManager::FlushBeforeCommit).
  absl::Status Write(const FlushPlan& plan, bool commits);

 private:
  // In the open transaction, or in one that is only for the flush. `commits`: the commit may go along, behind guards;
  // where one of them fails, all is written again without.
  absl::Status WriteIn(Transaction& transaction, const FlushPlan& plan, bool commits);
  absl::Status WriteAtomically(const FlushPlan& plan);
  // The rest of a flush whose statements came out as `status`, in a transaction that is open from `depth` inwards.
  absl::Status Finish(Persister& persister, Transaction& transaction, int depth, absl::Status status);

  const Platform& platform_;
  Pool& pool_;
  Transaction& transaction_;
  const Context& context_;
};

}  // namespace ormd
