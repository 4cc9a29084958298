#include "orm/schema/postgres/enum_work.h"

#include <algorithm>

#include "orm/base/strings.h"
#include "orm/schema/postgres/expression_text.h"
#include "orm/schema/postgres/statements.h"
#include "orm/schema/same_part.h"

namespace ormd::postgres {
namespace {

using Labels = std::vector<std::string>;

// Whether `after` has all of `before` in the same order.
bool OnlyGrows(const Labels& before, const Labels& after) {
  auto at = before.begin();
  for (const std::string& label : after) {
    if (at != before.end() && *at == label) ++at;
  }
  return at == before.end();
}

bool Contains(const Labels& labels, const std::string& label) {
  return std::find(labels.begin(), labels.end(), label) != labels.end();
}

bool IsOf(const Type& type, const TableName& name) {
  if (type.element != nullptr && IsOf(*type.element, name)) return true;
  return type.database_type == Quoted(name);
}

// Looks for the new labels of an enum in everything that a diff makes.
class LabelUse {
 public:
  explicit LabelUse(const Change<EnumType>& change) : name_(change.after->name) {
    for (const std::string& label : change.after->labels) {
      if (!Contains(change.before->labels, label)) literals_.push_back(TextLiteral(label));
    }
  }

  bool In(const SchemaDiff& diff) const {
    return std::any_of(diff.created.begin(), diff.created.end(), [&](const Table* table) { return InTable(*table); }) ||
           std::any_of(diff.changed.begin(), diff.changed.end(),
                       [&](const auto& change) { return InChange(change); }) ||
           std::any_of(diff.views.begin(), diff.views.end(), [&](const Change<View>& view) {
             return view.after != nullptr && InText(view.after->definition);
           });
  }

 private:
  bool InText(std::string_view sql) const {
    return std::any_of(literals_.begin(), literals_.end(),
                       [&](const std::string& literal) { return sql.find(literal) != sql.npos; });
  }

  bool InTable(const Table& table) const {
    const auto used = [&](const auto& part) { return InPart(part); };
    return std::any_of(table.columns.begin(), table.columns.end(), used) ||
           std::any_of(table.checks.begin(), table.checks.end(), used) ||
           std::any_of(table.indexes.begin(), table.indexes.end(), used);
  }

  bool InChange(const TableChange& change) const {
    const auto used = [&](const auto& part) { return part.after != nullptr && InPart(*part.after); };
    return std::any_of(change.columns.begin(), change.columns.end(), used) ||
           std::any_of(change.checks.begin(), change.checks.end(), used) ||
           std::any_of(change.indexes.begin(), change.indexes.end(), used) ||
           std::any_of(change.columns.begin(), change.columns.end(),
                       [&](const Change<TableColumn>& column) { return MayHoldNew(column); });
  }

  // Rows of a column that gets the type, or loses its nulls, may get any label.
  bool MayHoldNew(const Change<TableColumn>& column) const {
    if (column.is_gone() || !IsOf(column.after->type, name_)) return false;
    if (column.is_new()) return !column.after->nullable;
    return !SameType(column.before->type, column.after->type) || column.before->nullable != column.after->nullable;
  }

  bool InPart(const TableColumn& column) const {
    return InText(column.default_sql.value_or("")) || InText(column.generated.value_or(""));
  }
  bool InPart(const TableCheck& check) const { return InText(check.expression); }
  bool InPart(const TableIndex& index) const { return InText(index.expression) || InText(index.where); }

  const TableName name_;
  std::vector<std::string> literals_;
};

TableName Aside(const TableName& name, size_t number) { return {name.schema, StrCat("ormd_old_", number)}; }

std::vector<std::string> AddLabels(const EnumType& before, const EnumType& after) {
  std::vector<std::string> statements;
  for (size_t i = 0; i < after.labels.size(); ++i) {
    if (Contains(before.labels, after.labels[i])) continue;
    std::string place;
    if (i > 0) {
      place = StrCat(" AFTER ", TextLiteral(after.labels[i - 1]));
    } else if (!before.labels.empty()) {
      place = StrCat(" BEFORE ", TextLiteral(before.labels.front()));
    }
    statements.push_back(StrCat("ALTER TYPE ", Quoted(after.name), " ADD VALUE ", TextLiteral(after.labels[i]), place));
  }
  return statements;
}

}  // namespace

EnumWork::EnumWork(const SchemaDiff& diff) : changes_(diff.enums) {
  for (const Change<EnumType>& change : changes_) {
    if (change.is_new() || change.is_gone()) continue;
    if (!OnlyGrows(change.before->labels, change.after->labels) || LabelUse(change).In(diff)) {
      remade_.insert(change.after->name);
    }
  }
}

bool EnumWork::Remakes(const Type& type) const {
  return std::any_of(remade_.begin(), remade_.end(), [&](const TableName& name) { return IsOf(type, name); });
}

bool EnumWork::IsMentioned(std::string_view sql) const {
  return std::any_of(changes_.begin(), changes_.end(), [&](const Change<EnumType>& change) {
    if (change.is_new() || change.is_gone() || !remade_.contains(change.after->name)) return false;
    return MentionsName(sql, change.before->name.name);
  });
}

bool EnumWork::IsLostOn(std::string_view sql) const {
  return std::any_of(changes_.begin(), changes_.end(), [&](const Change<EnumType>& change) {
    return change.is_gone() && CastsTo(sql, change.before->name);
  });
}

void EnumWork::AppendBefore(std::vector<Operation>& operations) const {
  for (size_t i = 0; i < changes_.size(); ++i) {
    const Change<EnumType>& change = changes_[i];
    if (change.is_gone()) continue;
    const TableName& name = change.after->name;
    const std::string create = CreateEnumSql(name, change.after->labels);
    if (change.is_new()) {
      operations.push_back({Safety::kSafe, StrCat("create enum ", Quoted(name)), {create}});
    } else if (remade_.contains(name)) {
      const std::string step_aside = StrCat("ALTER TYPE ", Quoted(name), " RENAME TO ", Quoted(Aside(name, i).name));
      operations.push_back({Safety::kMayLock, StrCat("make enum ", Quoted(name), " anew"), {step_aside, create}});
    } else {
      operations.push_back(
          {Safety::kSafe, StrCat("add to enum ", Quoted(name)), AddLabels(*change.before, *change.after)});
    }
  }
}

void EnumWork::AppendAfter(std::vector<Operation>& operations) const {
  for (size_t i = 0; i < changes_.size(); ++i) {
    const Change<EnumType>& change = changes_[i];
    if (change.is_new()) continue;
    const TableName& name = change.before->name;
    if (change.is_gone()) {
      operations.push_back({Safety::kSafe, StrCat("drop enum ", Quoted(name)), {StrCat("DROP TYPE ", Quoted(name))}});
    } else if (remade_.contains(name)) {
      operations.push_back(
          {Safety::kSafe, StrCat("drop the old enum ", Quoted(name)), {StrCat("DROP TYPE ", Quoted(Aside(name, i)))}});
    }
  }
}

}  // namespace ormd::postgres
