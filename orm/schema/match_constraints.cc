#include "orm/schema/match_constraints.h"

#include <algorithm>
#include <iterator>

#include "orm/schema/same_part.h"

namespace ormd {
namespace {

template <typename Part>
using Parts = std::vector<const Part*>;

template <typename Part>
Parts<Part> PointersTo(const std::vector<Part>& list) {
  Parts<Part> pointers;
  for (const Part& part : list) pointers.push_back(&part);
  return pointers;
}

// Pairs the parts of one kind: those that are the same, those of one name, those of which one replaces the other.
template <typename Part>
class Pairing {
 public:
  Pairing(Parts<Part> before, Parts<Part> after) : before_(std::move(before)), after_(std::move(after)) {}

  // Both go where `same`: nothing has changed.
  template <typename Same>
  void Settle(Same same) {
    const auto named = [&](const Part& a, const Part& b) { return a.name == b.name && same(a, b); };
    Pair(named, [](const Part*, const Part*) {});
    Pair(same, [&](const Part* a, const Part* b) { renamed_.push_back({a, b, true}); });
  }

  template <typename Replaces>
  void Change(Replaces replaces) {
    const auto add = [&](const Part* a, const Part* b) { changes_.push_back({a, b}); };
    Pair([](const Part& a, const Part& b) { return a.name == b.name; }, add);
    Pair(replaces, add);
  }

  // Takes out what is left before and after where `same` as something left of another kind.
  template <typename Other, typename Same>
  static void SettleBetween(Parts<Part>& parts, Parts<Other>& others, Same same) {
    for (const Part*& part : parts) {
      const auto twin = std::find_if(others.begin(), others.end(),
                                     [&](const Other* other) { return other != nullptr && same(*part, *other); });
      if (twin == others.end()) continue;
      *twin = nullptr;
      part = nullptr;
    }
    std::erase(parts, nullptr);
    std::erase(others, nullptr);
  }

  Parts<Part>& before() { return before_; }
  Parts<Part>& after() { return after_; }

  void Finish(bool keep, std::vector<ormd::Change<Part>>& changes) {
    for (const Part* part : after_) changes_.push_back({nullptr, part});
    if (!keep) {
      for (const Part* part : before_) changes_.push_back({part, nullptr});
    } else {
      // What stays keeps its name.
      std::erase_if(renamed_, [&](const ormd::Change<Part>& change) { return IsLeft(change.after->name); });
    }
    changes = std::move(changes_);
  }

  void AppendRenamed(std::vector<ormd::Change<Part>>& changes) const {
    changes.insert(changes.end(), renamed_.begin(), renamed_.end());
  }

 private:
  template <typename Fits, typename Found>
  void Pair(Fits fits, Found found) {
    for (const Part*& part : after_) {
      const auto partner =
          std::find_if(before_.begin(), before_.end(), [&](const Part* before) { return fits(*before, *part); });
      if (partner == before_.end()) continue;
      found(*partner, part);
      before_.erase(partner);
      part = nullptr;
    }
    std::erase(after_, nullptr);
  }

  bool IsLeft(const std::string& name) const {
    return std::any_of(before_.begin(), before_.end(), [&](const Part* part) { return part->name == name; });
  }

  Parts<Part> before_;
  Parts<Part> after_;
  std::vector<ormd::Change<Part>> changes_;
  std::vector<ormd::Change<Part>> renamed_;
};

class ConstraintComparison {
 public:
  ConstraintComparison(const Renames& renames, bool keep, TableChange& change)
      : renames_(renames),
        keep_(keep),
        change_(change),
        before_(*change.table.before),
        after_(*change.table.after),
        columns_(renames.Of(before_.name)),
        uniques_(PointersTo(before_.uniques), PointersTo(after_.uniques)),
        indexes_(PointersTo(before_.indexes), PointersTo(after_.indexes)),
        checks_(PointersTo(before_.checks), PointersTo(after_.checks)),
        keys_(PointersTo(before_.foreign_keys), PointersTo(after_.foreign_keys)) {}

  void Run() {
    CompareKeys();
    CompareUniquesAndIndexes();
    CompareChecks();
    CompareForeignKeys();
  }

  void AppendRenamed() {
    const PrimaryKey& key = before_.primary_key;
    const PrimaryKey& wanted = after_.primary_key;
    const bool changes = change_.primary_key.before != nullptr || change_.primary_key.after != nullptr;
    if (!changes && !key.columns.empty() && !wanted.columns.empty() && key.name != wanted.name) {
      change_.primary_key = {&key, &wanted, true};
    }
    uniques_.AppendRenamed(change_.uniques);
    indexes_.AppendRenamed(change_.indexes);
    checks_.AppendRenamed(change_.checks);
    keys_.AppendRenamed(change_.foreign_keys);
  }

 private:
  using Names = std::vector<std::string>;

  Names Renamed(const Names& columns) const { return renames_.After(before_.name, columns); }

  void CompareKeys() {
    const Names& columns = after_.primary_key.columns;
    if (Renamed(before_.primary_key.columns) == columns) return;
    if (!before_.primary_key.columns.empty()) change_.primary_key.before = &before_.primary_key;
    if (!columns.empty()) change_.primary_key.after = &after_.primary_key;
    if (keep_ && columns.empty()) change_.primary_key = {};
  }

  // A unique constraint and a unique index over whole columns come to the same.
  void CompareUniquesAndIndexes() {
    uniques_.Settle([&](const UniqueConstraint& a, const UniqueConstraint& b) {
      return Renamed(a.columns) == b.columns && a.deferrable == b.deferrable;
    });
    indexes_.Settle([&](const TableIndex& a, const TableIndex& b) { return SameIndex(a, b, columns_); });
    const auto is_plain = [](const UniqueConstraint& unique, const TableIndex& index) {
      return index.unique && IsPlain(index) && unique.deferrable == Deferrable::kNot;
    };
    Pairing<UniqueConstraint>::SettleBetween(
        uniques_.before(), indexes_.after(), [&](const UniqueConstraint& unique, const TableIndex& index) {
          return is_plain(unique, index) && Renamed(unique.columns) == index.columns;
        });
    Pairing<UniqueConstraint>::SettleBetween(
        uniques_.after(), indexes_.before(), [&](const UniqueConstraint& unique, const TableIndex& index) {
          return is_plain(unique, index) && unique.columns == Renamed(index.columns);
        });
    uniques_.Change(
        [&](const UniqueConstraint& a, const UniqueConstraint& b) { return Renamed(a.columns) == b.columns; });
    indexes_.Change([&](const TableIndex& a, const TableIndex& b) {
      return !b.columns.empty() && Renamed(a.columns) == b.columns && SameSql(a.where, b.where, columns_);
    });
    uniques_.Finish(keep_, change_.uniques);
    indexes_.Finish(keep_, change_.indexes);
  }

  void CompareChecks() {
    checks_.Settle(
        [&](const TableCheck& a, const TableCheck& b) { return SameSql(a.expression, b.expression, columns_); });
    checks_.Change([](const TableCheck&, const TableCheck&) { return false; });
    checks_.Finish(keep_, change_.checks);
  }

  void CompareForeignKeys() {
    keys_.Settle(
        [&](const ForeignKey& a, const ForeignKey& b) { return SameForeignKey(before_.name, a, b, renames_); });
    keys_.Change([&](const ForeignKey& a, const ForeignKey& b) { return Renamed(a.columns) == b.columns; });
    keys_.Finish(keep_, change_.foreign_keys);
  }

  const Renames& renames_;
  const bool keep_;
  TableChange& change_;
  const Table& before_;
  const Table& after_;
  const ColumnRenames* columns_;
  Pairing<UniqueConstraint> uniques_;
  Pairing<TableIndex> indexes_;
  Pairing<TableCheck> checks_;
  Pairing<ForeignKey> keys_;
};

}  // namespace

void CompareConstraints(const Renames& renames, bool keep, TableChange& change) {
  ConstraintComparison comparison(renames, keep, change);
  comparison.Run();
  if (!change.empty()) comparison.AppendRenamed();
}

void RenameConstraints(const Renames& renames, bool keep, TableChange& change) {
  ConstraintComparison comparison(renames, keep, change);
  comparison.Run();
  comparison.AppendRenamed();
}

bool AsksNoMore(const Table& before, const Table& after) {
  Renames renames;
  renames.tables.emplace(before.name, after.name);
  TableChange change;
  change.table = {&before, &after};
  ConstraintComparison(renames, true, change).Run();
  const auto unique = [](const Change<TableIndex>& index) { return index.after->unique; };
  return change.uniques.empty() && change.checks.empty() && change.foreign_keys.empty() &&
         std::none_of(change.indexes.begin(), change.indexes.end(), unique);
}

}  // namespace ormd
