#include "orm/generate/entity_writer.h"

#include "orm/base/strings.h"
#include "orm/generate/constraint_options.h"
#include "orm/generate/fields.h"
#include "orm/metadata/naming.h"

namespace ormd {
namespace {

void AddName(const TableName& name, const std::string& message, OptionMessage& options) {
  if (Underscore(message) != name.name) options.Text("table", name.name);
  if (!name.schema.empty()) options.Text("schema", name.schema);
}

OptionMessage ViewOptions(const View& view) {
  OptionMessage options;
  options.Text("expression", view.definition);
  if (view.materialized) options.Flag("materialized");
  return options;
}

std::string KeyNote(const RefusedKey& refused) {
  const ForeignKey& key = *refused.key;
  return StrCat("No relation: the foreign key (", StrJoin(key.columns, ", "), ") to ", TableText(key.target), " (",
                StrJoin(key.target_columns, ", "), "), because ", refused.reason, ".");
}

void AddLeftOut(const EntityPlan& plan, GeneratedEntity& entity) {
  for (const TableColumn& column : plan.view->columns) {
    if (plan.table->FindColumn(column.name) != nullptr) continue;
    const std::string_view why = column.untyped
                                     ? ", which has no type: no row has a value in it, or no one type holds them all."
                                     : ", whose name is empty, too long or another's but for its case.";
    entity.notes.push_back(StrCat("No property: the column ", column.name, why));
  }
}

void AddNotes(const EntityPlan& plan, GeneratedEntity& entity) {
  if (plan.view != nullptr) AddLeftOut(plan, entity);
  if (plan.relations != nullptr) {
    for (const RefusedKey& refused : plan.relations->refused) entity.notes.push_back(KeyNote(refused));
  }
  for (const std::string& remark : plan.view != nullptr ? plan.view->remarks : plan.table->remarks) {
    entity.notes.push_back(StrCat("Not part of the entity: ", remark, "."));
  }
  if (plan.view != nullptr) {
    entity.comments.push_back("A view has no key of its own: this one was chosen by its name.");
  }
}

}  // namespace

std::string TableText(const TableName& name) {
  return name.schema.empty() ? name.name : StrCat(name.schema, ".", name.name);
}

GeneratedEntity EntityOf(const EntityPlan& plan, const EntityEnums& enums, const Platform& platform,
                         const std::map<const Table*, std::string>& messages) {
  GeneratedEntity entity;
  entity.name = plan.message;
  entity.enums = enums.declared;
  EntityConstraints constraints = ConstraintsOf(plan, enums);
  AddName(plan.table->name, plan.message, entity.options);
  if (!plan.table->comment.empty()) entity.options.Text("comment", plan.table->comment);
  if (plan.view != nullptr) entity.options.Message("view", ViewOptions(*plan.view));
  for (auto& [name, message] : constraints.settings) entity.options.Message(name, std::move(message));
  const FieldContext context{plan, enums, platform, messages};
  for (const PropertyPlan& property : plan.properties) {
    entity.fields.push_back(FieldOf(context, property, constraints.properties[&property]));
  }
  for (const InversePlan& inverse : plan.inverses) entity.fields.push_back(FieldOf(inverse));
  AddNotes(plan, entity);
  return entity;
}

}  // namespace ormd
