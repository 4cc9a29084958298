#include "orm/generate/fields.h"

#include "orm/base/strings.h"
#include "orm/generate/column_lists.h"
#include "orm/generate/default_option.h"
#include "orm/generate/field_type.h"
#include "orm/generate/sql_literal.h"
#include "orm/generate/stable_sql.h"
#include "orm/metadata/entity_metadata.h"
#include "orm/schema/foreign_key_rules.h"

namespace ormd {
namespace {

using Action = ReferentialAction;
using Role = InversePlan::Role;

Action Stated(Action action) { return action == Action::kDefault ? Action::kNoAction : action; }

// The rules that ormd gives a relation that has none.
ForeignKeyRules OwnRules(const Relation& relation) {
  EntityMetadata target;
  target.key_columns.resize(relation.columns.size());
  PropertyMetadata property;
  property.target = &target;
  property.primary = relation.primary;
  property.nullable = relation.nullable;
  return RulesOf(property);
}

void AddRules(const ForeignKey& key, const ForeignKeyRules& own, OptionMessage& role) {
  if (Stated(key.on_delete) != Stated(own.on_delete)) role.Word("on_delete", RuleWord(Stated(key.on_delete)));
  if (Stated(key.on_update) != Stated(own.on_update)) role.Word("on_update", RuleWord(Stated(key.on_update)));
}

ColumnNames Prefixed(std::string_view prefix, const ColumnNames& columns) {
  ColumnNames names;
  for (const std::string& column : columns) names.push_back(StrCat(prefix, "_", column));
  return names;
}

class Writer {
 public:
  Writer(const FieldContext& context, const PropertyPlan& property, const PropertyConstraints& constraints)
      : context_(context), property_(property), constraints_(constraints) {
    field_.name = property.name;
  }

  GeneratedField Write() && {
    if (property_.relation != nullptr) {
      AddRelation(*property_.relation);
    } else {
      AddScalar(*property_.column);
    }
    return std::move(field_);
  }

 private:
  void AddScalar(const TableColumn& column) {
    if (column.name != property_.name) field_.options.Text("column", column.name);
    AddType(column);
    if (context_.plan.view == nullptr) {
      AddPrimary(column);
      AddConstraints();
      if (!column.collation.empty()) field_.options.Text("collation", column.collation);
      AddValues(column);
      if (!column.comment.empty()) field_.options.Text("comment", column.comment);
    } else if (property_.primary) {
      field_.options.Message("primary", {});
    }
  }

  void AddType(const TableColumn& column) {
    const auto use = context_.enums.uses.find(&property_);
    const bool is_enum = use != context_.enums.uses.end();
    FieldType type = FieldTypeOf(column.type, context_.platform);
    bool repeated = type.repeated;
    if (is_enum) {
      repeated = column.type.kind == TypeKind::kArray;
      type.name = use->second.type;
      if (use->second.native != nullptr) field_.options.Text("native_enum", use->second.native->name.name);
      if (!use->second.column_type.empty()) field_.options.Text("column_type", use->second.column_type);
    } else {
      field_.options.Append(std::move(type.settings));
    }
    const bool nullable = column.nullable && !property_.primary;
    if (repeated && nullable) field_.options.Flag("nullable");
    field_.type = StrCat(repeated ? "repeated " : nullable ? "optional " : "", type.name);
  }

  void AddPrimary(const TableColumn& column) {
    const bool alone = context_.plan.table->primary_key.columns.size() == 1;
    if (property_.primary) {
      OptionMessage primary;
      if (column.identity && alone) primary.Word("generated", "IDENTITY");
      field_.options.Message("primary", std::move(primary));
    }
    if (column.identity && !(property_.primary && alone)) {
      field_.comments.push_back("The database counts this column; ormd lets it count only a key of one column.");
    }
  }

  void AddConstraints() {
    if (constraints_.unique) field_.options.Flag("unique");
    if (constraints_.index) field_.options.Flag("index");
    if (constraints_.no_index) field_.options.Word("index", "false");
    if (!constraints_.check.empty()) field_.options.Text("check", constraints_.check);
  }

  void AddValues(const TableColumn& column) {
    if (column.generated.has_value()) return AddGenerated(column);
    // A list that may not be null is empty by default, unless something else is said.
    const bool list = field_.type.starts_with("repeated ") && !column.nullable;
    if (column.default_sql.has_value()) {
      const bool empty = list && column.default_sql == context_.platform.Literal(column.type, Value(List{}));
      if (!empty) AddDefaultOf(column);
    } else if (list) {
      field_.options.Text("default_raw", "NULL");
    }
  }

  void AddGenerated(const TableColumn& column) {
    OptionMessage generated;
    generated.Text("sql", StableSql(*column.generated));
    if (!column.generated_stored) generated.Word("stored", "false");
    field_.options.Message("generated", std::move(generated));
  }

  void AddDefaultOf(const TableColumn& column) {
    const auto use = context_.enums.uses.find(&property_);
    if (use == context_.enums.uses.end() || column.type.kind == TypeKind::kArray) {
      return AddDefault(column.type, *column.default_sql, context_.platform, field_.options);
    }
    const std::optional<SqlLiteral> label = ReadSqlLiteral(*column.default_sql);
    if (label && label->quoted && Holds(use->second.column.labels, label->text)) {
      field_.options.Text("default", label->text);
    } else {
      field_.options.Text("default_raw", *column.default_sql);
    }
  }

  void AddRelation(const Relation& relation) {
    field_.type = StrCat(relation.nullable ? "optional " : "", context_.messages.at(relation.target));
    if (relation.primary) field_.options.Message("primary", {});
    AddConstraints();
    const std::string& comment = relation.table->FindColumn(relation.columns.front())->comment;
    if (!comment.empty()) field_.options.Text("comment", comment);
    OptionMessage role;
    if (relation.columns != Prefixed(property_.name, relation.target->primary_key.columns)) {
      role.Texts("columns", relation.columns);
    }
    AddRules(*relation.key, OwnRules(relation), role);
    AddDefer(relation.key->deferrable, role);
    field_.options.Message(relation.one_to_one ? "one_to_one" : "many_to_one", std::move(role));
  }

  const FieldContext& context_;
  const PropertyPlan& property_;
  const PropertyConstraints& constraints_;
  GeneratedField field_;
};

OptionMessage MappedBy(const std::string& property) {
  OptionMessage role;
  role.Text("mapped_by", property);
  return role;
}

// The names that ormd would give to the pivot table's columns are left out.
OptionMessage PivotOptions(const std::string& field, const Pivot& pivot) {
  OptionMessage role;
  const Table& owner = *pivot.owner.target;
  const Table& target = *pivot.target.target;
  const ColumnNames owner_columns = Prefixed(owner.name.name, owner.primary_key.columns);
  ColumnNames target_columns = Prefixed(target.name.name, target.primary_key.columns);
  if (HoldsAny(pivot.owner.columns, target_columns)) {
    target_columns = Prefixed(field, target.primary_key.columns);
  }
  if (pivot.table->name.name != StrCat(owner.name.name, "_", field)) {
    role.Text("pivot_table", pivot.table->name.name);
  }
  if (pivot.owner.columns != owner_columns) role.Texts("join_columns", pivot.owner.columns);
  if (pivot.target.columns != target_columns) role.Texts("inverse_join_columns", pivot.target.columns);
  AddRules(*pivot.owner.key, {Action::kCascade, Action::kCascade}, role);
  return role;
}

}  // namespace

GeneratedField FieldOf(const FieldContext& context, const PropertyPlan& property,
                       const PropertyConstraints& constraints) {
  return Writer(context, property, constraints).Write();
}

GeneratedField FieldOf(const InversePlan& inverse) {
  GeneratedField field;
  field.name = inverse.name;
  field.type = StrCat(inverse.role == Role::kOneToOne ? "" : "repeated ", inverse.target);
  switch (inverse.role) {
    case Role::kOneToMany:
      field.options.Message("one_to_many", MappedBy(inverse.mapped_by));
      break;
    case Role::kOneToOne:
      field.options.Message("one_to_one", MappedBy(inverse.mapped_by));
      break;
    case Role::kManyToManyInverse:
      field.options.Message("many_to_many", MappedBy(inverse.mapped_by));
      break;
    case Role::kManyToMany:
      if (inverse.pivot->index == nullptr) field.options.Word("index", "false");
      field.options.Message("many_to_many", PivotOptions(inverse.name, *inverse.pivot));
      break;
  }
  return field;
}

}  // namespace ormd
