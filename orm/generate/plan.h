// Names messages and fields, and gives relations their other sides. Pure.
#pragma once

#include <vector>

#include "orm/generate/model.h"

namespace ormd {

// Precondition: tables have no TableMisfit.
// One for each table of `relations` and each of `views`, whose tables stand for their columns; in the order of the
// tables' names, views last. Pointers into `relations` and the views.
std::vector<EntityPlan> PlanEntities(const RelationMap& relations, const std::vector<const View*>& views,
                                     const std::vector<Table>& view_tables);

}  // namespace ormd
