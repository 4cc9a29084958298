#include "orm/generate/entity_files.h"

#include <algorithm>

#include "orm/base/strings.h"
#include "orm/generate/entity_writer.h"
#include "orm/generate/plan.h"
#include "orm/generate/proto_text.h"
#include "orm/generate/view_tables.h"
#include "orm/schema/name_pattern.h"

namespace ormd {
namespace {

bool IsWanted(const TableName& name, const std::string& first_schema, const GenerateOptions& options) {
  if (MatchesAny(name, first_schema, options.ignore)) return false;
  return options.only.empty() || MatchesAny(name, first_schema, options.only);
}

// What becomes an entity, and what is said of the rest.
struct Selection {
  std::vector<const Table*> tables;
  std::vector<const View*> views;
  std::vector<Table> view_tables;  // of the views
  std::vector<std::string> notes;
};

Selection Select(const DatabaseSchema& database, const GenerateOptions& options) {
  Selection selection;
  for (const Table& table : database.tables) {
    if (!IsWanted(table.name, database.first_schema, options)) continue;
    if (table.primary_key.columns.empty()) {
      selection.notes.push_back(StrCat("No entity: the table ", TableText(table.name), " has no primary key."));
    } else {
      selection.tables.push_back(&table);
    }
  }
  for (const View& view : database.views) {
    if (!IsWanted(view.name, database.first_schema, options)) continue;
    std::optional<Table> table = TableOfView(view);
    if (!table) {
      selection.notes.push_back(
          StrCat("No entity: the view ", TableText(view.name), " has no column that could be a key."));
      continue;
    }
    selection.views.push_back(&view);
    selection.view_tables.push_back(*std::move(table));
  }
  return selection;
}

}  // namespace

std::map<std::string, std::string> EntityFiles(const DatabaseSchema& database, const Dialect& dialect,
                                               const GenerateOptions& options) {
  Selection selection = Select(database, options);
  const RelationMap relations = FindRelations(selection.tables);
  const std::vector<EntityPlan> plans = PlanEntities(relations, selection.views, selection.view_tables);
  std::map<const Table*, std::string> messages;
  for (const EntityPlan& plan : plans) messages.emplace(plan.table, plan.message);
  EnumFinder enums(database, dialect.platform(), plans);
  ProtoFile file{options.package, std::move(selection.notes), {}};
  for (const EntityPlan& plan : plans) {
    const EntityEnums own = enums.Find(plan);
    file.entities.push_back(EntityOf(plan, own, dialect.platform(), messages));
  }
  return {{"entities.proto", ProtoFileText(file)}};
}

}  // namespace ormd
