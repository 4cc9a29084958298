#include "orm/migration/trigger_keeper.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/sql/sql_scanner.h"

namespace ormd {
namespace {

constexpr const char* kTriggersSql = "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger'";

// Without its quotes, which names of tables seldom double.
std::string_view BareName(std::string_view name) {
  const bool quoted = name.size() > 1 && (name.front() == '"' || name.front() == '`' || name.front() == '[');
  return quoted ? name.substr(1, name.size() - 2) : name;
}

// The new name, by ALTER TABLE old RENAME TO new; empty for another statement.
std::string_view RenamedTo(const Platform& platform, std::string_view sql) {
  std::vector<SqlToken> tokens;
  SqlScanner scanner(platform, sql);
  for (SqlToken token = scanner.Next(); token.kind != SqlToken::Kind::kEnd; token = scanner.Next()) {
    if (token.counts()) tokens.push_back(token);
  }
  const size_t count = tokens.size();
  const bool renames = count >= 6 && tokens[0].is("ALTER") && tokens[1].is("TABLE") && tokens[count - 3].is("RENAME") &&
                       tokens[count - 2].is("TO");
  return renames ? BareName(tokens.back().text) : std::string_view();
}

bool MakesAnew(const Platform& platform, const MigrationStep& step, std::string_view table) {
  return std::any_of(step.statements.begin(), step.statements.end(), [&](const ScriptStatement& statement) {
    const std::string_view name = RenamedTo(platform, statement.sql);
    return absl::EqualsIgnoreCase(ToAbsl(name), ToAbsl(table));
  });
}

}  // namespace

absl::StatusOr<std::vector<TriggerKeeper::Trigger>> TriggerKeeper::Read(const Context& context) const {
  std::vector<Trigger> triggers;
  ORMD_ASSIGN_OR_RETURN(const auto result, connection_.Execute({kTriggersSql, {}}, context));
  for (size_t row = 0; row < result->rows(); ++row) {
    triggers.push_back({std::string(result->cell(row, 0).text), std::string(result->cell(row, 1).text),
                        std::string(result->cell(row, 2).text)});
  }
  return triggers;
}

absl::Status TriggerKeeper::Remember(const Context& context) {
  if (platform_.name() != "sqlite") return absl::OkStatus();
  ORMD_ASSIGN_OR_RETURN(triggers_, Read(context));
  return absl::OkStatus();
}

absl::Status TriggerKeeper::Restore(const MigrationStep& step, const Context& context) {
  if (triggers_.empty()) return absl::OkStatus();
  ORMD_ASSIGN_OR_RETURN(const std::vector<Trigger> standing, Read(context));
  for (const Trigger& trigger : triggers_) {
    const bool stands =
        std::any_of(standing.begin(), standing.end(), [&](const Trigger& other) { return other.name == trigger.name; });
    if (stands || !MakesAnew(platform_, step, trigger.table)) continue;
    ORMD_RETURN_IF_ERROR(connection_.ExecuteScript(trigger.sql, context));
  }
  return absl::OkStatus();
}

}  // namespace ormd
