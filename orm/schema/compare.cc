#include "orm/schema/compare.h"

#include <algorithm>
#include <set>

#include "orm/schema/match_constraints.h"
#include "orm/schema/match_tables.h"
#include "orm/schema/name_pattern.h"
#include "orm/schema/same_part.h"
#include "orm/sql/platform.h"

namespace ormd {
namespace {

// ormd's own tables are nobody's business.
bool IsOurs(const TableName& name) { return name.name.starts_with("ormd_"); }

template <typename Part>
std::vector<const Part*> CountedParts(const std::vector<Part>& parts, const std::string& first_schema,
                                      const CompareOptions& options) {
  std::vector<const Part*> counted;
  for (const Part& part : parts) {
    if (!IsOurs(part.name) && !MatchesAny(part.name, first_schema, options.ignore)) counted.push_back(&part);
  }
  return counted;
}

template <typename Part>
const Part* Named(const std::vector<const Part*>& parts, const TableName& name) {
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const Part* part) { return part->name == name; });
  return found == parts.end() ? nullptr : *found;
}

// Schemas in which names of a database schema stand.
std::set<std::string> NamespacesOf(const DatabaseSchema& schema) {
  std::set<std::string> namespaces;
  for (const EnumType& type : schema.enums) namespaces.insert(type.name.schema);
  for (const Table& table : schema.tables) namespaces.insert(table.name.schema);
  for (const View& view : schema.views) namespaces.insert(view.name.schema);
  namespaces.erase("");
  return namespaces;
}

// Keys, uniques, indexes and tables share the names of a database schema.
class NamesAskedFor {
 public:
  void Add(const Table& table) {
    Ask(table, table.name.name);
    Ask(table, table.primary_key.name);
    for (const UniqueConstraint& unique : table.uniques) Ask(table, unique.name);
    for (const TableIndex& index : table.indexes) Ask(table, index.name);
  }

  void Add(const TableChange& change) {
    const Table& table = *change.table.after;
    if (change.is_renamed()) Ask(table, table.name.name);
    if (change.primary_key.after != nullptr) Ask(table, change.primary_key.after->name);
    AddParts(table, change.uniques);
    AddParts(table, change.indexes);
  }

  // Whether one of the parts that would get another name stands in the way.
  bool AreHeldBy(const TableChange& renamed) const {
    const Table& table = *renamed.table.before;
    const auto holds = [&](const auto& part) { return part.before != nullptr && IsAsked(table, part.before->name); };
    return holds(renamed.primary_key) || std::any_of(renamed.uniques.begin(), renamed.uniques.end(), holds) ||
           std::any_of(renamed.indexes.begin(), renamed.indexes.end(), holds);
  }

 private:
  // SQLite's keys and uniques have no names.
  void Ask(const Table& table, const std::string& name) {
    if (!name.empty()) asked_.insert({table.name.schema, name});
  }
  bool IsAsked(const Table& table, const std::string& name) const { return asked_.contains({table.name.schema, name}); }

  template <typename Part>
  void AddParts(const Table& table, const std::vector<Change<Part>>& changes) {
    for (const Change<Part>& change : changes) {
      if (change.after != nullptr) Ask(table, change.after->name);
    }
  }

  std::set<TableName> asked_;
};

class Comparison {
 public:
  Comparison(const DatabaseSchema& before, const DatabaseSchema& after, const CompareOptions& options)
      : before_(before), after_(after), options_(options), drops_(options.drop_unknown && !options.safe) {
    diff_.before = &before;
    diff_.after = &after;
  }

  SchemaDiff Run() && {
    CompareNamespaces();
    CompareNamed(Counted(before_.enums, {}), Counted(after_.enums, {}), std::equal_to<EnumType>(), diff_.enums);
    std::erase_if(diff_.enums,
                  [&](const Change<EnumType>& type) { return type.is_gone() && IsOfIgnored(*type.before); });
    CompareTables();
    CompareNamed(Counted(before_.views, options_), Counted(after_.views, options_), SameView, diff_.views);
    return std::move(diff_);
  }

 private:
  template <typename Part>
  std::vector<const Part*> Counted(const std::vector<Part>& parts, const CompareOptions& options) const {
    return CountedParts(parts, before_.first_schema, options);
  }

  void CompareNamespaces() {
    std::set<std::string> standing = NamespacesOf(before_);
    standing.insert(before_.namespaces.begin(), before_.namespaces.end());
    for (const std::string& name : NamespacesOf(after_)) {
      if (!standing.contains(name)) diff_.namespaces.push_back(name);
    }
  }

  // Whether a table that does not count has columns of it.
  bool IsOfIgnored(const EnumType& type) const {
    const std::string name = PostgresPlatform().QuoteTable(type.name.schema, type.name.name);
    const auto of_it = [&](const TableColumn& column) {
      const Type& kind = column.type.element != nullptr ? *column.type.element : column.type;
      return kind.database_type == name;
    };
    return std::any_of(before_.tables.begin(), before_.tables.end(), [&](const Table& table) {
      return MatchesAny(table.name, before_.first_schema, options_.ignore) &&
             std::any_of(table.columns.begin(), table.columns.end(), of_it);
    });
  }

  template <typename Part, typename Same>
  void CompareNamed(const std::vector<const Part*>& before, const std::vector<const Part*>& after, Same same,
                    std::vector<Change<Part>>& changes) const {
    for (const Part* part : after) {
      const Part* was = Named(before, part->name);
      if (was == nullptr || !same(*was, *part)) changes.push_back({was, part});
    }
    for (const Part* part : before) {
      if (drops_ && Named(after, part->name) == nullptr) changes.push_back({part, nullptr});
    }
  }

  // A view that is not ormd's stands for the table of its name.
  std::vector<const Table*> WantedTables() const {
    std::vector<const Table*> tables = Counted(after_.tables, options_);
    if (drops_) return tables;
    const std::vector<const View*> views = Counted(before_.views, options_);
    std::erase_if(tables, [&](const Table* table) { return Named(views, table->name) != nullptr; });
    return tables;
  }

  // Where nothing may go, what one table or column loses must not be another's.
  Likeness LikenessThatCounts() const {
    if (options_.safe) return Likeness::kNone;
    return options_.drop_unknown ? Likeness::kTablesAndColumns : Likeness::kColumns;
  }

  void CompareTables() {
    Matches matches = MatchTables(Counted(before_.tables, options_), WantedTables(), LikenessThatCounts(),
                                  options_.undoes);
    std::vector<TableChange> changes;
    for (const TableMatch& match : matches.tables) changes.push_back(ChangeOf(match, matches.renames));
    MakeRoom(matches, changes);
    std::erase_if(changes, [](const TableChange& change) { return change.empty(); });
    diff_.changed = std::move(changes);
    diff_.created = std::move(matches.created);
    if (drops_) diff_.dropped = std::move(matches.gone);
  }

  TableChange ChangeOf(const TableMatch& match, const Renames& renames) const {
    TableChange change;
    change.table = {match.before, match.after};
    const ColumnRenames* renamed = renames.Of(match.before->name);
    for (const Change<TableColumn>& column : match.columns) {
      if (column.is_gone() ? !options_.safe : column.is_new() || Differs(column, renamed)) {
        change.columns.push_back(column);
      }
    }
    CompareConstraints(renames, options_.safe, change);
    return change;
  }

  // Whoever makes room takes names in turn.
  void MakeRoom(const Matches& matches, std::vector<TableChange>& changes) const {
    NamesAskedFor names;
    for (const Table* table : matches.created) names.Add(*table);
    for (const TableChange& change : changes) names.Add(change);
    for (bool found = true; found;) {
      found = false;
      for (TableChange& change : changes) {
        if (!change.empty()) continue;
        TableChange renamed = change;
        RenameConstraints(matches.renames, options_.safe, renamed);
        if (!names.AreHeldBy(renamed)) continue;
        names.Add(renamed);
        change = std::move(renamed);
        found = true;
      }
    }
  }

  static bool Differs(const Change<TableColumn>& column, const ColumnRenames* renamed) {
    return column.before->name != column.after->name || !SameColumn(*column.before, *column.after, renamed);
  }

  const DatabaseSchema& before_;
  const DatabaseSchema& after_;
  const CompareOptions& options_;
  const bool drops_;  // what only stands before goes
  SchemaDiff diff_;
};

}  // namespace

bool TableChange::empty() const {
  return !is_renamed() && !is_commented() && primary_key.before == nullptr && primary_key.after == nullptr &&
         columns.empty() && uniques.empty() && indexes.empty() && checks.empty() && foreign_keys.empty();
}

bool SchemaDiff::empty() const {
  return namespaces.empty() && enums.empty() && created.empty() && dropped.empty() && changed.empty() && views.empty();
}

SchemaDiff Compare(const DatabaseSchema& before, const DatabaseSchema& after, const CompareOptions& options) {
  return Comparison(before, after, options).Run();
}

bool IsGuessed(const Change<TableColumn>& column) {
  return !column.is_new() && !column.is_gone() && column.before->name != column.after->name &&
         column.before->name != column.after->renamed_from;
}

bool IsGuessed(const Change<Table>& table) {
  return !table.is_new() && !table.is_gone() && table.before->name != table.after->name &&
         table.before->name.name != table.after->renamed_from;
}

}  // namespace ormd
