// What a random session reads.
#include "tests/unit/unit/random_session.h"

#include <algorithm>
#include <utility>

#include "orm/base/strings.h"

namespace ormd {
namespace {

const Context kContext{};

}  // namespace

FindOptions RandomSession::Options(const EntityMetadata& type) {
  std::vector<std::string> paths, relations;
  for (const auto& property : type.properties) {
    if (!property->is_scalar()) relations.push_back(property->name);
  }
  for (size_t left = dice_.Pick(3); left > 0 && !relations.empty(); --left) {
    std::string path = dice_.Any(relations);
    const EntityMetadata& target = *type.FindProperty(path)->target;
    const PropertyMetadata& next = target.property(dice_.Pick(target.size()));
    if (!next.is_scalar() && dice_.Chance(40)) StrAppend(&path, ".", next.name);
    paths.push_back(path);
  }
  FindOptions options;
  options.fields = DefaultFields(type);
  options.populate = *ParsePopulate(type, paths, {});
  StrAppend(&log_.back(), " populate {", StrJoin(paths, " "), "}");
  return options;
}

void RandomSession::TakeAnswer(const FindResult& found, const FindOptions& options) {
  for (const GraphNode& node : found.nodes) view_.Take(node.entity, model_.staged(), model_.stored());
  view_.Discover(model_.staged(), model_.stored());
  ViewComparison comparison(view_, model_.staged(), {});
  for (const Entity* root : found.roots) {
    const ObjectId id = view_.IdOf(root);
    if (model_.IsNew(id)) continue;
    for (const size_t slot : options.fields) comparison.Require(id, found.entity->property(slot));
    for (const PopulateNode& node : options.populate) {
      comparison.Require(id, *node.relation);
      ExpectInAnswer(found, id, *node.relation);
    }
  }
  Expect(comparison.faults().empty(), StrJoin(comparison.faults(), "\n"));
}

void RandomSession::ExpectInAnswer(const FindResult& found, ObjectId id, const PropertyMetadata& relation) {
  const World& staged = model_.staged();
  if (!staged.Has(id)) return;
  const bool owning = relation.is_to_one() && !relation.is_inverse();
  for (const ObjectId item : owning ? std::set{staged.TargetOf(id, relation)} : staged.ItemsOf(id, relation)) {
    const Entity* entity = view_.Find(item);
    if (item == 0) continue;
    const bool there = std::any_of(found.nodes.begin(), found.nodes.end(),
                                   [&](const GraphNode& node) { return node.entity == entity; });
    Expect(there, StrCat(ObjectText(staged, item), " of ", ObjectText(staged, id), " is not answered"));
  }
}

void RandomSession::Find() {
  if (model_.HasReplacement()) return;
  const EntityMetadata& type = AnyType();
  Say(StrCat("find ", type.short_name));
  FindOptions options = Options(type);
  std::multiset<std::string> keys, expected;
  const PropertyMetadata* scalar = SessionChanges::PlainScalar(type);
  std::optional<Value> where;
  if (scalar != nullptr && dice_.Chance(30)) {
    where = Changes().Draw(*scalar, 0);
    StrAppend(&log_.back(), " where ", scalar->name, "=", ValueText(*where));
    options.where = *ParseWhere(type, Value(Map{{scalar->name, *where}}), {});
  }
  if (model_.depth() > 0 && dice_.Chance(30)) {
    log_.back() += " for update";
    options.lock = LockMode::kPessimisticWrite;
  }
  for (const auto& [id, object] : model_.stored().objects) {
    const bool matches = object.type == &type && (!where.has_value() || object.scalars.at(scalar->index) == *where);
    if (matches && std::as_const(model_).staged().Has(id)) expected.insert(KeyText(object.key));
  }
  const auto found = em_->Find(type, options, kContext);
  Expect(found.status(), "find");
  if (!found.ok()) return;
  for (const Entity* root : found->roots) keys.insert(KeyText(root->key()));
  Expect(keys == expected, StrCat("find answers {", StrJoin(keys, " "), "} instead of {", StrJoin(expected, " "), "}"));
  TakeAnswer(*found, options);
}

void RandomSession::Get() {
  if (model_.HasReplacement()) return;
  const EntityMetadata& type = AnyType();
  Ids ids;
  for (const World* world : {&model_.stored(), &std::as_const(model_).staged()}) {
    for (const auto& [id, object] : world->objects) {
      if (object.type == &type && !object.key.empty()) ids.push_back(id);
    }
  }
  if (ids.empty()) return;
  const ObjectId id = dice_.Any(ids);
  const bool there = model_.staged().Has(id);
  const Object& object = there ? model_.staged().at(id) : model_.stored().at(id);
  Say(StrCat("get ", type.short_name, "#", id));
  const FindOptions options = Options(type);
  const auto found = em_->FindByKey(type, object.key, options, kContext);
  Expect(found.status(), "get");
  if (!found.ok()) return;
  Expect(found->roots.size() == (there ? 1u : 0u), StrCat("get answers ", found->roots.size(), " roots"));
  TakeAnswer(*found, options);
}

// What is staged of it may be lost: it refers to what is there, and takes nobody's place.
bool RandomSession::MayRefresh(ObjectId id) const {
  const World& staged = model_.staged();
  if (!staged.Has(id) || staged.at(id).orphan || model_.IsNew(id)) return false;
  for (const auto& property : staged.at(id).type->properties) {
    if (!property->is_to_one() || property->is_inverse()) continue;
    const ObjectId target = model_.stored().TargetOf(id, *property);
    if (target != 0 && !staged.Has(target)) return false;
    if (target == 0 || property->kind != PropertyKind::kOneToOne) continue;
    for (const auto& [other, object] : staged.objects) {
      if (other != id && object.type == property->owner && staged.TargetOf(other, *property) == target) return false;
    }
  }
  return true;
}

void RandomSession::Refresh() {
  if (model_.HasReplacement()) return;
  Ids ids = Changes().Candidates(AnyType());
  std::erase_if(ids, [this](ObjectId id) { return !MayRefresh(id); });
  if (ids.empty()) return;
  const ObjectId id = dice_.Any(ids);
  const Object object = model_.stored().at(id);
  Say(StrCat("refresh ", ObjectText(model_.staged(), id)));
  FindOptions options;
  options.fields = DefaultFields(*object.type);
  model_.Refresh(id);
  const auto found = em_->Refresh(*object.type, object.key, options, kContext);
  Expect(found.status(), "refresh");
  if (found.ok()) TakeAnswer(*found, options);
}

// The same of all of a type.
void RandomSession::FindAnew() {
  if (model_.HasReplacement()) return;
  const EntityMetadata& type = AnyType();
  Ids ids;
  for (const auto& [id, object] : model_.stored().objects) {
    if (object.type == &type) ids.push_back(id);
  }
  if (!std::all_of(ids.begin(), ids.end(), [this](ObjectId id) { return MayRefresh(id); })) return;
  Say(StrCat("refresh ", type.short_name));
  FindOptions options;
  options.fields = DefaultFields(type);
  options.refresh = true;
  for (const ObjectId id : ids) model_.Refresh(id);
  const auto found = em_->Find(type, options, kContext);
  Expect(found.status(), "refresh");
  if (found.ok()) TakeAnswer(*found, options);
}

}  // namespace ormd
