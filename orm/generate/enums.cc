#include "orm/generate/enums.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "orm/base/strings.h"
#include "orm/generate/field_type.h"
#include "orm/generate/sql_literal.h"
#include "orm/metadata/identifier.h"

namespace ormd {
namespace {

// Words that begin a statement in the body of an enum.
bool IsEnumKeyword(std::string_view label) { return label == "option" || label == "reserved"; }

const Type& ElementOf(const Type& type) { return type.kind == TypeKind::kArray ? *type.element : type; }

unsigned char Byte(char c) { return static_cast<unsigned char>(c); }

bool IsText(const Type& type) {
  const bool text = type.kind == TypeKind::kText || type.kind == TypeKind::kVarchar || type.kind == TypeKind::kEnum;
  return text && type.database_type.empty();
}

// What protoc leaves of a label, which must differ from what it leaves of the others: the name of the enum is cut off.
std::string_view WithoutPrefix(std::string_view name, std::string_view label) {
  size_t cut = 0;
  for (size_t matched = 0; matched < name.size(); ++cut) {
    if (cut == label.size()) return label;
    if (label[cut] == '_') continue;
    if (absl::ascii_tolower(Byte(label[cut])) != absl::ascii_tolower(Byte(name[matched++]))) return label;
  }
  while (cut < label.size() && label[cut] == '_') ++cut;
  return cut == label.size() ? label : label.substr(cut);
}

// Whether an enum of that name can have the labels. Precondition: some enum can.
bool FitName(std::string_view name, const std::vector<std::string>& labels) {
  NameScope left;
  return std::all_of(labels.begin(), labels.end(),
                     [&](const std::string& label) { return label != name && left.Take(WithoutPrefix(name, label)); });
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
  for (const Table& table : database.tables) Count(table.name);
  for (const View& view : database.views) Count(view.name);
  for (const EnumType& native : database.enums) Count(native.name);
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

void EnumFinder::Count(const TableName& name) { ++names_[{FoldedName(name.schema), FoldedName(name.name)}]; }

// Entities tell names apart without case.
bool EnumFinder::HasOwnName(const EnumType& native) const {
  return names_.at({FoldedName(native.name.schema), FoldedName(native.name.name)}) == 1;
}

// A type of another database schema than the table's is only a type of the database's own.
const EnumType* EnumFinder::NativeOf(const EntityPlan& plan, const Type& type) const {
  if (type.database_type.empty()) return nullptr;
  for (const EnumType& native : database_.enums) {
    if (native.name.schema != plan.table->name.schema) continue;
    if (platform_.QuoteTable(native.name.schema, native.name.name) == type.database_type) {
      return HasOwnName(native) ? &native : nullptr;
    }
  }
  return nullptr;
}

bool EnumFinder::Reads(const EntityPlan& plan, const PropertyPlan& property, EnumUse& use) const {
  const TableColumn& column = *property.column;
  if (column.type.kind == TypeKind::kArray && !IsList(column.type)) return false;
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

// SQLite does not heed the case of names.
bool EnumFinder::IsCalled(const TableColumn& column, const std::string& name) const {
  return HasColumnTypes(platform_) ? column.name == name : FoldedName(column.name) == FoldedName(name);
}

bool EnumFinder::ReadCheck(const EntityPlan& plan, const TableColumn& column, EnumUse& use) const {
  for (const TableCheck& check : plan.table->checks) {
    std::optional<LabelCheck> read = ReadLabelCheck(check.expression);
    if (!read || !IsCalled(column, read->column) || !FitEnum(read->labels)) continue;
    use.check = &check;
    use.column.labels = std::move(read->labels);
    return true;
  }
  return false;
}

std::string EnumFinder::Declare(const EntityPlan& plan, const PropertyPlan& property,
                                const std::vector<std::string>& labels, EntityEnums& enums) {
  const std::string own = CamelName(property.name);
  GeneratedEnum made{own, labels, ""};
  // A message of that name would be hidden from the fields beside it.
  const auto taken = [&](const std::string& name) { return messages_.contains(name) || symbols_.contains(name); };
  if (taken(own)) made.name = StrCat(plan.message, own);
  const bool wrapped = std::any_of(labels.begin(), labels.end(), taken);
  while (taken(made.name) || !(wrapped || FitName(made.name, labels))) made.name += "Label";
  symbols_.insert(made.name);
  if (wrapped) {
    made.wrapper = std::exchange(made.name, "Value");
    while (!FitName(made.name, labels)) made.name += "Label";
  } else {
    symbols_.insert(labels.begin(), labels.end());
  }
  enums.declared.push_back(made);
  return wrapped ? StrCat(made.wrapper, ".", made.name) : made.name;
}

}  // namespace ormd
