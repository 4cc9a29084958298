#include "orm/generate/enums.h"

#include <algorithm>

#include "orm/base/strings.h"
#include "orm/generate/sql_literal.h"

namespace ormd {
namespace {

// Words that begin a statement in the body of an enum.
bool IsEnumKeyword(std::string_view label) { return label == "option" || label == "reserved"; }

const Type& ElementOf(const Type& type) { return type.kind == TypeKind::kArray ? *type.element : type; }

bool IsText(const Type& type) {
  const bool text = type.kind == TypeKind::kText || type.kind == TypeKind::kVarchar || type.kind == TypeKind::kEnum;
  return text && type.database_type.empty();
}

bool HasColumnTypes(const Platform& platform) { return platform.name() == PostgresPlatform().name(); }

}  // namespace

bool FitEnum(const std::vector<std::string>& labels) {
  NameScope names;
  const bool fit = std::all_of(labels.begin(), labels.end(), [&](const std::string& label) {
    return IsIdentifier(label) && !IsEnumKeyword(label) && names.Take(label);
  });
  return fit && !labels.empty();
}

EnumFinder::EnumFinder(const DatabaseSchema& database, const Platform& platform, const std::vector<EntityPlan>& plans)
    : database_(database), platform_(platform) {
  for (const EntityPlan& plan : plans) messages_.insert(plan.message);
}

EntityEnums EnumFinder::Find(const EntityPlan& plan) {
  EntityEnums enums;
  if (plan.view != nullptr) return enums;
  symbols_.clear();
  for (const PropertyPlan& property : plan.properties) symbols_.insert(property.name);
  for (const InversePlan& inverse : plan.inverses) symbols_.insert(inverse.name);
  for (const PropertyPlan& property : plan.properties) {
    EnumUse use;
    if (property.column == nullptr || !Reads(plan, property, use)) continue;
    const auto known = use.native == nullptr ? declared_.end() : declared_.find(use.native);
    use.type = known != declared_.end() ? known->second : Declare(plan, property, use.column.labels, enums);
    if (use.native != nullptr && known == declared_.end()) {
      declared_.emplace(use.native, StrCat(plan.message, ".", use.type));
    }
    enums.uses.emplace(&property, std::move(use));
  }
  return enums;
}

// A type of another database schema than the table's is only a type of the database's own.
const EnumType* EnumFinder::NativeOf(const EntityPlan& plan, const Type& type) const {
  if (type.database_type.empty()) return nullptr;
  for (const EnumType& native : database_.enums) {
    if (native.name.schema != plan.table->name.schema) continue;
    if (platform_.QuoteTable(native.name.schema, native.name.name) == type.database_type) return &native;
  }
  return nullptr;
}

bool EnumFinder::Reads(const EntityPlan& plan, const PropertyPlan& property, EnumUse& use) const {
  const TableColumn& column = *property.column;
  use.column = ElementOf(column.type);
  use.column.kind = TypeKind::kEnum;
  use.native = NativeOf(plan, use.column);
  if (use.native != nullptr) {
    use.column.labels = use.native->labels;
    return FitEnum(use.column.labels);
  }
  // Columns that refer to a key have its type, and would get its check.
  if (property.primary || !IsText(column.type) || !ReadCheck(plan, column, use)) return false;
  if (column.type.kind != TypeKind::kVarchar) return true;
  // Such a column has no check but those that the entity names.
  use.check = nullptr;
  use.column_type = platform_.ColumnType(column.type);
  return HasColumnTypes(platform_);
}

bool EnumFinder::ReadCheck(const EntityPlan& plan, const TableColumn& column, EnumUse& use) const {
  for (const TableCheck& check : plan.table->checks) {
    std::optional<LabelCheck> read = ReadLabelCheck(check.expression);
    if (!read || read->column != column.name || !FitEnum(read->labels)) continue;
    use.check = &check;
    use.column.labels = std::move(read->labels);
    return true;
  }
  return false;
}

std::string EnumFinder::Declare(const EntityPlan& plan, const PropertyPlan& property,
                                const std::vector<std::string>& labels, EntityEnums& enums) {
  const std::string own = CamelName(property.name);
  GeneratedEnum made{own, labels, false};
  // A message of that name would be hidden from the fields beside it.
  if (messages_.contains(own) || symbols_.contains(own)) made.name = StrCat(plan.message, own);
  while (messages_.contains(made.name) || !symbols_.insert(made.name).second) made.name += "Label";
  const auto clashes = [&](const std::string& label) { return symbols_.contains(label) || messages_.contains(label); };
  made.wrapped = std::any_of(labels.begin(), labels.end(), clashes);
  if (!made.wrapped) symbols_.insert(labels.begin(), labels.end());
  enums.declared.push_back(made);
  return made.wrapped ? StrCat(made.name, ".Value") : made.name;
}

}  // namespace ormd
