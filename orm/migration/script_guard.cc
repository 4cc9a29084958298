#include "orm/migration/script_guard.h"

#include "absl/time/clock.h"
#include "orm/base/error.h"

namespace ormd {
namespace {

// Of PostgreSQL: the first one of the search path that stands, or "". Another role has a path of its own: "" too.
absl::StatusOr<std::string> FirstSchema(Connection& connection, const Context& context) {
  const Statement ask = {
      "SELECT CASE WHEN current_user = session_user THEN coalesce(current_schema()::text, '') ELSE '' END", {}};
  ORMD_ASSIGN_OR_RETURN(const auto first, connection.Execute(ask, context));
  return std::string(first->cell(0, 0).text);
}

}  // namespace

ScriptGuard::ScriptGuard(const Dialect& dialect, Connection& connection)
    : has_search_path_(dialect.platform().name() == "postgresql"),
      guards_(dialect.script_guards()),
      connection_(connection),
      references_(guards_.checks, connection) {}

ScriptGuard::~ScriptGuard() {
  if (!entered_ || connection_.broken()) return;
  const Context context = Connection::UndoContext();
  RestoreSettings(context).IgnoreError();
  for (const std::string& sql : guards_.after) connection_.ExecuteScript(sql, context).IgnoreError();
}

absl::Status ScriptGuard::Enter(const Context& context) {
  if (has_search_path_ && !entered_) {
    ORMD_ASSIGN_OR_RETURN(const auto path, connection_.Execute({"SELECT current_setting('search_path')", {}}, context));
    search_path_ = std::string(path->cell(0, 0).text);
    ORMD_ASSIGN_OR_RETURN(first_schema_, FirstSchema(connection_, context));
  }
  entered_ = true;
  for (const std::string& sql : guards_.before) ORMD_RETURN_IF_ERROR(connection_.ExecuteScript(sql, context));
  return references_.Remember(context);
}

absl::Status ScriptGuard::RestoreSettings(const Context& context) {
  if (!has_search_path_) return absl::OkStatus();
  ORMD_RETURN_IF_ERROR(connection_.ExecuteScript(connection_.reset_script(), context));
  return connection_.Execute({"SELECT set_config('search_path', $1, false)", {search_path_}}, context).status();
}

absl::Status ScriptGuard::CheckFirstSchema(const StatementPlace& place, const Context& context) {
  if (!has_search_path_) return absl::OkStatus();
  ORMD_ASSIGN_OR_RETURN(const std::string first, FirstSchema(connection_, context));
  const bool known = !first.empty() && !first_schema_.empty();
  return known && first != first_schema_ ? FirstSchemaChanged(place, first_schema_, first) : absl::OkStatus();
}

absl::Status ScriptGuard::Leave(const StatementPlace& place, const FormerNames& former_names, const Context& context) {
  ORMD_RETURN_IF_ERROR(RestoreSettings(context));
  ORMD_RETURN_IF_ERROR(CheckFirstSchema(place, context));
  ORMD_ASSIGN_OR_RETURN(const ReferenceCheck::Counts broken, references_.Broken(former_names, context));
  return broken.empty() ? absl::OkStatus() : ForeignKeysBroken(place, broken);
}

}  // namespace ormd
