#include "orm/metadata/key_resolver.h"

#include <algorithm>

#include "orm/base/strings.h"
#include "orm/metadata/relation_reader.h"

namespace ormd {
namespace {

using Options = orm::PropertyOptions;

OptionPath ColumnsPath(const Options& options) {
  if (options.has_many_to_one()) return {Options::kManyToOneFieldNumber, orm::ManyToOne::kColumnsFieldNumber};
  return {Options::kOneToOneFieldNumber, orm::OneToOne::kColumnsFieldNumber};
}

const google::protobuf::RepeatedPtrField<std::string>& GivenColumns(const Options& options) {
  return options.has_many_to_one() ? options.many_to_one().columns() : options.one_to_one().columns();
}

}  // namespace

const std::vector<ColumnPlan>& KeyResolver::ColumnsOf(const PropertyMetadata& property) {
  if (const auto found = columns_.find(&property); found != columns_.end()) return found->second;
  std::vector<ColumnPlan> columns;
  if (!context_.is_broken(property)) {
    columns = property.is_scalar() ? ScalarColumns(property) : RelationColumns(property);
  }
  return columns_.insert_or_assign(&property, std::move(columns)).first->second;
}

std::vector<ColumnPlan> KeyResolver::ScalarColumns(const PropertyMetadata& property) const {
  if (!property.persist || property.formula) return {};
  const Options& options = OptionsOf(property);
  return {{options.has_column() ? options.column() : property.name, property.type, property.collation,
           property.renamed_from}};
}

std::vector<ColumnPlan> KeyResolver::RelationColumns(const PropertyMetadata& property) {
  const Options& options = OptionsOf(property);
  if (property.is_to_many() || IsInverseRole(options)) return {};
  if (property.primary) path_.push_back(&property);
  std::vector<ColumnPlan> columns = KeyOf(*property.target);
  if (property.primary) path_.pop_back();
  const auto& given = GivenColumns(options);
  if (!given.empty() && !columns.empty() && static_cast<size_t>(given.size()) != columns.size()) {
    context_.faults.Add(
        property, ColumnsPath(options),
        StrCat("`columns` has ", given.size(), given.size() == 1 ? " name" : " names", ", but the key of ",
               property.target->short_name, " has ", columns.size(), columns.size() == 1 ? " column" : " columns"));
    return {};
  }
  for (size_t i = 0; i < columns.size(); ++i) {
    // A key that had another name gave its name to what refers to it.
    const bool follows = given.empty() && !columns[i].renamed_from.empty();
    if (follows) columns[i].renamed_from = StrCat(property.name, "_", columns[i].renamed_from);
    if (!follows) columns[i].renamed_from.clear();
    columns[i].name = given.empty() ? StrCat(property.name, "_", columns[i].name) : given.Get(static_cast<int>(i));
  }
  if (columns.size() == 1 && !property.renamed_from.empty()) columns[0].renamed_from = property.renamed_from;
  return columns;
}

std::vector<ColumnPlan> KeyResolver::KeyOf(const EntityMetadata& entity) {
  State& state = states_[&entity];
  if (state == State::kDone) return keys_[&entity];
  if (state == State::kResolving) {
    TellCycle(entity);
    return {};
  }
  state = State::kResolving;
  std::vector<ColumnPlan> key;
  bool complete = true;
  for (const PropertyMetadata* property : entity.primary_key) {
    const std::vector<ColumnPlan>& columns = ColumnsOf(*property);
    complete = complete && !columns.empty();
    key.insert(key.end(), columns.begin(), columns.end());
  }
  if (!complete) key.clear();
  states_[&entity] = State::kDone;
  keys_[&entity] = key;
  return key;
}

void KeyResolver::TellCycle(const EntityMetadata& entity) {
  const auto first = std::find_if(path_.begin(), path_.end(),
                                  [&](const PropertyMetadata* property) { return property->owner == &entity; });
  if (first == path_.end()) return;
  std::vector<std::string> steps;
  for (auto step = first; step != path_.end(); ++step) {
    steps.push_back(StrCat((*step)->owner->short_name, ".", (*step)->name));
  }
  context_.faults.Add(**first, {Options::kPrimaryFieldNumber},
                      StrCat("the key of ", entity.short_name, " needs itself, by way of ", StrJoin(steps, ", ")));
}

}  // namespace ormd
