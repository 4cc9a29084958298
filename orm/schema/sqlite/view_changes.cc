#include "orm/schema/sqlite/view_changes.h"

#include <algorithm>
#include <optional>

#include "orm/base/error.h"
#include "orm/schema/sqlite/errors.h"
#include "orm/schema/sqlite/named_parts.h"
#include "orm/schema/sqlite/sql_tokens.h"

namespace ormd {
namespace {

NameMap RenamedTables(const Renames& renames) {
  NameMap names;
  for (const auto& [before, after] : renames.tables) names.emplace(LowerName(before.name), after.name);
  return names;
}

NameSet RenamedColumns(const Renames& renames) {
  NameSet names;
  for (const auto& [table, columns] : renames.columns) {
    for (const auto& [before, after] : columns) names.insert(LowerName(before));
  }
  return names;
}

NameSet RenamedNames(const Renames& renames) {
  NameSet names = RenamedColumns(renames);
  for (const auto& [before, after] : RenamedTables(renames)) names.insert(before);
  return names;
}

// A name that can be nothing but a table's: behind FROM or JOIN, or before a point.
bool IsTable(const std::vector<SqliteToken>& tokens, size_t at) {
  const bool selected = at > 0 && (tokens[at - 1].IsWord("FROM") || tokens[at - 1].IsWord("JOIN"));
  return selected || (at + 1 < tokens.size() && tokens[at + 1].IsSymbol("."));
}

// The first name that may be that of a renamed column, or of a renamed table and of something else as well.
std::optional<std::string> DoubtfulName(const std::string& sql, const NameMap& tables, const NameSet& columns) {
  const std::vector<SqliteToken> tokens = Tokenize(sql);
  for (size_t at = 0; at < tokens.size(); ++at) {
    if (tokens[at].kind != SqliteToken::Kind::kWord && tokens[at].kind != SqliteToken::Kind::kName) continue;
    const std::string name = LowerName(NameOf(tokens[at]));
    if (columns.contains(name) || (tables.contains(name) && !IsTable(tokens, at))) return NameOf(tokens[at]);
  }
  return std::nullopt;
}

class ViewSorter {
 public:
  ViewSorter(const SchemaDiff& diff, const Renames& renames)
      : diff_(diff),
        tables_(RenamedTables(renames)),
        columns_(RenamedColumns(renames)),
        renamed_(RenamedNames(renames)) {}

  absl::StatusOr<ViewChanges> Run() {
    for (const Change<View>& change : diff_.views) {
      if (!change.is_new()) Drop(*change.before);
      if (!change.is_gone()) changes_.created.push_back(change.after);
    }
    for (const Table* table : diff_.dropped) gone_.insert(LowerName(table->name.name));
    // A view may look into views that come later in the list.
    for (size_t before = 0; before != changes_.dropped.size() + 1;) {
      before = changes_.dropped.size() + 1;
      for (const View& view : diff_.before->views) ORMD_RETURN_IF_ERROR(Visit(view));
    }
    return std::move(changes_);
  }

 private:
  absl::Status Visit(const View& view) {
    if (std::find(changes_.dropped.begin(), changes_.dropped.end(), &view) != changes_.dropped.end()) {
      return absl::OkStatus();
    }
    const View* wanted = FindNamed(diff_.after->views, view.name.name);
    const bool concerned =
        Mentions(view.definition, gone_) || (wanted != nullptr && Mentions(view.definition, renamed_));
    if (!concerned) return absl::OkStatus();
    Drop(view);
    if (wanted == nullptr) {
      ORMD_ASSIGN_OR_RETURN(wanted, Renamed(view));
    }
    changes_.created.push_back(wanted);
    return absl::OkStatus();
  }

  absl::StatusOr<const View*> Renamed(const View& view) {
    if (const auto name = DoubtfulName(view.definition, tables_, columns_); name.has_value()) {
      return SqliteCannotRenameIn(view, *name);
    }
    changes_.renamed.push_back(view);
    changes_.renamed.back().definition = RenameIn(view.definition, tables_);
    return &changes_.renamed.back();
  }

  void Drop(const View& view) {
    changes_.dropped.push_back(&view);
    gone_.insert(LowerName(view.name.name));
  }

  const SchemaDiff& diff_;
  const NameMap tables_;
  const NameSet columns_;
  const NameSet renamed_;
  NameSet gone_;
  ViewChanges changes_;
};

}  // namespace

absl::StatusOr<ViewChanges> ViewChangesOf(const SchemaDiff& diff, const Renames& renames) {
  return ViewSorter(diff, renames).Run();
}

}  // namespace ormd
