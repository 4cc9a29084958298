#include "orm/schema/postgres/view_work.h"

#include <algorithm>
#include <set>

#include "orm/base/strings.h"
#include "orm/schema/postgres/expression_text.h"
#include "orm/schema/postgres/from_items.h"
#include "orm/schema/postgres/renamed_view.h"
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

// Of a standing view, whose names are as PostgreSQL prints them.
bool SelectsFromAny(const View& view, const std::vector<const Table*>& tables) {
  const std::vector<FromItem> items = tables.empty() ? std::vector<FromItem>() : FromItemsOf(view.definition);
  return std::any_of(items.begin(), items.end(), [&](const FromItem& item) {
    return std::any_of(tables.begin(), tables.end(), [&](const Table* table) { return item.name == table->name; });
  });
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

ViewWork::ViewWork(const SchemaDiff& diff, const std::vector<TableWork>& tables, const EnumWork& enums)
    : diff_(diff), tables_(tables) {
  for (const Change<View>& change : diff.views) {
    if (change.is_new()) {
      created_.push_back(change.after);
    } else if (change.is_gone() || IsAnother(change)) {
      Drop(*change.before);
    }
  }
  for (const View& view : diff.before->views) {
    const bool disturbed =
        std::any_of(tables.begin(), tables.end(), [&](const TableWork& table) { return table.Disturbs(view); });
    if (disturbed || enums.IsMentioned(view.definition)) Drop(view);
  }
  DropLost(enums);
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
  if (after == nullptr) {
    renamed_.push_back(view);
    renamed_.back().definition = RenamedDefinition(view, tables_);
    after = &renamed_.back();
  }
  created_.push_back(after);
}

// Whether the diff takes it away or gives it another definition.
bool ViewWork::IsReplaced(const View& view) const {
  const Change<View>* change = ChangeOf(diff_, &view);
  return change != nullptr && (change->is_gone() || IsAnother(*change));
}

// A view over a table, enum or view that goes would go with it in silence, or stand in its way.
void ViewWork::DropLost(const EnumWork& enums) {
  for (const Change<View>& change : diff_.views) {
    if (change.is_gone()) lost_.push_back(change.before);
  }
  for (const View& view : diff_.before->views) {
    if (IsReplaced(view)) continue;
    if (enums.IsLostOn(view.definition) || SelectsFromAny(view, diff_.dropped)) lost_.push_back(&view);
  }
  for (size_t i = 0; i < lost_.size(); ++i) {
    for (const View& view : diff_.before->views) {
      if (!IsReplaced(view) && !Contains(lost_, &view) && SelectsFrom(view, *lost_[i])) lost_.push_back(&view);
    }
  }
  for (const View* view : lost_) {
    if (!Contains(dropped_, view)) dropped_.push_back(view);
    std::erase_if(created_, [&](const View* created) { return created->name == view->name; });
  }
}

void ViewWork::DropAbove() {
  for (size_t i = 0; i < dropped_.size(); ++i) {
    if (Contains(lost_, dropped_[i])) continue;
    for (const View& view : diff_.before->views) {
      if (SelectsFrom(view, *dropped_[i])) Drop(view);
    }
  }
}

Operation ViewWork::DropOperation(const View& view) const {
  const std::string name = Quoted(view.name);
  const bool goes = Contains(lost_, &view);
  const bool unasked = goes && !IsReplaced(view);
  // A snapshot does not know them.
  const bool lost = !goes && diff_.before->first_schema.empty();
  return {unasked ? Safety::kMayLoseData : Safety::kSafe,
          StrCat(goes ? "drop view " : "take away view ", name, unasked ? ", which needs what goes" : "",
                 lost ? ", with the grants and triggers on it, which must be made again by hand" : ""),
          {StrCat("DROP ", ViewKind(view), " ", name, goes ? " CASCADE" : "")}};
}

// What CREATE VIEW does not say. Whether the columns of another definition are the same nobody knows.
void ViewWork::AppendBelongings(const View& standing, Operation& operation) const {
  const bool replaced = IsReplaced(standing);
  std::set<std::string> lost;
  for (const Belonging& belonging : standing.belongings) {
    if (replaced && !belonging.column.empty()) {
      lost.insert(Quoted(belonging.column));
    } else {
      operation.statements.push_back(belonging.sql);
    }
  }
  if (!lost.empty()) {
    StrAppend(&operation.summary, ", without the grants on its columns ", StrJoin(lost, ", "),
              ", which must be made again by hand");
  }
  if (replaced) return;
  for (const TableColumn& column : standing.columns) {
    if (!column.comment.empty()) operation.statements.push_back(ColumnCommentSql(standing.name, column));
  }
}

Operation ViewWork::CreateOperation(const View& view) const {
  Operation operation = {view.materialized ? Safety::kMayLock : Safety::kSafe,
                         StrCat("create view ", Quoted(view.name)),
                         {CreateViewSql(view)}};
  const View* standing = Named(diff_.before->views, view.name);
  if (standing != nullptr) AppendBelongings(*standing, operation);
  if (!view.comment.empty()) operation.statements.push_back(CommentSql(ViewKind(view), view.name, view.comment));
  for (const TableIndex& index : view.indexes) operation.statements.push_back(CreateIndexSql(view.name, index));
  return operation;
}

void ViewWork::AppendDrops(std::vector<Operation>& operations) const {
  for (const View* view : dropped_) operations.push_back(DropOperation(*view));
}

void ViewWork::AppendCreates(std::vector<Operation>& operations) const {
  for (const View* view : created_) operations.push_back(CreateOperation(*view));
  for (const Change<View>& change : diff_.views) {
    if (change.is_new() || change.is_gone() || Contains(dropped_, change.before)) continue;
    operations.push_back(ChangeOperation(*change.before, *change.after));
  }
}

}  // namespace ormd::postgres
