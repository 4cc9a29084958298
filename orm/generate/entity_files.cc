#include "orm/generate/entity_files.h"

#include <algorithm>

#include "orm/base/strings.h"
#include "orm/generate/entity_writer.h"
#include "orm/generate/fit_schema.h"
#include "orm/generate/plan.h"
#include "orm/generate/proto_text.h"
#include "orm/generate/table_misfit.h"
#include "orm/generate/unique_names.h"
#include "orm/generate/view_tables.h"
#include "orm/schema/name_pattern.h"

namespace ormd {
namespace {

bool IsWanted(const TableName& name, const std::string& first_schema, const GenerateOptions& options) {
  if (MatchesAny(name, first_schema, options.ignore)) return false;
  return options.only.empty() || MatchesAny(name, first_schema, options.only);
}

// Of one that has no column for a key.
std::string_view ViewWithoutKey(const View& view) {
  const bool untyped = std::all_of(view.columns.begin(), view.columns.end(), [](const auto& column) {
    return column.untyped;
  });
  return untyped ? "none of its columns has a known type: there are no values in them, or the database answers none"
                 : "it has no column that could be a key";
}

// What becomes an entity, and what is said of the rest.
struct Selection {
  std::vector<const Table*> tables;
  std::vector<const View*> views;
  std::vector<Table> view_tables;  // of the views
  std::vector<std::string> notes;
};

class Selector {
 public:
  Selector(const DatabaseSchema& database, const Platform& platform, const GenerateOptions& options)
      : database_(database), platform_(platform), options_(options) {}

  Selection Select() {
    for (const Table& table : database_.tables) {
      if (IsWanted(table.name, database_.first_schema, options_)) AddTable(table);
    }
    for (const View& view : database_.views) {
      if (IsWanted(view.name, database_.first_schema, options_)) AddView(view);
    }
    for (const OtherTable& other : database_.others) {
      if (IsWanted(other.name, database_.first_schema, options_))
        Accept(other.kind, other.name, StrCat("ormd knows no ", other.kind, "s"));
    }
    std::erase_if(selection_.tables,
                  [&](const Table* table) { return !Accept("table", table->name, names_.TakeConstraints(*table)); });
    return std::move(selection_);
  }

 private:
  // Says why it is left out where there is a reason.
  bool Accept(std::string_view what, const TableName& name, const std::string& misfit) {
    if (misfit.empty()) return true;
    selection_.notes.push_back(StrCat("No entity: the ", what, " ", TableText(name), ", because ", misfit, "."));
    return false;
  }

  void AddTable(const Table& table) {
    std::string misfit = TableMisfit(table, platform_);
    if (misfit.empty()) misfit = names_.TakeTable(table);
    if (Accept("table", table.name, misfit)) selection_.tables.push_back(&table);
  }

  void AddView(const View& view) {
    std::optional<Table> table = TableOfView(view);
    if (!table) {
      Accept("view", view.name, std::string(ViewWithoutKey(view)));
      return;
    }
    std::string misfit = ViewMisfit(*table);
    if (misfit.empty()) misfit = names_.TakeTable(*table);
    if (misfit.empty()) misfit = names_.TakeConstraints(*table);
    if (!Accept("view", view.name, misfit)) return;
    selection_.views.push_back(&view);
    selection_.view_tables.push_back(*std::move(table));
  }

  const DatabaseSchema& database_;
  const Platform& platform_;
  const GenerateOptions& options_;
  EntityNames names_;
  Selection selection_;
};

}  // namespace

std::map<std::string, std::string> EntityFiles(const DatabaseSchema& standing, const Dialect& dialect,
                                               const GenerateOptions& options) {
  const DatabaseSchema database = FitSchema(standing, dialect.platform());
  Selection selection = Selector(database, dialect.platform(), options).Select();
  RelationMap relations = FindRelations(selection.tables);
  FindOwnUniques(database, relations);
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
