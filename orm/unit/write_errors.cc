#include "orm/unit/write_errors.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/str_join.h"
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

const PropertyMetadata* FindByColumn(const EntityMetadata& entity, std::string_view name) {
  for (const Column& column : entity.columns) {
    if (column.name == name) return &entity.property(column.property);
  }
  return nullptr;
}

const PropertyMetadata* FindByUnique(const EntityMetadata& entity, std::string_view constraint) {
  if (constraint == StrCat(entity.table, "_pkey")) return entity.primary_key.front();
  for (const UniqueMetadata& unique : entity.uniques) {
    if (unique.name == constraint) return &PropertyOf(entity, unique.columns.front());
  }
  return nullptr;
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

const PropertyMetadata* GuiltyProperty(const EntityMetadata& entity, const Error& error) {
  const std::string_view constraint = Fact(error, "constraint");
  if (!constraint.empty()) {
    if (const PropertyMetadata* property = FindByUnique(entity, constraint)) return property;
    if (const PropertyMetadata* property = FindByName(entity, constraint)) return property;
  }
  const std::string_view column = Fact(error, "column");
  return column.empty() ? nullptr : FindByColumn(entity, column);
}

// A database that names no constraint (SQLite) leaves no doubt where the step writes but one foreign key.
const PropertyMetadata* OnlyForeignKey(const FlushStep& step) {
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
  const PropertyMetadata* property = step.relation != nullptr ? step.relation : GuiltyProperty(*step.entity, error);
  if (property == nullptr && error.reason == Reason::kForeignKeyViolation) property = OnlyForeignKey(step);
  if (property == nullptr && error.reason == Reason::kBadValue) property = LastVersion(step);
  if (property != nullptr) error.metadata.emplace_back("property", property->name);
  if (step.rows.size() == 1) {
    const std::string& origin = step.rows.front()->origin;
    std::string field = property == nullptr ? origin : JoinField(origin, property->name);
    if (!field.empty()) error.violations.push_back({std::move(field), error.message});
  }
  return MakeError(std::move(error));
}

}  // namespace ormd
