#include "server/session/prefetch.h"

#include "server/wire/find.h"
#include "server/wire/value.h"

namespace ormd {
namespace {

void AddTarget(const EntityManager& manager, const orm::v1::FindOne& find, std::vector<EntityTarget>* targets) {
  const auto entity = wire::DecodeEntity(manager.environment().schema, find.entity());
  if (!entity.ok()) return;
  absl::StatusOr<Key> key = wire::KeyFromWire(**entity, find.key());
  if (key.ok()) targets->push_back({*entity, *std::move(key), ""});
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

void Prefetch(EntityManager& manager, const orm::v1::Command& first, const Ahead& ahead, const Context& context) {
  // A look-up without company reads for itself, unless others may read with it.
  if (ahead.empty() && manager.environment().key_reader == nullptr) return;
  std::vector<EntityTarget> targets;
  targets.reserve(ahead.size() + 1);
  AddTarget(manager, first.find_one(), &targets);
  for (const auto& command : ahead) AddTarget(manager, command->find_one(), &targets);
  std::vector<const EntityTarget*> wanted;
  wanted.reserve(targets.size());
  for (const EntityTarget& target : targets) wanted.push_back(&target);
  manager.Preload(wanted, context).IgnoreError();
}

}  // namespace ormd
