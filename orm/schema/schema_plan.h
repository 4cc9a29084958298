// What has to be made or dropped, by comparing a DatabaseSchema with what stands.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "orm/schema/catalog.h"
#include "orm/schema/database_schema.h"

namespace ormd {

template <typename T>
using OfTable = std::pair<const Table*, const T*>;

// Pointers into the DatabaseSchema.
struct CreatePlan {
  std::vector<std::string> schemas;
  std::vector<const Table*> tables;
  // Of tables that stand already.
  std::vector<OfTable<UniqueConstraint>> uniques;
  std::vector<OfTable<TableIndex>> indexes;
  std::vector<OfTable<ForeignKey>> foreign_keys;
};

// Tables, uniques, indexes and foreign keys that are missing. An index, unique or foreign key stands where its name or
// one over the same columns does; a view stands for its table.
CreatePlan PlanCreate(const DatabaseSchema& database, const Catalog& catalog);

// The tables that stand, each before those that it refers to, as far as there are no cycles. Views stay.
std::vector<const Table*> PlanDrop(const DatabaseSchema& database, const Catalog& catalog);

}  // namespace ormd
