// The verbs of a library, played once, and what they did and answered compared with the known data.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/suite/load/library.h"

namespace ormd::bench {

// Each answers the first thing that is wrong. Arguments outlive the task.
Task<grpc::Status> CheckGetAuthor(Library& library, int id);
Task<grpc::Status> CheckListBooks(Library& library, Span span);
Task<grpc::Status> CheckListAuthorsWithBooks(Library& library, Span span);
// Also that a second author with this email is refused.
Task<grpc::Status> CheckCreateAuthor(Library& library, const std::string& email);
Task<grpc::Status> CheckCreateAuthors(Library& library, const Emails& emails);
// Nobody else may change these books meanwhile.
Task<grpc::Status> CheckChangePrices(Library& library, Span span);
Task<grpc::Status> CheckCopyBook(Library& library, int id);
Task<grpc::Status> CheckRemoveAuthors(Library& library, const std::vector<int>& ids);

}  // namespace ormd::bench
