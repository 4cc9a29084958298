#include "orm/schema/schema_transaction.h"

#include "absl/time/clock.h"
#include "orm/base/error.h"
#include "orm/schema/errors.h"

namespace ormd {

SchemaTransaction::~SchemaTransaction() {
  if (connection_.broken()) return;
  const Context context = Connection::UndoContext();
  if (connection_.in_transaction()) connection_.Rollback(context).IgnoreError();
  for (const std::string& sql : guards_.after) connection_.ExecuteScript(sql, context).IgnoreError();
}

absl::Status SchemaTransaction::Begin(const Context& context) {
  const bool inside = lock_.of_transaction();
  if (!inside) ORMD_RETURN_IF_ERROR(lock_.Acquire(absl::InfiniteFuture(), context));
  for (const std::string& sql : guards_.before) ORMD_RETURN_IF_ERROR(connection_.ExecuteScript(sql, context));
  // What another one before us has made must be seen once the lock is ours.
  ORMD_RETURN_IF_ERROR(connection_.Begin({Isolation::kReadCommitted, false}, context));
  if (inside) ORMD_RETURN_IF_ERROR(lock_.Acquire(absl::InfiniteFuture(), context));
  return references_.Remember(context);
}

absl::Status SchemaTransaction::Commit(const FormerNames& former_names, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const ReferenceCheck::Counts broken, references_.Broken(former_names, context));
  if (!broken.empty()) return LostReference(broken.front().first);
  return connection_.Commit(context);
}

}  // namespace ormd
