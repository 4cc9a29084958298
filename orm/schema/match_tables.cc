#include "orm/schema/match_tables.h"

#include <algorithm>

#include "orm/schema/column_rules.h"
#include "orm/schema/match_constraints.h"
#include "orm/schema/same_part.h"

namespace ormd {
namespace {

// Pairs parts of one kind. `Part` has a name.
template <typename Part>
class Matcher {
 public:
  using Parts = std::vector<const Part*>;

  Matcher(Parts before, Parts after)
      : before_(std::move(before)), after_(std::move(after)), partners_(after_.size()) {}

  // Pairs what is left where `fits`, each part once.
  template <typename Fits>
  void Pair(Fits fits) {
    for (size_t i = 0; i < after_.size(); ++i) {
      if (partners_[i] != nullptr) continue;
      const auto found = std::find_if(before_.begin(), before_.end(),
                                      [&](const Part* part) { return part != nullptr && fits(*part, *after_[i]); });
      if (found != before_.end()) Take(*found, i);
    }
  }

  // Pairs what is left where exactly one fits exactly one.
  template <typename Fits>
  void PairUnambiguous(Fits fits) {
    std::vector<std::pair<const Part**, size_t>> pairs;
    for (size_t i = 0; i < after_.size(); ++i) {
      if (partners_[i] != nullptr) continue;
      const Part** only = OnlyOne(*after_[i], fits);
      if (only != nullptr) pairs.emplace_back(only, i);
    }
    for (const auto& pair : pairs) {
      const auto same = [&](const auto& other) { return other.first == pair.first; };
      if (std::count_if(pairs.begin(), pairs.end(), same) == 1) Take(*pair.first, pair.second);
    }
  }

  const Parts& after() const { return after_; }
  const Part* partner(size_t i) const { return partners_[i]; }
  Parts Left() const {
    Parts left;
    std::copy_if(before_.begin(), before_.end(), std::back_inserter(left),
                 [](const Part* part) { return part != nullptr; });
    return left;
  }

 private:
  template <typename Fits>
  const Part** OnlyOne(const Part& after, Fits fits) {
    const Part** only = nullptr;
    for (const Part*& part : before_) {
      if (part == nullptr || !fits(*part, after)) continue;
      if (only != nullptr) return nullptr;
      only = &part;
    }
    return only;
  }

  void Take(const Part*& before, size_t i) {
    partners_[i] = before;
    before = nullptr;
  }

  Parts before_;  // nullptr where taken
  Parts after_;
  Parts partners_;
};

std::vector<const TableColumn*> PointersTo(const std::vector<TableColumn>& columns) {
  std::vector<const TableColumn*> pointers;
  for (const TableColumn& column : columns) pointers.push_back(&column);
  return pointers;
}

bool WasCalled(const TableColumn& before, const TableColumn& after) {
  return !after.renamed_from.empty() && before.name == after.renamed_from;
}

bool WasCalled(const Table& before, const Table& after) {
  return !after.renamed_from.empty() && before.name == TableName{after.name.schema, after.renamed_from};
}

bool AlikeTables(const Table& before, const Table& after) {
  const auto same = [](const TableColumn& a, const TableColumn& b) {
    return a.name == b.name && SameColumn(a, b, nullptr);
  };
  return before.name.schema == after.name.schema && before.columns.size() == after.columns.size() &&
         before.primary_key.columns == after.primary_key.columns &&
         std::is_permutation(before.columns.begin(), before.columns.end(), after.columns.begin(), same) &&
         AsksNoMore(before, after);
}

template <typename Part>
bool IsNamed(const Part& part, const Part& other) {
  return part.name == other.name;
}

// A part whose name stands already has been renamed: its hint is an old one. Of the others hints come first: their old
// name may be another's by now.
template <typename Part>
void PairHintedAndNamed(Matcher<Part>& matcher, bool undoes) {
  const auto before = matcher.Left();
  const auto stands = [&before](const Part& part) {
    return std::any_of(before.begin(), before.end(), [&part](const Part* other) { return IsNamed(*other, part); });
  };
  matcher.Pair([&](const Part& was, const Part& part) { return WasCalled(was, part) && (undoes || !stands(part)); });
  matcher.Pair(IsNamed<Part>);
}

std::vector<Change<TableColumn>> MatchColumns(const Table& before, const Table& after, Likeness likeness, bool undoes,
                                              ColumnRenames& renames) {
  Matcher<TableColumn> matcher(PointersTo(before.columns), PointersTo(after.columns));
  PairHintedAndNamed(matcher, undoes);
  if (likeness != Likeness::kNone) {
    matcher.PairUnambiguous([&](const TableColumn& a, const TableColumn& b) {
      return SameColumn(a, b, nullptr) && RulesOf(before, a) == RulesOf(after, b);
    });
  }
  std::vector<Change<TableColumn>> columns;
  for (size_t i = 0; i < after.columns.size(); ++i) {
    columns.push_back({matcher.partner(i), &after.columns[i]});
    const TableColumn* was = matcher.partner(i);
    if (was != nullptr && was->name != after.columns[i].name) renames.emplace(was->name, after.columns[i].name);
  }
  for (const TableColumn* column : matcher.Left()) columns.push_back({column, nullptr});
  return columns;
}

}  // namespace

Matches MatchTables(const std::vector<const Table*>& before, const std::vector<const Table*>& after, Likeness likeness,
                    bool undoes) {
  Matcher<Table> matcher(before, after);
  PairHintedAndNamed(matcher, undoes);
  if (likeness == Likeness::kTablesAndColumns) matcher.PairUnambiguous(AlikeTables);
  Matches matches;
  for (size_t i = 0; i < after.size(); ++i) {
    const Table* was = matcher.partner(i);
    if (was == nullptr) {
      matches.created.push_back(after[i]);
      continue;
    }
    if (was->name != after[i]->name) matches.renames.tables.emplace(was->name, after[i]->name);
    ColumnRenames renames;
    matches.tables.push_back({was, after[i], MatchColumns(*was, *after[i], likeness, undoes, renames)});
    if (!renames.empty()) matches.renames.columns.emplace(was->name, std::move(renames));
  }
  matches.gone = matcher.Left();
  return matches;
}

}  // namespace ormd
