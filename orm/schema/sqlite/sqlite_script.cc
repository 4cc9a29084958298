#include "orm/schema/sqlite/sqlite_script.h"

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/schema/sqlite/table_sql.h"

namespace ormd {
namespace {

constexpr std::string_view kPartsSql =
    "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('trigger', 'index') AND sql IS NOT NULL "
    "AND lower(tbl_name) = ?1 ORDER BY rowid";

enum class Verb { kOther, kCreateTable, kCreateView, kCreatePart, kDrop, kRename };

struct Command {
  Verb verb = Verb::kOther;
  std::string name;  // in lower case
  std::string to;    // of a rename, in lower case
};

class CommandReader {
 public:
  explicit CommandReader(std::string_view sql) : tokens_(Tokenize(sql)) {}

  Command Read() {
    if (Accept("CREATE")) return {CreatedKind(), Name(), ""};
    if (Accept("DROP") && (Accept("TABLE") || Accept("VIEW"))) return {Verb::kDrop, Name(), ""};
    if (!Accept("ALTER") || !Accept("TABLE")) return {};
    Command command = {Verb::kRename, Name(), ""};
    if (!Accept("RENAME") || !Accept("TO")) return {};
    command.to = Name();
    return command;
  }

 private:
  bool Accept(std::string_view word) {
    const bool accepted = at_ < tokens_.size() && tokens_[at_].IsWord(word);
    if (accepted) ++at_;
    return accepted;
  }

  // What is temporary is none of the schema's.
  Verb CreatedKind() {
    if (Accept("TABLE")) return Verb::kCreateTable;
    if (Accept("VIEW")) return Verb::kCreateView;
    Accept("UNIQUE");
    return Accept("INDEX") || Accept("TRIGGER") ? Verb::kCreatePart : Verb::kOther;
  }

  // Behind IF [NOT] EXISTS, without its schema.
  std::string Name() {
    if (Accept("IF")) Accept("NOT"), Accept("EXISTS");
    if (at_ + 1 < tokens_.size() && tokens_[at_ + 1].IsSymbol(".")) at_ += 2;
    return at_ < tokens_.size() ? LowerName(NameOf(tokens_[at_++])) : "";
  }

  const std::vector<SqliteToken> tokens_;
  size_t at_ = 0;
};

}  // namespace

absl::Status SqliteScript::Run(const std::string& sql, const Context& context) {
  const Command command = CommandReader(sql).Read();
  if (command.verb == Verb::kDrop) ORMD_RETURN_IF_ERROR(Keep(command.name, context));
  if (command.verb == Verb::kCreatePart) {
    if (Stands(command.name, sql)) return absl::OkStatus();
    ORMD_RETURN_IF_ERROR(MakeRoom(command.name, context));
  }
  ORMD_RETURN_IF_ERROR(connection().ExecuteScript(sql, context));
  if (command.verb == Verb::kCreateTable) created_.insert(command.name);
  if (command.verb == Verb::kCreateView) return Restore(command.name, context);
  return command.verb == Verb::kRename && created_.contains(command.name) ? Restore(command.to, context)
                                                                          : absl::OkStatus();
}

absl::Status SqliteScript::Keep(const std::string& table, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const auto rows, connection().Execute({std::string(kPartsSql), {table}}, context));
  Parts parts;
  for (size_t row = 0; row < rows->rows(); ++row) {
    parts.push_back({std::string(rows->cell(row, 0).text), std::string(rows->cell(row, 1).text),
                     std::string(rows->cell(row, 2).text)});
  }
  created_.erase(table);
  kept_[table] = std::move(parts);
  return absl::OkStatus();
}

absl::Status SqliteScript::Restore(const std::string& table, const Context& context) {
  const auto kept = kept_.find(table);
  if (kept == kept_.end()) return absl::OkStatus();
  const Parts parts = std::move(kept->second);
  kept_.erase(kept);
  for (const Part& part : parts) {
    ORMD_RETURN_IF_ERROR(connection().ExecuteScript(part.sql, context));
    restored_[LowerName(part.name)] = part;
  }
  return absl::OkStatus();
}

bool SqliteScript::Stands(const std::string& name, const std::string& sql) const {
  const auto part = restored_.find(name);
  return part != restored_.end() && SqlKey(part->second.sql) == SqlKey(sql);
}

absl::Status SqliteScript::MakeRoom(const std::string& name, const Context& context) {
  const auto part = restored_.find(name);
  if (part == restored_.end()) return absl::OkStatus();
  const std::string_view type = part->second.type == "index" ? "INDEX" : "TRIGGER";
  restored_.erase(part);
  return connection().ExecuteScript(StrCat("DROP ", type, " IF EXISTS ", QuoteSqlite(name)), context);
}

}  // namespace ormd
