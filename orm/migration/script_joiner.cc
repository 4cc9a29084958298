#include "orm/migration/script_joiner.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "orm/base/strings.h"
#include "orm/migration/migration_files.h"
#include "orm/sql/script.h"

namespace ormd {
namespace {

// A last statement may go without its semicolon, a last line without its end.
bool IsClosed(const Platform& platform, const std::string& script) {
  constexpr std::string_view kNext = "\nSELECT 1";
  return SplitScript(platform, StrCat(script, kNext)).size() == SplitScript(platform, script).size() + 1;
}

// Of the session or the transaction: more than do is no harm.
bool ChangesSettings(const ScriptStatement& statement) {
  const std::string sql = absl::AsciiStrToLower(statement.sql);
  return sql.starts_with("set") || sql.find("set_config") != std::string::npos;
}

}  // namespace

void ScriptJoiner::Add(std::string_view name, std::string_view script) {
  if (changes_settings_) StrAppend(&text_, "\n-- the settings as before\n", reset_, "\n");
  // Lines for ormd say something about the file that they stand in.
  const std::string plain = WithoutDirectives(script);
  StrAppend(&text_, text_.empty() ? "" : "\n", "-- ", name, "\n", plain);
  if (!IsClosed(platform_, plain)) text_ += "\n;";
  if (!text_.ends_with('\n')) text_ += '\n';
  const std::vector<ScriptStatement> statements = SplitScript(platform_, plain);
  changes_settings_ = !reset_.empty() && std::any_of(statements.begin(), statements.end(), ChangesSettings);
}

}  // namespace ormd
