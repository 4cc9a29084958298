// The columns of properties, of which those of relations follow from the keys of their targets.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "orm/metadata/build_context.h"

namespace ormd {

struct ColumnPlan {
  std::string name;
  Type type;
  std::string collation;
  std::string renamed_from;
};

// Answers are kept: each fault is told once. Pointers live until the next call.
class KeyResolver {
 public:
  explicit KeyResolver(BuildContext& context) : context_(context) {}

  // Resolves the key first of all, so that a cycle of keys is told from here.
  void Resolve(const EntityMetadata& entity) { KeyOf(entity); }

  // Precondition: all keys are resolved. Empty for a property without columns, and where a fault leaves them open.
  const std::vector<ColumnPlan>& ColumnsOf(const PropertyMetadata& property);

 private:
  enum class State { kOpen, kResolving, kDone };

  std::vector<ColumnPlan> KeyOf(const EntityMetadata& entity);
  std::vector<ColumnPlan> ScalarColumns(const PropertyMetadata& property) const;
  std::vector<ColumnPlan> RelationColumns(const PropertyMetadata& property);
  void TellCycle(const EntityMetadata& entity);

  BuildContext& context_;
  absl::flat_hash_map<const EntityMetadata*, State> states_;
  absl::flat_hash_map<const EntityMetadata*, std::vector<ColumnPlan>> keys_;
  absl::flat_hash_map<const PropertyMetadata*, std::vector<ColumnPlan>> columns_;
  std::vector<const PropertyMetadata*> path_;  // the relations of keys that are being resolved
};

}  // namespace ormd
