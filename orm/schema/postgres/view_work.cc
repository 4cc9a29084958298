#include "orm/schema/postgres/view_work.h"

#include <algorithm>

#include "orm/base/strings.h"
#include "orm/schema/postgres/expression_text.h"
#include "orm/schema/postgres/statements.h"
#include "orm/schema/postgres/view_order.h"
#include "orm/schema/same_part.h"

namespace ormd::postgres {
namespace {

using Views = std::vector<const View*>;

bool Contains(const Views& views, const View* view) {
  return std::find(views.begin(), views.end(), view) != views.end();
}

bool IsAnother(const Change<View>& change) {
  return change.before->definition != change.after->definition ||
         change.before->materialized != change.after->materialized;
}

const View* Named(const std::vector<View>& views, const TableName& name) {
  const auto found = std::find_if(views.begin(), views.end(), [&](const View& view) { return view.name == name; });
  return found == views.end() ? nullptr : &*found;
}

const Change<View>* ChangeOf(const SchemaDiff& diff, const View* before) {
  const auto found = std::find_if(diff.views.begin(), diff.views.end(),
                                  [&](const Change<View>& change) { return change.before == before; });
  return found == diff.views.end() ? nullptr : &*found;
}

Operation DropOperation(const View& view, bool gone) {
  const std::string name = Quoted(view.name);
  return {Safety::kSafe,
          StrCat(gone ? "drop view " : "take away view ", name),
          {StrCat("DROP ", ViewKind(view), " ", name, gone ? " CASCADE" : "")}};
}

Operation CreateOperation(const View& view) {
  Operation operation = {view.materialized ? Safety::kMayLock : Safety::kSafe,
                         StrCat("create view ", Quoted(view.name)),
                         {CreateViewSql(view)}};
  if (!view.comment.empty()) operation.statements.push_back(CommentSql(ViewKind(view), view.name, view.comment));
  for (const TableIndex& index : view.indexes) operation.statements.push_back(CreateIndexSql(view.name, index));
  return operation;
}

bool HasIndex(const View& view, const TableIndex& index) {
  return std::any_of(view.indexes.begin(), view.indexes.end(), [&](const TableIndex& other) {
    return other.name == index.name && SameIndex(other, index, nullptr);
  });
}

// Of a view that stays: comment and indexes.
Operation ChangeOperation(const View& before, const View& after) {
  Operation operation = {Safety::kSafe, StrCat("change view ", Quoted(after.name)), {}};
  for (const TableIndex& index : before.indexes) {
    if (HasIndex(after, index)) continue;
    operation.statements.push_back(StrCat("DROP INDEX ", Quoted(TableName{before.name.schema, index.name})));
  }
  for (const TableIndex& index : after.indexes) {
    if (HasIndex(before, index)) continue;
    operation.statements.push_back(CreateIndexSql(after.name, index));
    operation.safety = Safety::kMayLock;
  }
  if (before.comment != after.comment) {
    operation.statements.push_back(CommentSql(ViewKind(after), after.name, after.comment));
  }
  return operation;
}

}  // namespace

ViewWork::ViewWork(const SchemaDiff& diff, const std::vector<TableWork>& tables, const EnumWork& enums) : diff_(diff) {
  for (const Change<View>& change : diff.views) {
    if (change.is_new()) {
      created_.push_back(change.after);
    } else if (change.is_gone() || IsAnother(change)) {
      Drop(*change.before);
    }
  }
  for (const View& view : diff.before->views) {
    const bool disturbed = std::any_of(tables.begin(), tables.end(), [&](const TableWork& table) {
      return table.DisturbsViews() && MentionsName(view.definition, table.before->name.name);
    });
    if (disturbed || enums.IsMentioned(view.definition)) Drop(view);
  }
  DropAbove();
  dropped_ = InOrder(dropped_);
  std::reverse(dropped_.begin(), dropped_.end());
  created_ = InOrder(created_);
}

void ViewWork::Drop(const View& view) {
  if (Contains(dropped_, &view)) return;
  dropped_.push_back(&view);
  const Change<View>* change = ChangeOf(diff_, &view);
  if (change != nullptr && change->is_gone()) return;
  const View* after = change == nullptr ? Named(diff_.after->views, view.name) : change->after;
  created_.push_back(after == nullptr ? &view : after);
}

// What selects from a view that only goes is left to CASCADE.
void ViewWork::DropAbove() {
  for (size_t i = 0; i < dropped_.size(); ++i) {
    const Change<View>* change = ChangeOf(diff_, dropped_[i]);
    if (change != nullptr && change->is_gone()) continue;
    for (const View& view : diff_.before->views) {
      if (SelectsFrom(view, *dropped_[i])) Drop(view);
    }
  }
}

void ViewWork::AppendDrops(std::vector<Operation>& operations) const {
  for (const View* view : dropped_) {
    const Change<View>* change = ChangeOf(diff_, view);
    operations.push_back(DropOperation(*view, change != nullptr && change->is_gone()));
  }
}

void ViewWork::AppendCreates(std::vector<Operation>& operations) const {
  for (const View* view : created_) operations.push_back(CreateOperation(*view));
  for (const Change<View>& change : diff_.views) {
    if (change.is_new() || change.is_gone() || Contains(dropped_, change.before)) continue;
    operations.push_back(ChangeOperation(*change.before, *change.after));
  }
}

}  // namespace ormd::postgres
