// Turns a step of a flush plan into a batch for the SQL floor, with the values as they are now.
#pragma once

#include <vector>

#include "orm/sql/write.h"
#include "orm/unit/flush_plan.h"

namespace ormd {

InsertBatch MakeInsertBatch(const FlushStep& step, const FlushPlan& plan);
UpdateBatch MakeUpdateBatch(const FlushStep& step, const FlushPlan& plan);
DeleteBatch MakeDeleteBatch(const FlushStep& step);
LinkBatch MakeLinkBatch(const FlushStep& step);

// The statements of a step.
std::vector<BatchStatement> CompileStep(const Platform& platform, const FlushStep& step, const FlushPlan& plan);

// The value that a step writes for a property that the caller did not change: version and on_update. nullopt for all
// others.
std::optional<Value> FlushValue(const Entity& entity, const PropertyMetadata& property, const FlushStep& step,
                                const FlushPlan& plan);

}  // namespace ormd
