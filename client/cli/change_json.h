// What became of changes, as JSON and as text.
#pragma once

#include <iosfwd>

#include "client/cli/catalog.h"
#include "client/cli/json.h"
#include "orm/v1/change.pb.h"

namespace ormd::cli {

// {"op", "entity", "local", "key", "generated"}; without a local name or a key that is known, those are absent.
Json ChangeResultJson(const Catalog& catalog, const orm::v1::ChangeResult& result);

// {"action", "entity", "rows", "sql", "targets"}.
Json PlannedStatementJson(const orm::v1::PlannedStatement& statement);

// The results of a flush, or its plan where it was a dry run.
Json FlushReplyJson(const Catalog& catalog, const orm::v1::FlushReply& reply, bool dry_run);

// "1. insert shop.v1.User 2 rows: new, alice", then the SQL.
void PrintPlan(const orm::v1::FlushReply& reply, std::ostream& out);

}  // namespace ormd::cli
