// What a flush of the model comes to.
#include <optional>

#include "orm/base/strings.h"
#include "tests/unit/unit/session_model.h"

namespace ormd {

bool SessionModel::IsChanged(ObjectId id, size_t slot) const {
  if (!stored_.Has(id)) return true;
  const auto& now = staged_.at(id).references;
  const auto& before = stored_.at(id).references;
  const auto target = [slot](const auto& references) {
    const auto at = references.find(slot);
    return at == references.end() ? 0 : at->second;
  };
  return target(now) != target(before);
}

Forecast SessionModel::Foresee() const {
  Forecast forecast;
  forecast.next = staged_;
  KillOrphans(forecast.next);
  const World before = forecast.next;
  ApplyDeletes(forecast);
  CheckReferences(forecast, before);
  CheckUniques(forecast);
  CountVersions(forecast.next);
  return forecast;
}

// Of the foreign keys, until nothing refers to what is gone but what must not.
void SessionModel::ApplyDeletes(Forecast& forecast) const {
  World& next = forecast.next;
  std::vector<ObjectId> cascaded;
  for (auto& [id, object] : next.objects) {
    ForEachOwning(*object.type, [&, id = id, object = &object](const PropertyMetadata& relation) {
      ObjectId& target = object->references[relation.index];
      if (target == 0 || next.Has(target)) return;
      if (relation.primary) {
        cascaded.push_back(id);
      } else if (relation.nullable) {
        target = 0;
      }
    });
  }
  for (const ObjectId id : cascaded) next.Erase(id);
  forecast.gone.insert(cascaded.begin(), cascaded.end());
  if (!cascaded.empty()) ApplyDeletes(forecast);
}

void SessionModel::CheckReferences(Forecast& forecast, const World& before) const {
  const auto worsen = [&forecast](Outcome outcome, const std::string& why) {
    if (forecast.outcome == Outcome::kFails) return;
    forecast.outcome = outcome;
    forecast.why = why;
  };
  for (const auto& [id, object] : before.objects) {
    ForEachOwning(*object.type, [&, id = id](const PropertyMetadata& relation) {
      const auto at = before.at(id).references.find(relation.index);
      const ObjectId target = at == before.at(id).references.end() ? 0 : at->second;
      const std::string where = StrCat(ObjectText(before, id), ".", relation.name);
      if (target == 0 && !relation.nullable) return worsen(Outcome::kFails, StrCat(where, " is null"));
      if (target == 0 || before.Has(target)) return;
      if (!relation.nullable && !relation.primary) return worsen(Outcome::kFails, StrCat(where, " refers to none"));
      if (IsChanged(id, relation.index)) worsen(Outcome::kMay, StrCat(where, " refers to none"));
    });
  }
}

void SessionModel::CheckUniques(Forecast& forecast) const {
  const World& next = forecast.next;
  std::map<UniqueValues, ObjectId> before, after;
  for (const auto& [id, object] : stored_.objects) {
    for (UniqueValues& tuple : stored_.TuplesOf(id)) before.emplace(std::move(tuple), id);
  }
  for (const auto& [id, object] : next.objects) {
    for (const UniqueValues& tuple : next.TuplesOf(id)) {
      if (!after.emplace(tuple, id).second) {
        forecast.outcome = Outcome::kFails;
        forecast.why = StrCat(ObjectText(next, id), " is not unique");
      }
      const auto at = before.find(tuple);
      if (at == before.end() || at->second == id || forecast.outcome != Outcome::kPasses) continue;
      if (MakesRoom(at->second, std::get<1>(tuple), next)) continue;
      forecast.outcome = Outcome::kMay;
      forecast.why = StrCat(ObjectText(next, id), " takes a place");
    }
  }
}

// Who had a place before lets go of it in time where the session knows that it is in the way: with its removal, or by
// an update before the others.
bool SessionModel::MakesRoom(ObjectId id, size_t unique, const World& next) const {
  const EntityMetadata& type = *stored_.at(id).type;
  const bool is_key = unique == type.uniques.size();
  const size_t column = is_key ? type.key_columns.front() : type.uniques[unique].columns.front();
  const PropertyMetadata& property = type.property(type.columns[column].property);
  if (!is_key && !knows_stored_(id, property)) return false;
  if (!next.Has(id)) return !ghosts_.contains(id) && IsLeft(id, next);
  return property.nullable || (!WaitsForInsert(id, next) && !Exchanges(id, unique, next));
}

// What must refer to somebody refers to another, or goes with it.
bool SessionModel::IsLeft(ObjectId id, const World& next) const {
  bool left = true;
  for (const auto& [other, object] : stored_.objects) {
    ForEachOwning(*object.type, [&, other = other](const PropertyMetadata& relation) {
      if (relation.nullable || relation.primary || stored_.TargetOf(other, relation) != id) return;
      const ObjectId target = next.Has(other) ? next.TargetOf(other, relation) : 0;
      left = left && knows_stored_(other, relation) && (target == 0 || !IsNew(target));
    });
  }
  return left;
}

bool SessionModel::WaitsForInsert(ObjectId id, const World& next) const {
  bool waits = false;
  ForEachOwning(*next.at(id).type, [&](const PropertyMetadata& relation) {
    const ObjectId target = next.TargetOf(id, relation);
    waits = waits || (target != 0 && IsNew(target));
  });
  return waits;
}

// Whether its place is handed on to itself, or through a row that does not make room.
bool SessionModel::Exchanges(ObjectId id, size_t unique, const World& next) const {
  const auto place_in = [unique](const World& world, ObjectId of) -> std::optional<UniqueValues> {
    for (const UniqueValues& values : world.TuplesOf(of)) {
      if (std::get<1>(values) == unique) return values;
    }
    return std::nullopt;
  };
  std::set<ObjectId> seen = {id};
  for (ObjectId at = id; at != 0;) {
    const auto wanted = place_in(next, at);
    ObjectId before = 0;
    for (const auto& [other, object] : stored_.objects) {
      if (other != at && wanted.has_value() && place_in(stored_, other) == wanted) before = other;
    }
    if (before == 0) return false;
    if (!next.Has(before)) return !MakesRoom(before, unique, next);
    if (!seen.insert(before).second || WaitsForInsert(before, next)) return true;
    at = before;
  }
  return false;
}

void SessionModel::CountVersions(World& next) const {
  for (auto& [id, object] : next.objects) {
    if (object.version == 0 || IsNew(id)) continue;
    const Object& before = stored_.at(id);
    if (staged_.at(id).scalars != before.scalars || staged_.at(id).references != before.references) {
      ++object.version;
    } else if (touched_.contains(id)) {
      object.version = 0;
    }
  }
}

}  // namespace ormd
