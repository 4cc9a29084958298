#include "orm/generate/inverses.h"

#include <map>

#include "orm/base/strings.h"

namespace ormd {
namespace {

using Role = InversePlan::Role;
using Names = std::vector<std::string>;

std::string StemOf(const EntityPlan& plan) { return SnakeName(plan.message); }

// "line" of InvoiceLine seen from Invoice; empty where the name does not begin with the other's.
std::string Remainder(const std::string& source, const std::string& target) {
  const std::string prefix = StrCat(target, "_");
  if (!source.starts_with(prefix)) return "";
  std::string rest = source.substr(prefix.size());
  return IsIdentifier(rest) ? rest : "";
}

// A relation to the own table: those who point here, by the name of the pointing.
std::string PointingHere(const std::string& field) {
  if (field == "parent") return "child";
  if (field.ends_with("_to") && field.size() > 3) return field.substr(0, field.size() - 3);
  return "";
}

Names InverseStems(const EntityPlan& source, const EntityPlan& target, const std::string& field) {
  Names stems;
  const std::string stem = StemOf(source);
  if (&source == &target) {
    if (std::string name = PointingHere(field); !name.empty()) stems.push_back(std::move(name));
  } else {
    if (std::string rest = Remainder(stem, StemOf(target)); !rest.empty()) stems.push_back(std::move(rest));
    stems.push_back(stem);
  }
  return stems;
}

Names InverseNames(const EntityPlan& source, const EntityPlan& target, const PropertyPlan& property) {
  const bool one = property.relation->one_to_one;
  Names names;
  for (const std::string& stem : InverseStems(source, target, property.name)) {
    names.push_back(one ? stem : Plural(stem));
  }
  names.push_back(StrCat(one ? StemOf(source) : Plural(StemOf(source)), "_by_", property.name));
  return names;
}

// "followee" of the column "followee_id".
std::string PivotStem(const std::string& column) {
  std::string name = SnakeName(column);
  if (name.ends_with("_id") && name.size() > 3) name.resize(name.size() - 3);
  return name;
}

class Adder {
 public:
  explicit Adder(std::vector<EntityPlan>& plans) {
    for (EntityPlan& plan : plans) by_table_.emplace(plan.table, &plan);
  }

  void AddToOne(EntityPlan& source) {
    if (source.relations == nullptr) return;
    for (const Relation& relation : source.relations->relations) {
      EntityPlan& target = *by_table_.at(relation.target);
      const PropertyPlan& property = *source.PropertyOf(relation);
      InversePlan inverse;
      inverse.role = relation.one_to_one ? Role::kOneToOne : Role::kOneToMany;
      inverse.name = target.names.Claim(InverseNames(source, target, property));
      inverse.target = source.message;
      inverse.mapped_by = property.name;
      target.inverses.push_back(std::move(inverse));
    }
  }

  void AddManyToMany(const Pivot& pivot) {
    EntityPlan& owner = *by_table_.at(pivot.owner.target);
    EntityPlan& target = *by_table_.at(pivot.target.target);
    InversePlan owning{Role::kManyToMany, "", target.message, "", &pivot};
    owning.name = owner.names.Claim(PivotNames(pivot, pivot.target, target, &owner == &target));
    InversePlan inverse{Role::kManyToManyInverse, "", owner.message, owning.name, &pivot};
    inverse.name = target.names.Claim(PivotNames(pivot, pivot.owner, owner, &owner == &target));
    owner.inverses.push_back(std::move(owning));
    target.inverses.push_back(std::move(inverse));
  }

 private:
  // Of the collection of what `side` points to.
  static Names PivotNames(const Pivot& pivot, const Relation& side, const EntityPlan& plan, bool self) {
    const std::string plural = Plural(StemOf(plan));
    const std::string own = Plural(PivotStem(side.columns.front()));
    Names names;
    if (!self) names.push_back(plural);
    if (self || side.columns.size() == 1) names.push_back(own);
    names.push_back(StrCat(plural, "_by_", SnakeName(pivot.table->name.name)));
    return names;
  }

  std::map<const Table*, EntityPlan*> by_table_;
};

}  // namespace

void AddInverses(const RelationMap& relations, std::vector<EntityPlan>& plans) {
  Adder adder(plans);
  for (EntityPlan& plan : plans) adder.AddToOne(plan);
  for (const Pivot& pivot : relations.pivots) adder.AddManyToMany(pivot);
}

}  // namespace ormd
