// Tables and views that cannot be entities.
#pragma once

#include <string>

#include "orm/metadata/identifier.h"
#include "orm/schema/database_schema.h"
#include "orm/sql/platform.h"

namespace ormd {

// Why the table cannot be an entity, as a clause ("it has no primary key"); empty where it can. A table is an entity
// with all its columns or not at all: what an entity leaves out, the next diff would drop.
std::string TableMisfit(const Table& table, const Platform& platform);

// Likewise of a view; `table` is TableOfView of it. Its columns may be left out, its indexes may not.
std::string ViewMisfit(const Table& table);

// Entities tell names apart without case, as SQLite does, and PostgreSQL does not. First every table and view takes its
// name, then each its indexes and uniques.
class EntityNames {
 public:
  // Why it cannot have them; empty where it can.
  std::string TakeTable(const Table& table);
  std::string TakeConstraints(const Table& table);

 private:
  OwnedNames names_;
};

}  // namespace ormd
