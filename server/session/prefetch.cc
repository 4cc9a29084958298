#include "server/session/prefetch.h"

#include <limits>
#include <utility>

#include "orm/base/error.h"
#include "server/wire/find.h"
#include "server/wire/value.h"

namespace ormd {
namespace {

absl::StatusOr<EntityTarget> TargetOf(const Schema& schema, const orm::v1::FindOne& find) {
  ORMD_ASSIGN_OR_RETURN(const EntityMetadata* const entity, wire::DecodeEntity(schema, find.entity()));
  ORMD_ASSIGN_OR_RETURN(Key key, wire::KeyFromWire(*entity, find.key()));
  return EntityTarget{entity, std::move(key), ""};
}

std::vector<EntityTarget> TargetsOf(const Schema& schema, const std::vector<SharedCommand>& commands) {
  std::vector<EntityTarget> targets;
  targets.reserve(commands.size());
  for (const SharedCommand& command : commands) {
    absl::StatusOr<EntityTarget> target = TargetOf(schema, command->find_one());
    if (target.ok()) targets.push_back(*std::move(target));
  }
  return targets;
}

}  // namespace

bool IsPlainLookup(const orm::v1::FindOne& find) {
  return find.has_key() && !find.has_where() && find.order_by().empty() && find.populate().empty() &&
         find.lock_mode() == orm::v1::LOCK_MODE_UNSPECIFIED;
}

bool IsPlainLookup(const orm::v1::Command& command) {
  if (!command.has_find_one()) return false;
  const orm::v1::FindOne& find = command.find_one();
  return IsPlainLookup(find) && find.fields().empty() && !find.refresh();
}

void Prefetch(EntityManager& manager, const orm::v1::FindOne& first, const TakeAhead& take_ahead,
              const Context& context) {
  const OrmEnvironment& environment = manager.environment();
  const absl::StatusOr<EntityTarget> target = TargetOf(environment.schema, first);
  if (!target.ok()) return;
  std::vector<SharedCommand> ahead;
  if (environment.key_reader == nullptr) {
    ahead = take_ahead(std::numeric_limits<size_t>::max());
    if (ahead.empty()) return;  // it reads for itself
  }
  const auto more = [&](size_t most) {
    return TargetsOf(environment.schema, environment.key_reader == nullptr ? ahead : take_ahead(most));
  };
  manager.PreloadWith(*target, more, context).IgnoreError();
}

}  // namespace ormd
