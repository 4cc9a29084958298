#include "tests/conformance/hostile/random_command.h"

#include "absl/strings/str_cat.h"
#include "tests/conformance/hostile/random_value.h"

namespace ormd::conformance {
namespace {

using orm::v1::Command;
using orm::v1::Entity;
using orm::v1::Property;

bool IsToMany(const Property& property) {
  return property.kind() == Property::ONE_TO_MANY || property.kind() == Property::MANY_TO_MANY;
}

const Property* FindProperty(const Entity& entity, const std::string& name) {
  for (const Property& property : entity.properties()) {
    if (property.name() == name) return &property;
  }
  return nullptr;
}

}  // namespace

std::string RandomCommands::NameOf(const Entity& entity) {
  return Good() ? entity.name().substr(entity.name().rfind('.') + 1) : messages_.EntityName();
}

void RandomCommands::FillScalar(const Property& property, orm::v1::Value* value) {
  Good() ? GoodValue(dice_, property.type(), value) : messages_.Fill(value, 3);
}

void RandomCommands::FillCondition(const Property& property, int depth, orm::v1::Value* value) {
  if (property.kind() != Property::SCALAR && depth < 4 && dice_.Chance(80)) {
    orm::v1::MapValue* below = value->mutable_map();
    if (IsToMany(property) && dice_.Chance(50)) {
      auto* pair = below->add_pairs();
      pair->set_name(std::vector<std::string>{"$some", "$none", "$every"}[dice_.Pick(3)]);
      below = pair->mutable_value()->mutable_map();
    }
    return FillWhere(messages_.EntityOf(property.target()), depth + 1, below);
  }
  if (dice_.Chance(40)) return FillScalar(property, value);
  auto* pair = value->mutable_map()->add_pairs();
  static const std::vector<std::string> operators = {"$eq", "$ne",  "$gt",  "$gte",   "$lt",     "$lte",
                                                     "$in", "$nin", "$like", "$ilike", "$exists", "$not"};
  pair->set_name(dice_.Any(operators));
  if (pair->name() == "$exists" && Good()) return pair->mutable_value()->set_bool_(dice_.Chance(50));
  if ((pair->name() == "$in" || pair->name() == "$nin") && Good()) {
    for (size_t n = dice_.Pick(dice_.Chance(5) ? 3000 : 4); n > 0; --n) {
      FillScalar(property, pair->mutable_value()->mutable_list()->add_values());
    }
    return;
  }
  FillScalar(property, pair->mutable_value());
}

void RandomCommands::FillWhere(const Entity& entity, int depth, orm::v1::MapValue* where) {
  for (size_t n = dice_.Pick(3); n > 0; --n) {
    auto* pair = where->add_pairs();
    if (dice_.Chance(15) && depth < 6) {
      pair->set_name(dice_.Chance(50) ? "$and" : "$or");
      for (size_t m = dice_.Pick(dice_.Chance(3) ? 1200 : 4); m > 0; --m) {
        FillWhere(entity, depth + 2, pair->mutable_value()->mutable_list()->add_values()->mutable_map());
      }
      continue;
    }
    const Property& property = entity.properties(static_cast<int>(dice_.Pick(entity.properties_size())));
    pair->set_name(Good() ? property.name() : messages_.PropertyName());
    FillCondition(property, depth, pair->mutable_value());
  }
}

void RandomCommands::FillKey(const Entity& entity, orm::v1::Key* key) {
  if (!Good()) return messages_.Fill(key, 2);
  for (const std::string& name : entity.primary_key()) {
    const Property& property = *FindProperty(entity, name);
    if (property.kind() != Property::SCALAR) {
      FillKey(messages_.EntityOf(property.target()), key);
      continue;
    }
    FillScalar(property, key->add_values());
  }
}

std::string RandomCommands::Path(const Entity& entity, bool relations) {
  if (!Good()) return messages_.PropertyName();
  std::string path;
  for (const Entity* at = &entity;;) {
    const Property& property = at->properties(static_cast<int>(dice_.Pick(at->properties_size())));
    if (property.kind() == Property::SCALAR && relations) {
      if (dice_.Chance(20)) return path.empty() ? property.name() : path;
      continue;
    }
    absl::StrAppend(&path, path.empty() ? "" : ".", property.name());
    if (property.kind() == Property::SCALAR || dice_.Chance(40)) return path;
    at = &messages_.EntityOf(property.target());
  }
}

template <typename FindMessage>
void RandomCommands::FillFind(FindMessage* find, const Entity& entity) {
  find->set_entity(NameOf(entity));
  while (dice_.Chance(25)) {
    auto* order = find->add_order_by();
    order->set_path(Path(entity, false));
    order->set_descending(dice_.Chance(50));
    order->set_nulls(static_cast<orm::v1::OrderBy::Nulls>(Good() ? dice_.Pick(3) : dice_.Roll()));
  }
  while (dice_.Chance(30)) find->add_populate(dice_.Chance(5) ? "*" : Path(entity, true));
  while (dice_.Chance(15)) {
    find->add_fields(Good() ? entity.properties(static_cast<int>(dice_.Pick(entity.properties_size()))).name()
                            : messages_.PropertyName());
  }
  if (dice_.Chance(10)) find->set_lock_mode(static_cast<orm::v1::LockMode>(Good() ? dice_.Pick(3) : dice_.Roll()));
  find->set_refresh(dice_.Chance(15));
}

Command RandomCommands::Read() {
  Command command;
  const Entity& entity = messages_.AnyEntity();
  switch (dice_.Pick(5)) {
    case 0: {
      auto* find = command.mutable_find_one();
      FillFind(find, entity);
      if (dice_.Chance(60)) FillKey(entity, find->mutable_key());
      if (!find->has_key() || dice_.Chance(3)) FillWhere(entity, 0, find->mutable_where());
      find->set_allow_missing(dice_.Chance(50));
      break;
    }
    case 1:
      command.mutable_count()->set_entity(NameOf(entity));
      FillWhere(entity, 0, command.mutable_count()->mutable_where());
      break;
    case 2:
      command.mutable_refresh()->set_entity(NameOf(entity));
      FillKey(entity, command.mutable_refresh()->mutable_key());
      if (dice_.Chance(30)) command.mutable_refresh()->add_populate(Path(entity, true));
      break;
    default: {
      auto* find = command.mutable_find();
      FillFind(find, entity);
      FillWhere(entity, 0, find->mutable_where());
      if (dice_.Chance(40)) find->set_limit(static_cast<uint32_t>(HostileInteger(dice_)));
      if (dice_.Chance(20)) find->set_offset(static_cast<uint32_t>(HostileInteger(dice_)));
    }
  }
  return command;
}

template <typename ChangeMessage>
void RandomCommands::FillTarget(ChangeMessage* change, const Entity& entity) {
  change->set_entity(NameOf(entity));
  if (dice_.Chance(30)) {
    change->set_local(messages_.LocalName());
  } else {
    FillKey(entity, change->mutable_key());
  }
  if (!entity.version_property().empty() ? dice_.Chance(50) : !Good()) {
    orm::v1::Value* version = change->mutable_version();
    Good() ? version->set_int64(static_cast<int64_t>(dice_.Pick(4))) : messages_.Fill(version, 3);
  }
}

void RandomCommands::FillChange(orm::v1::Change* change) {
  const Entity& entity = messages_.AnyEntity();
  switch (dice_.Pick(5)) {
    case 0:
      return FillTarget(change->mutable_remove(), entity);
    case 1:
      FillTarget(change->mutable_assign(), entity);
      return messages_.FillData(entity.name(), good_, change->mutable_assign()->mutable_data());
    default:
      change->mutable_create()->set_entity(NameOf(entity));
      if (dice_.Chance(50)) change->mutable_create()->set_local(messages_.LocalName());
      messages_.FillData(entity.name(), good_, change->mutable_create()->mutable_data());
  }
}

Command RandomCommands::Write() {
  Command command;
  orm::v1::Change change;
  FillChange(&change);
  if (dice_.Chance(40)) {
    if (change.has_create()) *command.mutable_create() = change.create();
    if (change.has_assign()) *command.mutable_assign() = change.assign();
    if (change.has_remove()) *command.mutable_remove() = change.remove();
    return command;
  }
  for (size_t n = dice_.Pick(5); n > 0; --n) FillChange(command.mutable_flush()->add_changes());
  command.mutable_flush()->set_dry_run(dice_.Chance(15));
  return command;
}

Command RandomCommands::Control() {
  Command command;
  const auto depth = [&] { return static_cast<uint32_t>(Good() ? 1 + dice_.Pick(3) : HostileInteger(dice_)); };
  switch (dice_.Pick(7)) {
    case 0:
    case 1:
      command.mutable_begin();
      if (dice_.Chance(20)) command.mutable_begin()->set_read_only(true);
      if (dice_.Chance(20)) {
        command.mutable_begin()->set_isolation(static_cast<orm::v1::Isolation>(Good() ? dice_.Pick(5) : dice_.Roll()));
      }
      break;
    case 2:
      command.mutable_commit();
      if (dice_.Chance(30)) command.mutable_commit()->set_depth(depth());
      break;
    case 3:
      command.mutable_rollback();
      if (dice_.Chance(30)) command.mutable_rollback()->set_depth(depth());
      break;
    case 4:
      command.mutable_clear();
      break;
    case 5:
      command.mutable_sync();
      break;
    default:
      command.mutable_cancel()->set_id(Good() ? dice_.Pick(30) : dice_.Roll());
  }
  return command;
}

Command RandomCommands::Any() {
  Command command;
  if (dice_.Chance(5)) {
    messages_.Fill(&command);
    return command;
  }
  const size_t kind = dice_.Pick(10);
  return kind < 4 ? Read() : kind < 7 ? Write() : Control();
}

}  // namespace ormd::conformance
