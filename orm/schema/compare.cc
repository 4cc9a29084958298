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
    Matches matches = MatchTables(Counted(before_.tables, options_), WantedTables(), LikenessThatCounts());
    for (const TableMatch& match : matches.tables) CompareTable(match, matches.renames);
    diff_.created = std::move(matches.created);
    if (drops_) diff_.dropped = std::move(matches.gone);
  }

  void CompareTable(const TableMatch& match, const Renames& renames) {
    TableChange change;
    change.table = {match.before, match.after};
    const ColumnRenames* renamed = renames.Of(match.before->name);
    for (const Change<TableColumn>& column : match.columns) {
      if (column.is_gone() ? !options_.safe : column.is_new() || Differs(column, renamed)) {
        change.columns.push_back(column);
      }
    }
    CompareConstraints(renames, options_.safe, change);
    if (!change.empty()) diff_.changed.push_back(std::move(change));
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
