// What becomes of native enums.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "orm/schema/compare.h"
#include "orm/schema/operation.h"

namespace ormd::postgres {

// Pointers into the diff, which must outlive it.
class EnumWork {
 public:
  // An enum whose labels only grow is added to, unless the same diff uses the new labels: PostgreSQL knows them after
  // the commit only. All others are made anew, and columns of them get the new type.
  explicit EnumWork(const SchemaDiff& diff);

  // Whether values of the type, or its elements, are of an enum that is made anew.
  bool Remakes(const Type& type) const;
  // Whether a text names such an enum.
  bool IsMentioned(std::string_view sql) const;
  // Whether a text casts to an enum that goes.
  bool IsLostOn(std::string_view sql) const;

  // New types and labels; old types step aside.
  void AppendBefore(std::vector<Operation>& operations) const;
  // Once no column has them: old types go.
  void AppendAfter(std::vector<Operation>& operations) const;

 private:
  std::vector<Change<EnumType>> changes_;
  std::set<TableName> remade_;
};

}  // namespace ormd::postgres
