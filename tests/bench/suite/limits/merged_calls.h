// What merged calls do on a connection.
#pragma once

#include "shop.pb.h"
#include "tests/bench/suite/limits/merger.h"

namespace ormd::bench {

using AuthorMerger = Merger<::bench::shop::AuthorKey>;
using CreateMerger = Merger<::bench::shop::Author>;

// One `= ANY`.
void GetAuthors(Connection& connection, const AuthorMerger::Calls& calls);
// One insert and one commit; where it fails, each is done alone.
void CreateSingleAuthors(Connection& connection, const CreateMerger::Calls& calls);

}  // namespace ormd::bench
