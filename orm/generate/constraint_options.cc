#include "orm/generate/constraint_options.h"

#include <algorithm>
#include <set>

#include "orm/base/strings.h"
#include "orm/generate/column_lists.h"
#include "orm/generate/stable_sql.h"
#include "orm/schema/constraint_names.h"
#include "orm/schema/same_part.h"

namespace ormd {
namespace {

class Reader {
 public:
  Reader(const EntityPlan& plan, const EntityEnums& enums) : plan_(plan), table_(*plan.table) {
    for (const auto& [property, use] : enums.uses) enum_checks_.insert(use.check);
  }

  EntityConstraints Read() {
    for (const UniqueConstraint& unique : table_.uniques) {
      if (HaveProperties(unique.columns)) ReadUnique(unique);
    }
    for (const TableIndex& index : table_.indexes) {
      if (HaveProperties(index.columns) && HaveProperties(index.include)) ReadIndex(index);
    }
    for (const TableCheck& check : table_.checks) ReadCheck(check);
    for (const PropertyPlan& property : plan_.properties) ReadRelation(property);
    if (plan_.relations != nullptr) {
      for (const RefusedKey& refused : plan_.relations->refused) ReadForeignKey(*refused.key);
    }
    return std::move(found_);
  }

 private:
  bool HaveProperties(const ColumnNames& columns) const {
    return std::all_of(columns.begin(), columns.end(),
                       [&](const std::string& column) { return plan_.PropertyOf(column) != nullptr; });
  }

  // The property that has just these columns; nullptr where several do.
  const PropertyPlan* Single(const ColumnNames& columns) const {
    if (columns.empty()) return nullptr;
    const PropertyPlan* property = plan_.PropertyOf(columns.front());
    return property != nullptr && property->columns == columns ? property : nullptr;
  }

  std::string NameOf(const ColumnNames& columns, std::string_view kind) const {
    return DefaultName(table_.name.name, columns, kind);
  }

  bool IsDefault(const std::string& name, const ColumnNames& columns, std::string_view kind) const {
    return name.empty() || name == NameOf(columns, kind);
  }

  // A shortcut of a property that is the key says nothing.
  bool IsWholeKey(const ColumnNames& columns) const { return columns == table_.primary_key.columns; }

  bool IsIdentity(const PropertyPlan& property) const {
    return property.column != nullptr && property.column->identity;
  }

  void Add(std::string_view setting, OptionMessage message) {
    found_.settings.emplace_back(std::string(setting), std::move(message));
  }

  void ReadUnique(const UniqueConstraint& unique) {
    const PropertyPlan* single = Single(unique.columns);
    if (single != nullptr && unique.deferrable == Deferrable::kNot && SayUnique(*single, unique.name)) return;
    OptionMessage message;
    if (!IsDefault(unique.name, unique.columns, "unique")) message.Text("name", unique.name);
    message.Texts("properties", plan_.PropertiesOf(unique.columns));
    AddDefer(unique.deferrable, message);
    Add("uniques", std::move(message));
  }

  // Whether the property says that its columns are unique: a one_to_one by its role, others by a shortcut.
  bool SayUnique(const PropertyPlan& property, const std::string& name) {
    if (IsWholeKey(property.columns) || said_.contains(&property)) return false;
    const bool role = property.relation != nullptr && property.relation->one_to_one;
    if (role && !property.relation->own_unique) return false;
    if (!role && (!IsDefault(name, property.columns, "unique") || IsIdentity(property))) return false;
    if (!role) found_.properties[&property].unique = true;
    said_.insert(&property);
    return true;
  }

  void ReadIndex(const TableIndex& index) {
    // What belongs to a property is of a table: a view has its indexes itself.
    const PropertyPlan* single = plan_.view == nullptr ? Single(index.columns) : nullptr;
    if (single != nullptr && index.unique && IsPlain(index) && SayUnique(*single, index.name)) return;
    const bool named = !IsDefault(index.name, index.columns, "index");
    if (single != nullptr && IsPlain(index) && !index.unique && !named && !IsWholeKey(index.columns) &&
        !IsIdentity(*single)) {
      if (single->relation == nullptr || Covered(index.columns, &index)) found_.properties[single].index = true;
      return;
    }
    OptionMessage message;
    if (named || !index.expression.empty()) message.Text("name", index.name);
    message.Texts("properties", plan_.PropertiesOf(index.columns));
    if (!index.expression.empty()) message.Text("expression", StableSql(index.expression));
    if (!index.where.empty()) message.Text("where", StableSql(index.where));
    if (!index.method.empty() && index.method != "btree") message.Text("method", index.method);
    message.Texts("include", plan_.PropertiesOf(index.include));
    if (index.unique) message.Flag("unique");
    Add("indexes", std::move(message));
  }

  // Whether rows are found by the columns without `but`, as far as the entity's settings say: the rule of BuildSchema.
  bool Covered(const ColumnNames& columns, const TableIndex* but) const {
    if (BeginsWith(table_.primary_key.columns, columns)) return true;
    return std::any_of(table_.uniques.begin(), table_.uniques.end(),
                       [&](const UniqueConstraint& unique) { return BeginsWith(unique.columns, columns); }) ||
           std::any_of(table_.indexes.begin(), table_.indexes.end(), [&](const TableIndex& index) {
             const bool plain = index.where.empty() && (index.method.empty() || index.method == "btree");
             return &index != but && plain && BeginsWith(index.columns, columns);
           });
  }

  void ReadRelation(const PropertyPlan& property) {
    if (property.relation != nullptr && !Covered(property.columns, nullptr)) {
      found_.properties[&property].no_index = true;
    }
  }

  void ReadCheck(const TableCheck& check) {
    if (enum_checks_.contains(&check)) return;
    for (const PropertyPlan& property : plan_.properties) {
      if (check.name != NameOf(property.columns, "check") || !found_.properties[&property].check.empty()) continue;
      found_.properties[&property].check = StableSql(check.expression);
      return;
    }
    OptionMessage message;
    if (!check.name.empty()) message.Text("name", check.name);
    message.Text("expression", StableSql(check.expression));
    Add("checks", std::move(message));
  }

  void ReadForeignKey(const ForeignKey& key) {
    OptionMessage message;
    if (!IsDefault(key.name, key.columns, "foreign")) message.Text("name", key.name);
    message.Texts("columns", key.columns);
    if (!key.target.schema.empty()) message.Text("schema", key.target.schema);
    message.Text("table", key.target.name);
    message.Texts("target_columns", key.target_columns);
    if (const std::string rule = RuleWord(key.on_delete); !rule.empty()) message.Word("on_delete", rule);
    if (const std::string rule = RuleWord(key.on_update); !rule.empty()) message.Word("on_update", rule);
    AddDefer(key.deferrable, message);
    Add("foreign_keys", std::move(message));
  }

  const EntityPlan& plan_;
  const Table& table_;
  std::set<const TableCheck*> enum_checks_;
  std::set<const PropertyPlan*> said_;  // properties that say that they are unique
  EntityConstraints found_;
};

}  // namespace

EntityConstraints ConstraintsOf(const EntityPlan& plan, const EntityEnums& enums) { return Reader(plan, enums).Read(); }

std::string RuleWord(ReferentialAction action) {
  switch (action) {
    case ReferentialAction::kDefault:
      return "";
    case ReferentialAction::kCascade:
      return "CASCADE";
    case ReferentialAction::kSetNull:
      return "SET_NULL";
    case ReferentialAction::kSetDefault:
      return "SET_DEFAULT";
    case ReferentialAction::kRestrict:
      return "RESTRICT";
    case ReferentialAction::kNoAction:
      return "NO_ACTION";
  }
  return "";
}

void AddDefer(Deferrable deferrable, OptionMessage& options) {
  if (deferrable == Deferrable::kInitiallyImmediate) options.Word("defer", "IMMEDIATE");
  if (deferrable == Deferrable::kInitiallyDeferred) options.Word("defer", "DEFERRED");
}

}  // namespace ormd
