#include "orm/schema/postgres/part_work.h"

#include <algorithm>

#include "orm/schema/postgres/expression_text.h"
#include "orm/schema/same_part.h"

namespace ormd::postgres {
namespace {

using Names = std::vector<std::string>;
using NameSet = std::set<std::string>;

bool HasAny(const Names& columns, const NameSet& names) {
  return std::any_of(columns.begin(), columns.end(), [&](const std::string& name) { return names.contains(name); });
}

template <typename Part>
bool Contains(const std::vector<const Part*>& parts, const Part* part) {
  return std::find(parts.begin(), parts.end(), part) != parts.end();
}

// Sorts the parts of one kind. What `touched` goes and comes again, as what is the `same` after where that has its
// name.
template <typename Part, typename Touched, typename Same>
void Sort(const std::vector<Part>& before, const std::vector<Part>& after, const std::vector<Change<Part>>& changes,
          Touched touched, Same same, PartWork<Part>& work) {
  std::vector<const Part*> changed;
  for (const Change<Part>& change : changes) {
    if (!change.is_new()) changed.push_back(change.before);
    if (change.only_name && !touched(*change.before)) {
      work.renamed.emplace_back(change.before, change.after);
      continue;
    }
    if (!change.is_new()) work.dropped.push_back(change.before);
    if (!change.is_gone()) work.added.push_back(change.after);
  }
  for (const Part& part : before) {
    if (Contains(changed, &part) || !touched(part)) continue;
    const auto partner = std::find_if(after.begin(), after.end(), [&](const Part& other) {
      return other.name == part.name && !Contains(work.added, &other) && same(part, other);
    });
    work.dropped.push_back(&part);
    work.added.push_back(partner == after.end() ? &part : &*partner);
  }
}

class PartWorker {
 public:
  PartWorker(const Renames& renames, TableWork& table)
      : table_(table), renames_(renames), columns_(renames.Of(table.before->name)), moved_(table.Moved()) {
    for (const ColumnWork& column : table.columns) {
      if (column.remade) remade_.insert(column.before->name);
    }
  }

  void Run() {
    SortKeys();
    Sort(
        table_.before->uniques, table_.after->uniques, Changes(&TableChange::uniques),
        [&](const UniqueConstraint& unique) { return HasAny(unique.columns, remade_); },
        [&](const UniqueConstraint& a, const UniqueConstraint& b) {
          return Renamed(a.columns) == b.columns && a.deferrable == b.deferrable;
        },
        table_.uniques);
    Sort(
        table_.before->indexes, table_.after->indexes, Changes(&TableChange::indexes),
        [&](const TableIndex& index) { return Touches(index); },
        [&](const TableIndex& a, const TableIndex& b) { return SameIndex(a, b, columns_); }, table_.indexes);
    Sort(
        table_.before->checks, table_.after->checks, Changes(&TableChange::checks),
        [&](const TableCheck& check) { return MentionsAny(check.expression, moved_); },
        [&](const TableCheck& a, const TableCheck& b) { return SameSql(a.expression, b.expression, columns_); },
        table_.checks);
  }

 private:
  template <typename Part>
  std::vector<Change<Part>> Changes(std::vector<Change<Part>> TableChange::*member) const {
    return table_.change == nullptr ? std::vector<Change<Part>>() : table_.change->*member;
  }

  Names Renamed(const Names& columns) const { return renames_.After(table_.before->name, columns); }

  void SortKeys() {
    const auto keys = [](const Table& table) {
      return table.primary_key.columns.empty() ? std::vector<const PrimaryKey*>()
                                               : std::vector<const PrimaryKey*>{&table.primary_key};
    };
    const Change<PrimaryKey> change = table_.change == nullptr ? Change<PrimaryKey>() : table_.change->primary_key;
    const bool remade = HasAny(table_.before->primary_key.columns, remade_);
    if (change.only_name && !remade) {
      table_.keys.renamed.emplace_back(change.before, change.after);
      return;
    }
    const bool changed = change.before != nullptr || change.after != nullptr;
    if (changed || remade) {
      if (!changed || change.before != nullptr) table_.keys.dropped = keys(*table_.before);
      if (!changed || change.after != nullptr) table_.keys.added = keys(*table_.after);
    }
  }

  // Indexes over whole columns by the usual method are kept by PostgreSQL itself where a column gets another type.
  bool Touches(const TableIndex& index) const {
    if (HasAny(index.columns, remade_) || HasAny(index.include, remade_)) return true;
    if (!index.method.empty() && HasAny(index.columns, moved_)) return true;
    return MentionsAny(index.expression, moved_) || MentionsAny(index.where, moved_);
  }

  TableWork& table_;
  const Renames& renames_;
  const ColumnRenames* columns_;
  const NameSet moved_;
  NameSet remade_;
};

bool SameSet(const Names& a, const Names& b) { return NameSet(a.begin(), a.end()) == NameSet(b.begin(), b.end()); }

// Whether a key of the table over these columns goes.
bool LosesKey(const TableWork& table, const Names& columns) {
  const auto over = [&](const auto* part) { return SameSet(part->columns, columns); };
  return std::any_of(table.keys.dropped.begin(), table.keys.dropped.end(), over) ||
         std::any_of(table.uniques.dropped.begin(), table.uniques.dropped.end(), over) ||
         std::any_of(table.indexes.dropped.begin(), table.indexes.dropped.end(),
                     [&](const TableIndex* index) { return index->unique && index->where.empty() && over(index); });
}

bool IsOf(const Table& table, const ForeignKey* key) {
  return std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(),
                     [&](const ForeignKey& other) { return &other == key; });
}

// The foreign key with the names after.
const ForeignKey* Keep(const Renames& renames, ForeignKey key, TableWork& table) {
  key.columns = renames.After(table.before->name, std::move(key.columns));
  key.target_columns = renames.After(key.target, std::move(key.target_columns));
  key.target = renames.After(key.target);
  return table.kept.emplace_back(std::make_shared<const ForeignKey>(std::move(key))).get();
}

}  // namespace

bool MentionsAny(std::string_view sql, const NameSet& names) {
  return !sql.empty() &&
         std::any_of(names.begin(), names.end(), [&](const std::string& name) { return MentionsName(sql, name); });
}

void WorkOnParts(const Renames& renames, TableWork& table) { PartWorker(renames, table).Run(); }

void WorkOnForeignKeys(const Renames& renames, const std::vector<TableWork>& tables, TableWork& table) {
  const NameSet moved = table.Moved();
  const auto touched = [&](const ForeignKey& key) {
    if (HasAny(key.columns, moved)) return true;
    return std::any_of(tables.begin(), tables.end(), [&](const TableWork& target) {
      return target.before->name == key.target &&
             (HasAny(key.target_columns, target.Moved()) || LosesKey(target, key.target_columns));
    });
  };
  const auto same = [&](const ForeignKey& a, const ForeignKey& b) {
    return SameForeignKey(table.before->name, a, b, renames);
  };
  Sort(table.before->foreign_keys, table.after->foreign_keys,
       table.change == nullptr ? std::vector<Change<ForeignKey>>() : table.change->foreign_keys, touched, same,
       table.foreign_keys);
  for (const ForeignKey*& key : table.foreign_keys.added) {
    if (IsOf(*table.before, key)) key = Keep(renames, *key, table);
  }
}

}  // namespace ormd::postgres
