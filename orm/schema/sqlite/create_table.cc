#include "orm/schema/sqlite/create_table.h"

#include <algorithm>
#include <array>

#include "orm/base/strings.h"
#include "orm/schema/constraint_names.h"
#include "orm/schema/sqlite/declared_type.h"
#include "orm/schema/sqlite/sql_tokens.h"
#include "orm/schema/sqlite/token_reader.h"
#include "orm/sql/sql_text.h"

namespace ormd {
namespace {

using Names = std::vector<std::string>;

bool BeginsConstraint(const SqliteToken& token) {
  static constexpr std::array<std::string_view, 11> kWords = {
      "CONSTRAINT", "PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE", "REFERENCES", "AS", "GENERATED"};
  return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) { return token.IsWord(word); });
}

ReferentialAction ReadAction(TokenReader& in) {
  if (in.AcceptWords({"CASCADE"})) return ReferentialAction::kCascade;
  if (in.AcceptWords({"RESTRICT"})) return ReferentialAction::kRestrict;
  if (in.AcceptWords({"SET", "NULL"})) return ReferentialAction::kSetNull;
  if (in.AcceptWords({"SET", "DEFAULT"})) return ReferentialAction::kSetDefault;
  in.AcceptWords({"NO", "ACTION"});
  return ReferentialAction::kDefault;
}

void SkipConflictClause(TokenReader& in) {
  if (in.AcceptWords({"ON", "CONFLICT"})) in.Skip();
}

// [NOT] DEFERRABLE [INITIALLY x]. false where it does not stand here.
bool ReadDeferrable(TokenReader& in, ForeignKey& key) {
  const bool never = in.AcceptWords({"NOT", "DEFERRABLE"});
  if (!never && !in.AcceptWords({"DEFERRABLE"})) return false;
  const bool deferred = in.AcceptWords({"INITIALLY", "DEFERRED"});
  if (!deferred) in.AcceptWords({"INITIALLY", "IMMEDIATE"});
  key.deferrable = never      ? Deferrable::kNot
                   : deferred ? Deferrable::kInitiallyDeferred
                              : Deferrable::kInitiallyImmediate;
  return true;
}

// Behind REFERENCES.
void ReadReference(TokenReader& in, ForeignKey& key) {
  key.target.name = in.Name();
  if (in.AtSymbol("(")) key.target_columns = in.ColumnNames();
  while (true) {
    if (in.AcceptWords({"ON", "DELETE"})) {
      key.on_delete = ReadAction(in);
    } else if (in.AcceptWords({"ON", "UPDATE"})) {
      key.on_update = ReadAction(in);
    } else if (in.AcceptWords({"ON", "INSERT"})) {
      ReadAction(in);  // SQLite reads it, and does nothing
    } else if (in.AcceptWords({"MATCH"})) {
      in.Skip();
    } else {
      break;
    }
  }
  ReadDeferrable(in, key);
}

class TableReader {
 public:
  TableReader(const std::string& name, std::string_view sql) : in_(sql) { table_.name.name = name; }

  std::optional<Table> Read() {
    if (!in_.SkipToParentheses()) return std::nullopt;
    while (!in_.AtSymbol(")")) {
      if (in_.at_end()) return std::nullopt;
      if (!ReadTableConstraint() && !ReadColumn()) return std::nullopt;
      in_.AcceptSymbol(",");
    }
    in_.Skip();
    ReadOptions();
    Finish();
    return std::move(table_);
  }

 private:
  bool ReadTableConstraint() {
    const std::string name = in_.AcceptWords({"CONSTRAINT"}) ? in_.Name() : "";
    if (in_.AcceptWords({"PRIMARY", "KEY"})) {
      table_.primary_key.columns = in_.ColumnNames();
      SkipConflictClause(in_);
    } else if (in_.AcceptWords({"UNIQUE"})) {
      table_.uniques.push_back({"", in_.ColumnNames(), Deferrable::kNot});
      SkipConflictClause(in_);
    } else if (in_.AcceptWords({"CHECK"})) {
      AddCheck(name, "");
    } else if (in_.AcceptWords({"FOREIGN", "KEY"})) {
      ForeignKey key;
      key.name = name;
      key.columns = in_.ColumnNames();
      if (in_.AcceptWords({"REFERENCES"})) ReadReference(in_, key);
      table_.foreign_keys.push_back(std::move(key));
    } else {
      return !name.empty();
    }
    return true;
  }

  bool ReadColumn() {
    if (!in_.AtName()) return false;
    TableColumn column;
    column.name = in_.Name();
    column.nullable = true;
    const std::string declared = ReadType(column);
    while (!in_.AtSymbol(",") && !in_.AtSymbol(")")) {
      if (in_.at_end() || !ReadColumnConstraint(declared, column)) return false;
    }
    table_.columns.push_back(std::move(column));
    return true;
  }

  std::string ReadType(TableColumn& column) {
    std::string declared;
    std::string_view comment;
    const auto take = [&] {
      comment = in_.Comment();
      StrAppend(&declared, declared.empty() ? "" : " ", in_.Name());
    };
    while (in_.AtName() && !BeginsConstraint(in_.token())) take();
    if (!declared.empty() && in_.AtSymbol("(")) {
      const std::string_view arguments = in_.Parenthesized();
      comment = in_.CommentBefore();
      StrAppend(&declared, "(", arguments, ")");
    }
    column.type = TypeOfDeclaration(declared, comment);
    column.untyped = declared.empty();
    if (SameName(declared, "INTEGER")) integers_.push_back({column.name, comment.empty()});
    return declared;
  }

  bool ReadColumnConstraint(const std::string& declared, TableColumn& column) {
    if (in_.AcceptWords({"CONSTRAINT"})) {
      pending_ = in_.Name();
      return true;
    }
    // Of the reference before; SQLite takes it without one too.
    ForeignKey none;
    if (ReadDeferrable(in_, table_.foreign_keys.empty() ? none : table_.foreign_keys.back())) return true;
    if (in_.AcceptWords({"PRIMARY", "KEY"})) {
      ReadColumnKey(declared, column);
    } else if (in_.AcceptWords({"NOT", "NULL"})) {
      column.nullable = false;
      SkipConflictClause(in_);
    } else if (in_.AcceptWords({"NULL"})) {
      SkipConflictClause(in_);
    } else if (in_.AcceptWords({"UNIQUE"})) {
      table_.uniques.push_back({"", {column.name}, Deferrable::kNot});
      SkipConflictClause(in_);
    } else if (in_.AcceptWords({"CHECK"})) {
      AddCheck(pending_, column.name);
    } else if (in_.AcceptWords({"DEFAULT"})) {
      ReadDefault(column);
    } else if (in_.AcceptWords({"COLLATE"})) {
      column.collation = in_.Name();
    } else if (in_.AcceptWords({"REFERENCES"})) {
      ForeignKey key;
      key.name = pending_;
      key.columns = {column.name};
      ReadReference(in_, key);
      table_.foreign_keys.push_back(std::move(key));
    } else {
      return ReadGenerated(column);
    }
    pending_.clear();
    return true;
  }

  void ReadColumnKey(const std::string& declared, TableColumn& column) {
    table_.primary_key.columns = {column.name};
    // A key that descends is none that counts, for history's sake.
    if (in_.AcceptWords({"DESC"}) && SameName(declared, "INTEGER")) integers_.pop_back();
    in_.AcceptWords({"ASC"});
    SkipConflictClause(in_);
    counts_ = in_.AcceptWords({"AUTOINCREMENT"});
  }

  void ReadDefault(TableColumn& column) {
    std::string sql;
    if (in_.AtSymbol("(")) {
      sql = OneLine(in_.Parenthesized());
    } else if (in_.AtSymbol("-") || in_.AtSymbol("+")) {
      sql = in_.Text();
      sql += in_.Text();
    } else {
      sql = in_.AtBareText() ? QuoteText(in_.Name()) : std::string(in_.Text());
    }
    if (!SameName(sql, "NULL")) column.default_sql = std::move(sql);
  }

  bool ReadGenerated(TableColumn& column) {
    in_.AcceptWords({"GENERATED", "ALWAYS"});
    if (!in_.AcceptWords({"AS"}) || !in_.AtSymbol("(")) return false;
    column.generated = OneLine(WithoutTable(in_.Parenthesized(), table_.name.name));
    column.generated_stored = in_.AcceptWords({"STORED"});
    in_.AcceptWords({"VIRTUAL"});
    return true;
  }

  void AddCheck(std::string name, const std::string& column) {
    const std::string expression = OneLine(WithoutTable(in_.Parenthesized(), table_.name.name));
    SkipConflictClause(in_);
    unnamed_.push_back(name.empty() ? column : "");
    has_name_.push_back(!name.empty());
    table_.checks.push_back({std::move(name), expression});
  }

  void ReadOptions() {
    table_.loose = true;
    while (!in_.at_end()) {
      if (in_.AcceptWords({"STRICT"})) {
        table_.loose = false;
      } else if (in_.AcceptWords({"WITHOUT", "ROWID"})) {
        table_.without_rowid = true;
      } else {
        in_.Skip();
      }
    }
  }

  void Finish() {
    for (TableColumn& column : table_.columns) {
      const Names& key = table_.primary_key.columns;
      const auto is_column = [&](const std::string& name) { return SameName(name, column.name); };
      if (std::any_of(key.begin(), key.end(), is_column)) column.nullable = false;
      if (key.size() == 1 && is_column(key.front())) column.identity = Counts(column);
      if (SameName(column.collation, "BINARY")) column.collation.clear();
    }
    NameChecks();
  }

  // A key with the type's comment is ormd's: it counts only where it says so. One that refers to a row takes its
  // number.
  bool Counts(const TableColumn& column) const {
    if (table_.without_rowid) return false;
    if (counts_ || in_.saw_autoincrement()) return true;
    const auto refers = [&](const ForeignKey& key) {
      return key.columns.size() == 1 && SameName(key.columns.front(), column.name);
    };
    if (std::any_of(table_.foreign_keys.begin(), table_.foreign_keys.end(), refers)) return false;
    return std::any_of(integers_.begin(), integers_.end(),
                       [&](const auto& integer) { return integer.second && integer.first == column.name; });
  }

  void NameChecks() {
    size_t number = 0;
    for (size_t i = 0; i < table_.checks.size(); ++i) {
      if (has_name_[i]) continue;
      if (unnamed_[i].empty()) ++number;
      const std::string part = unnamed_[i].empty() ? StrCat(number) : unnamed_[i];
      std::string name = DefaultName(table_.name.name, {part}, "check");
      for (size_t more = 2; IsTaken(name); ++more) name = DefaultName(table_.name.name, {part, StrCat(more)}, "check");
      table_.checks[i].name = std::move(name);
    }
  }

  bool IsTaken(const std::string& name) const {
    return std::any_of(table_.checks.begin(), table_.checks.end(),
                       [&](const TableCheck& check) { return SameName(check.name, name); });
  }

  TokenReader in_;
  Table table_;
  std::string pending_;  // the name of the column constraint that comes next
  bool counts_ = false;
  std::vector<std::pair<std::string, bool>> integers_;  // columns declared INTEGER, and whether without a comment
  // Of each check.
  std::vector<std::string> unnamed_;  // the column whose unnamed check it is
  std::vector<bool> has_name_;
};

}  // namespace

std::optional<Table> ParseCreateTable(const std::string& name, std::string_view sql) {
  return TableReader(name, sql).Read();
}

}  // namespace ormd
