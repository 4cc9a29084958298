// What a random session stages.
#include "tests/unit/unit/random_session.h"

#include "orm/base/strings.h"
#include "tests/unit/unit/data_builder.h"

namespace ormd {
namespace {

const Context kContext{};
constexpr size_t kMost = 4;  // of a type, when another is made

}  // namespace

void RandomSession::Create() {
  const EntityMetadata& type = AnyType();
  if (Changes().Candidates(type).size() > kMost) return;
  DrawnChange change = Changes().Create(type, nullptr, 1);
  const bool local = dice_.Chance(80);
  Say(StrCat("create ", change.text));
  NameAll(change);
  const auto created = em_->Create(std::move(change.data), local ? LocalName(change.id) : "", kContext);
  Expect(created.status(), "create");
  if (!created.ok()) return;
  model_.staged().at(change.id).local = local;
  view_.Bind(*created, change.id);
  BindMade(**created, change.made);
}

void RandomSession::Assign() {
  const Ids ids = Changes().Candidates(AnyType());
  if (ids.empty()) return;
  const ObjectId id = dice_.Any(ids);
  const EntityTarget target = Named(id);
  DrawnChange change = Changes().Assign(id);
  Say(StrCat("assign ", change.text));
  NameAll(change);
  const auto assigned = em_->Assign(target, std::move(change.data), std::nullopt, kContext);
  Expect(assigned.status(), "assign");
  if (!assigned.ok()) return;
  view_.Bind(*assigned, id);
  BindMade(**assigned, change.made);
}

// As the call itself does: what a request names by its key is a reference at least.
void RandomSession::NameAll(const DrawnChange& change) {
  for (const ObjectId id : change.named) {
    const Object& object = model_.staged().at(id);
    if (object.key.empty() || view_.Find(id) != nullptr || model_.IsNew(id)) continue;
    if (const auto entity = em_->GetReference(*object.type, object.key); entity.ok()) view_.Bind(*entity, id);
  }
}

void RandomSession::BindMade(const Entity& entity, const std::vector<MadeObject>& made) {
  for (const MadeObject& object : made) {
    Entity* found = nullptr;
    if (object.relation->is_to_one()) {
      found = entity.reference(*object.relation);
    } else {
      const Collection& collection = entity.collection(*object.relation);
      for (const auto* items : {&collection.added(), &collection.items()}) {
        for (Entity* item : *items) {
          const bool is_new = item->state() == Entity::State::kNew && view_.IdOf(item) == 0;
          if (found == nullptr && is_new) found = item;
        }
      }
    }
    if (found == nullptr) return Expect(false, StrCat("#", object.id, " was not made"));
    view_.Bind(found, object.id);
    BindMade(*found, object.inside);
  }
}

void RandomSession::Remove() {
  const Ids ids = Changes().Candidates(AnyType());
  if (ids.empty()) return;
  const ObjectId id = dice_.Any(ids);
  Say(StrCat("remove ", ObjectText(model_.staged(), id)));
  const EntityTarget target = Named(id);
  const int version = model_.stored().Has(id) ? model_.stored().at(id).version : 0;
  const bool expects = version != 0 && dice_.Chance(50);
  const auto removed = em_->Remove(target, expects ? std::optional<Value>(version) : std::nullopt, "", kContext);
  Expect(removed.status(), "remove");
  if (!removed.ok()) return;
  view_.Bind(*removed, id);
  model_.Remove(id);
}

void RandomSession::StageSome() {
  static constexpr Stage kStages[] = {&RandomSession::Create, &RandomSession::Assign, &RandomSession::Assign,
                                      &RandomSession::Remove, &RandomSession::Find,   &RandomSession::Get};
  for (size_t left = 1 + dice_.Pick(4); left > 0 && fault_.empty() && !model_.HasReplacement(); --left) {
    (this->*kStages[dice_.Pick(std::size(kStages))])();
    if (fault_.empty()) CompareSession();
  }
}

// Stands or falls together, perhaps with the flush behind it.
void RandomSession::Bracket() {
  const SessionModel::Mark mark = model_.Save();
  const SessionView view = view_;
  Say("begin staging");
  em_->BeginStaging();
  StageSome();
  if (!fault_.empty()) return;
  bool stands = dice_.Chance(30);
  if (dice_.Chance(40)) {
    Say("flush");
    stands = Write([this] { return em_->Flush(kContext); }, 0);
  }
  if (stands) {
    Say("end staging");
    return em_->EndStaging();
  }
  Say("roll staging back");
  em_->RollbackStaging();
  model_.TakeBack(mark);
  view_ = view;
}

// Names what is made later, so that others can refer to it before.
void RandomSession::DeclareFirst() {
  const Ids ids = Changes().Candidates(AnyType());
  if (ids.empty()) return;
  const ObjectId id = dice_.Any(ids);
  std::vector<const PropertyMetadata*> relations;
  for (const auto& property : model_.staged().at(id).type->properties) {
    const bool fits = !property->is_scalar() && !property->primary && !property->orphan_removal;
    if (fits && property->kind != PropertyKind::kOneToOne) relations.push_back(property.get());
  }
  if (relations.empty()) return;
  const PropertyMetadata& relation = *dice_.Any(relations);
  const SessionChanges::Relations none;
  DrawnChange change = SessionChanges(model_, none, dice_).Create(*relation.target, nullptr, 0);
  const std::string local = LocalName(change.id);
  EntityData data;
  data.entity = model_.staged().at(id).type;
  if (relation.is_to_one()) {
    data.references.push_back({&relation, Local(local)});
    model_.SetReference(id, relation, change.id);
  } else {
    data.collections.push_back({&relation, CollectionOperation::kAdd, {}});
    data.collections.back().targets.push_back(Local(local));
    model_.AddItem(id, relation, change.id);
  }
  Say(StrCat("declare, assign ", ObjectText(model_.staged(), id), " ", relation.name, ", create ", change.text));
  const EntityTarget target = Named(id);
  NameAll(change);
  em_->BeginStaging();
  Expect(em_->Declare(change.data, local, kContext), "declare");
  const auto assigned = em_->Assign(target, std::move(data), std::nullopt, kContext);
  Expect(assigned.status(), "assign");
  const auto created = em_->Create(std::move(change.data), local, kContext);
  Expect(created.status(), "create");
  em_->EndStaging();
  if (!fault_.empty()) return;
  model_.staged().at(change.id).local = true;
  view_.Bind(*assigned, id);
  view_.Bind(*created, change.id);
  BindMade(**created, change.made);
}

}  // namespace ormd
