// Commands of orm.v1, prepared once; of one op to the next only keys and values change.
#pragma once

#include <string>
#include <vector>

#include "library.pb.h"
#include "orm/v1/change.pb.h"
#include "orm/v1/query.pb.h"
#include "tests/bench/suite/load/library.h"

namespace ormd::bench {

namespace library = ::bench::library;

class FindByKey {
 public:
  explicit FindByKey(const std::string& entity, orm::v1::LockMode lock = orm::v1::LOCK_MODE_UNSPECIFIED);
  const orm::v1::FindOne& Of(int id);

 private:
  orm::v1::FindOne command_;
};

// where {"id": {"$gte": first}}, ordered by id.
class FindFrom {
 public:
  FindFrom(const std::string& entity, const std::vector<std::string>& populate);
  const orm::v1::Find& Of(Span span);

 private:
  orm::v1::Find command_;
};

class CreateAuthorChange {
 public:
  const orm::v1::Create& Of(const std::string& email);

 private:
  orm::v1::Create command_;
  library::Author author_;
};

// Flush of one kind of change after the other.
class FlushChanges {
 public:
  const orm::v1::Flush& CreateAuthors(const Emails& emails);
  // The price that each book holds is the new one.
  const orm::v1::Flush& ChangePrices(const std::vector<library::Book*>& books);
  const orm::v1::Flush& ChangePriceAndCreate(const library::Book& changed, const library::Book& added);
  const orm::v1::Flush& RemoveAuthors(const std::vector<int>& ids);

 private:
  // The changes of the flush before are used again.
  void Resize(size_t count);

  orm::v1::Flush command_;
  library::Author author_;
};

}  // namespace ormd::bench
