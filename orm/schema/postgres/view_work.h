// What becomes of views. PostgreSQL changes no column under a view, so what stands over such columns goes first and
// comes last.
#pragma once

#include <list>
#include <vector>

#include "orm/schema/compare.h"
#include "orm/schema/operation.h"
#include "orm/schema/postgres/enum_work.h"
#include "orm/schema/postgres/table_work.h"

namespace ormd::postgres {

// Pointers into the diff, which must outlive it.
class ViewWork {
 public:
  ViewWork(const SchemaDiff& diff, const std::vector<TableWork>& tables, const EnumWork& enums);

  void AppendDrops(std::vector<Operation>& operations) const;
  // Views with their indexes and comments; and comments and indexes of those that stay.
  void AppendCreates(std::vector<Operation>& operations) const;

 private:
  void Drop(const View& view);
  void DropLost(const EnumWork& enums);
  void DropAbove();
  bool IsReplaced(const View& view) const;
  Operation DropOperation(const View& view) const;
  void AppendBelongings(const View& standing, Operation& operation) const;
  Operation CreateOperation(const View& view) const;

  const SchemaDiff& diff_;
  const std::vector<TableWork>& tables_;
  std::list<View> renamed_;           // of others, as they are made anew
  std::vector<const View*> dropped_;  // each before those that it selects from
  std::vector<const View*> created_;  // each behind those
  std::vector<const View*> lost_;     // of those dropped: they go for good, or with what they select from
};

}  // namespace ormd::postgres
