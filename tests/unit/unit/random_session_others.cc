// What others write between the flushes of a random session.
#include "tests/unit/unit/random_session.h"

#include <algorithm>

#include "orm/base/error.h"
#include "orm/base/strings.h"

namespace ormd {
namespace {

const Context kContext{};

}  // namespace

std::vector<ObjectId> RandomSession::Quiet(bool needs_scalar) const {
  Ids ids;
  for (const auto& [id, object] : model_.stored().objects) {
    const bool fits = !needs_scalar || SessionChanges::PlainScalar(*object.type) != nullptr;
    if (fits && model_.staged().Has(id) && !model_.Touched(id)) ids.push_back(id);
  }
  return ids;
}

void RandomSession::AssignOutside(ObjectId id, const PropertyMetadata& scalar, const Value& value) {
  const Object object = model_.stored().at(id);
  Say(StrCat("others assign ", ObjectText(model_.stored(), id), " ", scalar.name, "=", ValueText(value)));
  EntityManager other(environment_);
  EntityData data;
  data.entity = object.type;
  data.scalars.push_back({&scalar, value});
  Expect(other.Assign({object.type, object.key, ""}, std::move(data), std::nullopt, kContext).status(), "assign");
  Expect(other.Flush(kContext), "flush of others");
}

void RandomSession::ChangeOutside() {
  if (model_.depth() > 0 || model_.HasReplacement()) return;
  const Ids ids = Quiet(true);
  if (ids.empty()) return;
  const ObjectId id = dice_.Any(ids);
  const EntityMetadata& type = *model_.stored().at(id).type;
  const PropertyMetadata& scalar = *SessionChanges::PlainScalar(type);
  const Value value = Changes().Draw(scalar, id);
  if (model_.stored().at(id).scalars.at(scalar.index) == value) return;
  AssignOutside(id, scalar, value);
  model_.ChangeOutside(id, scalar, value);
  Say(StrCat("find ", type.short_name));
  const FindOptions options = Options(type);
  const auto found = em_->Find(type, options, kContext);
  Expect(found.status(), "find");
  if (found.ok()) TakeAnswer(*found, options);
}

// What a session changes must still have the version that it read.
void RandomSession::LoseUpdate() {
  if (model_.depth() > 0 || model_.HasReplacement() || model_.Foresee().outcome != Outcome::kPasses) return;
  Ids ids = Quiet(true);
  std::erase_if(ids, [&](ObjectId id) {
    const EntityMetadata& type = *model_.stored().at(id).type;
    const auto is_known = [&](const auto& property) { return !property->has_columns() || view_.Knows(id, *property); };
    return type.version == nullptr || !std::all_of(type.properties.begin(), type.properties.end(), is_known);
  });
  if (ids.empty()) return;
  const ObjectId id = dice_.Any(ids);
  const Object object = model_.stored().at(id);
  const PropertyMetadata& scalar = *SessionChanges::PlainScalar(*object.type);
  const Value theirs(StrCat("theirs", object.version));
  AssignOutside(id, scalar, theirs);
  model_.ChangeOutside(id, scalar, theirs);
  Say(StrCat("assign ", ObjectText(model_.stored(), id), " ", scalar.name, "=ours, flush"));
  EntityData data;
  data.entity = object.type;
  data.scalars.push_back({&scalar, Value("ours")});
  Expect(em_->Assign({object.type, object.key, ""}, std::move(data), std::nullopt, kContext).status(), "assign");
  const absl::Status status = em_->Flush(kContext);
  Expect(ReasonOf(status) == Reason::kOptimisticLock, StrCat("instead of a lost update: ", status.ToString()));
  CompareDatabase();
  if (dice_.Chance(50)) return Clear();
  Say(StrCat("refresh ", ObjectText(model_.stored(), id)));
  FindOptions options;
  options.fields = DefaultFields(*object.type);
  Expect(em_->Refresh(*object.type, object.key, options, kContext).status(), "refresh");
}

void RandomSession::RemoveOutside() {
  if (model_.depth() > 0 || model_.HasReplacement() || model_.Foresee().outcome != Outcome::kPasses) return;
  Ids ids = Quiet(true);
  std::erase_if(ids, [&](ObjectId id) {
    for (const auto& [other, referring] : model_.stored().objects) {
      for (const auto& property : referring.type->properties) {
        const bool holds = property->is_to_one() && property->has_columns() && !property->nullable;
        if (holds && model_.stored().TargetOf(other, *property) == id) return true;
      }
    }
    return false;
  });
  if (ids.empty()) return;
  const ObjectId id = dice_.Any(ids);
  const Object object = model_.stored().at(id);
  const PropertyMetadata& scalar = *SessionChanges::PlainScalar(*object.type);
  Say(StrCat("others remove ", ObjectText(model_.stored(), id)));
  EntityManager other(environment_);
  Expect(other.Remove({object.type, object.key, ""}, std::nullopt, "", kContext).status(), "remove");
  Expect(other.Flush(kContext), "flush of others");
  Say("assign it, flush");
  EntityData data;
  data.entity = object.type;
  data.scalars.push_back({&scalar, Value("ours")});
  absl::Status status =
      em_->Assign({object.type, object.key, ""}, std::move(data), std::nullopt, kContext).status();
  if (status.ok()) status = em_->Flush(kContext);
  static constexpr Reason kReasons[] = {Reason::kEntityNotFound, Reason::kOptimisticLock,
                                        Reason::kForeignKeyViolation};  // of what is staged
  Expect(std::find(std::begin(kReasons), std::end(kReasons), ReasonOf(status)) != std::end(kReasons),
         StrCat("instead of a missing row: ", status.ToString()));
  model_.RemoveOutside(id);
  CompareDatabase();
  Clear();
}

}  // namespace ormd
