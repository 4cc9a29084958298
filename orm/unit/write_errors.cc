#include "orm/unit/write_errors.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/value/integer_range.h"

namespace ormd {
namespace {

std::string_view Fact(const Error& error, std::string_view name) {
  for (const auto& [key, value] : error.metadata) {
    if (key == name) return value;
  }
  return {};
}

const PropertyMetadata& PropertyOf(const EntityMetadata& entity, size_t column) {
  return entity.property(entity.columns[column].property);
}

using Properties = std::vector<const PropertyMetadata*>;

void AddOnce(const PropertyMetadata& property, Properties& out) {
  if (std::find(out.begin(), out.end(), &property) == out.end()) out.push_back(&property);
}

// "a, b", as SQLite names those of a constraint.
Properties FindByColumns(const EntityMetadata& entity, std::string_view names) {
  Properties found;
  for (const absl::string_view name : absl::StrSplit(ToAbsl(names), ", ")) {
    for (const Column& column : entity.columns) {
      if (column.name == FromAbsl(name)) AddOnce(entity.property(column.property), found);
    }
  }
  return found;
}

Properties FindByUnique(const EntityMetadata& entity, std::string_view constraint) {
  if (constraint == StrCat(entity.table, "_pkey")) return {entity.primary_key.begin(), entity.primary_key.end()};
  Properties found;
  for (const UniqueMetadata& unique : entity.uniques) {
    if (unique.name != constraint) continue;
    for (const size_t column : unique.columns) AddOnce(PropertyOf(entity, column), found);
  }
  return found;
}

// Constraints that ormd names itself: <table>_<columns>_<suffix>.
const PropertyMetadata* FindByName(const EntityMetadata& entity, std::string_view constraint) {
  for (const auto& property : entity.properties) {
    std::vector<std::string> names;
    for (size_t part = 0; part < property->column_count; ++part) {
      names.push_back(entity.column_begin(*property)[part].name);
    }
    const std::string stem = StrCat(entity.table, "_", absl::StrJoin(names, "_"), "_");
    for (const std::string_view suffix : {"foreign", "unique", "check"}) {
      if (!names.empty() && constraint == StrCat(stem, suffix)) return property.get();
    }
  }
  return nullptr;
}

Properties NamedByDatabase(const EntityMetadata& entity, const Error& error) {
  if (const std::string_view constraint = Fact(error, "constraint"); !constraint.empty()) {
    if (Properties properties = FindByUnique(entity, constraint); !properties.empty()) return properties;
    if (const PropertyMetadata* property = FindByName(entity, constraint)) return {property};
  }
  return FindByColumns(entity, Fact(error, "column"));
}

// Whether the step writes columns of a foreign key that is no relation.
bool WritesOtherKeys(const FlushStep& step) {
  const auto is_written = [&](size_t column) {
    return std::find(step.columns.begin(), step.columns.end(), column) != step.columns.end();
  };
  const std::vector<ForeignKeyMetadata>& keys = step.entity->foreign_keys;
  return std::any_of(keys.begin(), keys.end(), [&](const ForeignKeyMetadata& key) {
    return std::any_of(key.columns.begin(), key.columns.end(), is_written);
  });
}

// A database that names no constraint (SQLite) leaves no doubt where the step writes but one foreign key.
const PropertyMetadata* OnlyForeignKey(const FlushStep& step) {
  if (WritesOtherKeys(step)) return nullptr;
  const PropertyMetadata* only = nullptr;
  for (const size_t column : step.columns) {
    const PropertyMetadata& property = PropertyOf(*step.entity, column);
    if (property.is_scalar() || &property == only) continue;
    if (only != nullptr) return nullptr;
    only = &property;
  }
  return only;
}

// The version where it stands at the end of its type, so that an update cannot count it.
const PropertyMetadata* LastVersion(const FlushStep& step) {
  const PropertyMetadata* version = step.entity->version;
  if (step.action != FlushAction::kUpdate || version == nullptr) return nullptr;
  if (version->type.kind == TypeKind::kTimestamp) return nullptr;
  const auto at_end = [version](const Entity* row) {
    return row->loaded(version->index) && row->value(*version) == Value(MostOf(version->type.kind));
  };
  return std::any_of(step.rows.begin(), step.rows.end(), at_end) ? version : nullptr;
}

Properties GuiltyProperties(const FlushStep& step, const Error& error) {
  if (step.relation != nullptr) return {step.relation};
  Properties properties = NamedByDatabase(*step.entity, error);
  if (!properties.empty()) return properties;
  const PropertyMetadata* only = nullptr;
  if (error.reason == Reason::kForeignKeyViolation) only = OnlyForeignKey(step);
  if (error.reason == Reason::kBadValue) only = LastVersion(step);
  return only == nullptr ? Properties() : Properties{only};
}

// Without a property the row itself.
void AddFields(const std::string& origin, const Properties& properties, Error& error) {
  for (const PropertyMetadata* property : properties) {
    error.violations.push_back({JoinField(origin, property->name), error.message});
  }
  if (properties.empty() && !origin.empty()) error.violations.push_back({origin, error.message});
}

bool IsAboutRows(Reason reason) {
  switch (reason) {
    case Reason::kUniqueViolation:
    case Reason::kForeignKeyViolation:
    case Reason::kCheckViolation:
    case Reason::kExclusionViolation:
    case Reason::kNotNullViolation:
    case Reason::kBadValue:
    case Reason::kLimitExceeded:  // a row that fits no page of an index
      return true;
    default:
      return false;
  }
}

}  // namespace

absl::Status DescribeWriteError(const absl::Status& status, const FlushStep& step) {
  Error error = ErrorOf(status);
  if (!IsAboutRows(error.reason)) return status;
  if (Fact(error, "entity").empty()) error.metadata.emplace_back("entity", step.entity->name);
  const Properties properties = GuiltyProperties(step, error);
  if (!properties.empty()) error.metadata.emplace_back("property", properties.front()->name);
  if (step.rows.size() == 1) AddFields(step.rows.front()->origin, properties, error);
  return MakeError(std::move(error));
}

}  // namespace ormd
