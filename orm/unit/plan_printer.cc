#include "orm/unit/plan_printer.h"

#include "orm/base/strings.h"
#include "orm/unit/batch_builder.h"

namespace ormd {
namespace {

std::string TargetText(const Entity& entity) {
  if (!entity.local().empty()) return std::string(entity.local());
  return entity.has_key() ? KeyText(entity.key()) : "new";
}

std::string RowText(const FlushStep& step, size_t row) {
  std::string text = TargetText(*step.rows[row]);
  if (step.relation != nullptr) StrAppend(&text, " - ", TargetText(*step.items[row]));
  return text;
}

}  // namespace

std::vector<PlannedStatement> DescribePlan(const FlushPlan& plan, const Platform& platform) {
  std::vector<PlannedStatement> statements;
  for (const FlushStep& step : plan.steps) {
    for (BatchStatement& batch : CompileStep(platform, step, plan)) {
      PlannedStatement statement{step.action, step.entity->name, batch.count, std::move(batch.statement.sql), {}};
      for (size_t i = 0; i < batch.count; ++i) statement.targets.push_back(RowText(step, batch.first + i));
      statements.push_back(std::move(statement));
    }
  }
  return statements;
}

}  // namespace ormd
