// The parameters of an insert of several authors.
#pragma once

#include "shop.pb.h"
#include "tests/bench/suite/limits/connection.h"
#include "tests/bench/suite/limits/parameters.h"

namespace ormd::bench {

class NewAuthors {
 public:
  void Add(const ::bench::shop::Author& author) {
    names_.AddQuoted(author.name());
    emails_.AddQuoted(author.email());
    born_.AddQuoted(author.born());
    created_at_.Add(Microseconds(author.created_at()));
    bios_.AddQuoted(author.bio());
  }

  // The rows are the keys in the order of the authors; called once.
  grpc::Status Insert(Connection& connection, Rows* keys) {
    return connection.Execute(Statement::kCreateAuthors,
                              {names_.Finish(), emails_.Finish(), born_.Finish(), created_at_.Finish(), bios_.Finish()},
                              keys);
  }

 private:
  ArrayText names_;
  ArrayText emails_;
  ArrayText born_;
  ArrayText created_at_;
  ArrayText bios_;
};

}  // namespace ormd::bench
