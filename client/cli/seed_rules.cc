#include "client/cli/seed_rules.h"

#include <algorithm>
#include <cstdlib>

#include "client/cli/seed_check.h"
#include "client/cli/seed_columns.h"
#include "client/cli/seed_date.h"
#include "client/cli/seed_tokens.h"
#include "orm/options.pb.h"

namespace ormd::cli {
namespace {

using client::EntityType;
using client::Property;
using Kind = Restriction::Kind;

const orm::PropertyOptions& OptionsOf(const Property& property) {
  return property.field->options().GetExtension(orm::property);
}

uint32_t Number(const std::string& text) { return static_cast<uint32_t>(std::strtoul(text.c_str(), nullptr, 10)); }

// "decimal(10,2)", "varchar(20)[]".
SeedRule RuleOf(std::string type) {
  SeedRule rule;
  if (type.ends_with("[]")) {
    rule.list = true;
    type.resize(type.size() - 2);
  }
  const size_t open = type.find('(');
  rule.kind = type.substr(0, open);
  if (open == std::string::npos) return rule;
  const std::string arguments = type.substr(open + 1);
  if (rule.kind == "decimal") {
    rule.precision = Number(arguments);
    if (const size_t comma = arguments.find(','); comma != std::string::npos) {
      rule.scale = Number(arguments.substr(comma + 1));
    }
  } else {
    rule.length = Number(arguments);
    rule.fixed_length = rule.kind == "char";
  }
  return rule;
}

void AddLabels(const Property& property, SeedRule& rule) {
  const google::protobuf::EnumDescriptor* type = property.field->enum_type();
  if (type == nullptr) return;
  for (int i = 0; i < type->value_count(); ++i) {
    const std::string& label = type->value(i)->name();
    if (!label.ends_with("UNSPECIFIED") || type->value_count() == 1) rule.values.push_back(label);
  }
}

bool IsDated(const SeedRule& rule) { return rule.kind == "date" || rule.kind == "timestamp"; }

// A bound of a timestamp leaves a day for its hours and its time zone.
void TightenDay(const Restriction& restriction, int64_t day, SeedRule& rule) {
  const bool whole = rule.kind == "date";
  const double step = whole ? (restriction.exclusive ? 1 : 0) : restriction.kind == Kind::kLeast ? 1 : 2;
  if (restriction.kind == Kind::kLeast) {
    rule.least = std::max(rule.least.value_or(-1e9), static_cast<double>(day) + step);
  } else if (restriction.kind == Kind::kMost) {
    rule.most = std::min(rule.most.value_or(1e9), static_cast<double>(day) - step);
  }
}

void Tighten(const Restriction& restriction, SeedRule& rule) {
  const std::optional<int64_t> day = ReadDay(restriction.bound);
  if (day.has_value() != IsDated(rule) && !restriction.bound.empty()) return;
  if (day) return TightenDay(restriction, *day, rule);
  const double bound = std::strtod(restriction.bound.c_str(), nullptr);
  switch (restriction.kind) {
    case Kind::kLeast:
      if (rule.least && *rule.least > bound) return;
      rule.least = bound;
      rule.least_exclusive = restriction.exclusive;
      return;
    case Kind::kMost:
      if (rule.most && *rule.most < bound) return;
      rule.most = bound;
      rule.most_exclusive = restriction.exclusive;
      return;
    case Kind::kShortest:
      rule.shortest = std::max(rule.shortest, static_cast<uint32_t>(bound) + (restriction.exclusive ? 1 : 0));
      return;
    case Kind::kLongest: {
      const uint32_t longest = static_cast<uint32_t>(bound) - (restriction.exclusive && bound > 0 ? 1 : 0);
      if (rule.length == 0 || longest < rule.length) rule.length = longest;
      return;
    }
    case Kind::kOneOf:
      rule.values = restriction.values;
      return;
    case Kind::kTrue:
    case Kind::kFalse:
      if (rule.kind == "bool") rule.values = {restriction.kind == Kind::kTrue ? "true" : "false"};
      return;
    case Kind::kNull:
    case Kind::kNotNull:
      return;
  }
}

using Names = google::protobuf::RepeatedPtrField<std::string>;

// Empty where one is no property.
std::vector<const Property*> PropertiesOf(const EntityType& type, const Names& names) {
  std::vector<const Property*> properties;
  for (const std::string& name : names) {
    const Property* property = type.FindProperty(name);
    if (property == nullptr) return {};
    properties.push_back(property);
  }
  return properties;
}

// Whether rows can give it although the database would: it only has a default.
bool HasDefaultOnly(const Property& property) {
  const orm::PropertyOptions& options = OptionsOf(property);
  const bool filled = options.on_create() != 0 || options.on_update() != 0;
  return (options.has_default_() || options.has_default_raw()) && !filled && !options.has_version();
}

// What counts for a unique index is known where rows give it. What nobody here can make stays the database's.
void Give(const Property& property, SeedRules& rules) {
  SeedRule& rule = rules.properties[property.index];
  const bool makes = !rule.unknown || !rule.values.empty();
  if (HasDefaultOnly(property) && makes) rule.given = true;
}

void AddUnique(const EntityType& type, const Names& names, SeedRules& rules) {
  std::vector<const Property*> properties = PropertiesOf(type, names);
  if (!properties.empty()) rules.uniques.push_back({std::move(properties), {}, ""});
}

std::string NameOf(const EntityType& type, const orm::Index& index, const std::vector<const Property*>& properties) {
  if (index.has_name()) return index.name();
  std::string name = type.info().table();
  for (const Property* property : properties) {
    for (const std::string& column : property->info.columns()) name += "_" + column;
  }
  return name + "_index";
}

void AddPartialUnique(const EntityType& type, const orm::Index& index, SeedRules& rules) {
  SeedUnique unique{PropertiesOf(type, index.properties()), ConditionsOf(type, index.where()), ""};
  if (unique.properties.empty()) return;
  unique.index = NameOf(type, index, unique.properties);
  for (const Property* property : unique.properties) {
    rules.spread.push_back(property);
    Give(*property, rules);
  }
  for (const SeedCondition& condition : unique.where) Give(*condition.property, rules);
  rules.uniques.push_back(std::move(unique));
}

void AddUniqueIndex(const EntityType& type, const orm::Index& index, SeedRules& rules) {
  if (index.has_expression()) {
    for (const std::string& name : NamesIn(index.expression())) {
      if (const Property* property = PropertyOfColumn(type, name)) rules.spread.push_back(property);
    }
  } else if (index.has_where()) {
    AddPartialUnique(type, index, rules);
  } else {
    AddUnique(type, index.properties(), rules);
  }
}

void AddUniques(const EntityType& type, SeedRules& rules) {
  rules.uniques.push_back({type.key(), {}, ""});
  for (const Property& property : type.properties()) {
    const bool one_to_one = property.info.kind() == orm::v1::Property::ONE_TO_ONE && property.info.columns_size() > 0;
    if (OptionsOf(property).unique() || one_to_one) rules.uniques.push_back({{&property}, {}, ""});
  }
  const orm::EntityOptions& options = type.descriptor()->options().GetExtension(orm::entity);
  for (const orm::Unique& unique : options.uniques()) AddUnique(type, unique.properties(), rules);
  for (const orm::Index& index : options.indexes()) {
    if (index.unique()) AddUniqueIndex(type, index, rules);
  }
}

void AddForeignKeys(const client::Model& model, const EntityType& type, SeedRules& rules) {
  rules.foreign_keys = ForeignKeysOf(model, type);
  for (const auto& other : model.entities()) {
    for (const SeedForeignKey& key : ForeignKeysOf(model, *other)) {
      if (key.target != &type) continue;
      rules.referenced.insert(rules.referenced.end(), key.targets.begin(), key.targets.end());
    }
  }
}

// Whether texts of a database type are any texts.
bool IsTextType(std::string_view type) {
  for (const std::string_view name : {"text", "citext", "varchar", "character", "char", "bpchar", "name"}) {
    if (type.starts_with(name) &&
        (type.size() == name.size() || type[name.size()] == '(' || type[name.size()] == ' ')) {
      return !type.ends_with("[]");
    }
  }
  return false;
}

bool IsUnknown(const Property& property, const SeedRule& rule) {
  const std::string& type = OptionsOf(property).column_type();
  if (type.empty() || property.field->enum_type() != nullptr) return false;
  if (type.ends_with("[]") != rule.list) return true;
  return rule.list || rule.kind == "text" ? !IsTextType(rule.list ? type.substr(0, type.size() - 2) : type)
                                          : rule.kind == "decimal" && type != "money";
}

}  // namespace

SeedRules RulesOf(const client::Model& model, const EntityType& type) {
  SeedRules rules;
  for (const Property& property : type.properties()) {
    SeedRule rule = RuleOf(property.info.type());
    AddLabels(property, rule);
    rule.unknown = IsUnknown(property, rule);
    rule.given = IsGiven(type, property);
    rules.properties.push_back(std::move(rule));
  }
  for (const std::string& check : type.info().checks()) {
    for (const Restriction& restriction : ReadCheck(check)) {
      const Property* property = PropertyOfColumn(type, restriction.column);
      if (property != nullptr) Tighten(restriction, rules.properties[property->index]);
    }
  }
  AddUniques(type, rules);
  AddForeignKeys(model, type, rules);
  return rules;
}

}  // namespace ormd::cli
