// Which foreign keys of a database can be relations of entities, and which tables many-to-many relations.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "orm/schema/database_schema.h"

namespace ormd {

// Pointers into the database schema.
struct Relation {
  const Table* table = nullptr;
  const ForeignKey* key = nullptr;
  const Table* target = nullptr;
  std::vector<std::string> columns;  // in the order of the target's key
  bool nullable = false;
  bool primary = false;     // all its columns are part of the key
  bool one_to_one = false;  // its columns are unique
  bool own_unique = false;  // of a one_to_one: the role says the constraint, with the name that ormd gives it
};

struct RefusedKey {
  const ForeignKey* key = nullptr;
  std::string reason;  // "its columns have defaults"
};

struct TableRelations {
  std::vector<Relation> relations;
  std::vector<RefusedKey> refused;
};

struct Pivot {
  const Table* table = nullptr;
  Relation owner;
  Relation target;
  const TableIndex* index = nullptr;  // over the target's columns; nullptr where there is none
};

struct RelationMap {
  std::map<const Table*, TableRelations> tables;  // of every entity
  std::vector<Pivot> pivots;                      // their tables are no entities
};

// `tables` have keys, and are those that may become entities.
RelationMap FindRelations(const std::vector<const Table*>& tables);

}  // namespace ormd
