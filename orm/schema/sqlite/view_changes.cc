#include "orm/schema/sqlite/view_changes.h"

#include <algorithm>

#include "orm/schema/sqlite/sql_tokens.h"

namespace ormd {
namespace {

NameSet RenamedNames(const Renames& renames) {
  NameSet names;
  for (const auto& [before, after] : renames.tables) names.insert(LowerName(before.name));
  for (const auto& [table, columns] : renames.columns) {
    for (const auto& [before, after] : columns) names.insert(LowerName(before));
  }
  return names;
}

const View* Find(const std::vector<View>& views, const TableName& name) {
  const auto found =
      std::find_if(views.begin(), views.end(), [&](const View& view) { return SameName(view.name.name, name.name); });
  return found == views.end() ? nullptr : &*found;
}

class ViewSorter {
 public:
  ViewSorter(const SchemaDiff& diff, const Renames& renames) : diff_(diff), renamed_(RenamedNames(renames)) {}

  ViewChanges Run() {
    for (const Change<View>& change : diff_.views) {
      if (!change.is_new()) Drop(*change.before);
      if (!change.is_gone()) changes_.created.push_back(change.after);
    }
    for (const Table* table : diff_.dropped) gone_.insert(LowerName(table->name.name));
    // A view may look into views that come later in the list.
    for (size_t before = 0; before != changes_.dropped.size() + 1;) {
      before = changes_.dropped.size() + 1;
      for (const View& view : diff_.before->views) Visit(view);
    }
    return std::move(changes_);
  }

 private:
  void Visit(const View& view) {
    if (std::find(changes_.dropped.begin(), changes_.dropped.end(), &view) != changes_.dropped.end()) return;
    const View* wanted = Find(diff_.after->views, view.name);
    const bool concerned =
        Mentions(view.definition, gone_) || (wanted != nullptr && Mentions(view.definition, renamed_));
    if (!concerned) return;
    Drop(view);
    changes_.created.push_back(wanted == nullptr ? &view : wanted);
  }

  void Drop(const View& view) {
    changes_.dropped.push_back(&view);
    gone_.insert(LowerName(view.name.name));
  }

  const SchemaDiff& diff_;
  const NameSet renamed_;
  NameSet gone_;
  ViewChanges changes_;
};

}  // namespace

ViewChanges ViewChangesOf(const SchemaDiff& diff, const Renames& renames) { return ViewSorter(diff, renames).Run(); }

}  // namespace ormd
