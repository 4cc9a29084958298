#include "server/config/option_table.h"

#include <algorithm>
#include <cctype>
#include <functional>
#include <optional>
#include <string>

#include "orm/base/strings.h"
#include "server/config/setting_text.h"

namespace ormd {
namespace {

// "--pool-size" is ORMD_POOL_SIZE.
std::string EnvironmentName(std::string_view flag) {
  std::string name = StrCat("ORMD_", flag.substr(2));
  for (char& c : name) c = c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

template <typename T>
void AddOption(CLI::App& app, std::string flag, T& target, std::string default_text, const std::string& help,
               std::function<std::optional<T>(std::string_view)> parse, const std::string& form) {
  auto store = [&target, flag, parse = std::move(parse), form](const std::string& text) {
    std::optional<T> value = parse(text);
    if (!value.has_value()) throw CLI::ValidationError(flag, StrCat("'", text, "' is not ", form));
    target = *std::move(value);
  };
  app.add_option_function<std::string>(flag, store, help)
      ->envname(EnvironmentName(flag))
      ->default_str(std::move(default_text))
      ->type_name("")
      ->multi_option_policy(CLI::MultiOptionPolicy::Throw);
}

void AddText(CLI::App& app, const std::string& flag, std::string& target, const std::string& help) {
  AddOption<std::string>(
      app, flag, target, target, help, [](std::string_view text) { return std::string(text); }, "a text");
}

void AddChoice(CLI::App& app, const std::string& flag, std::string& target, std::vector<std::string> choices,
               const std::string& help) {
  const std::string form = StrCat("one of ", StrJoin(choices, ", "));
  auto parse = [choices = std::move(choices)](std::string_view text) -> std::optional<std::string> {
    if (std::find(choices.begin(), choices.end(), text) == choices.end()) return std::nullopt;
    return std::string(text);
  };
  AddOption<std::string>(app, flag, target, target, help, parse, form);
}

void AddDuration(CLI::App& app, const std::string& flag, absl::Duration& target, const std::string& help,
                 absl::Duration least = absl::Milliseconds(1)) {
  auto parse = [least](std::string_view text) -> std::optional<absl::Duration> {
    const std::optional<absl::Duration> duration = ParseDurationText(text);
    return duration.has_value() && *duration >= least ? duration : std::nullopt;
  };
  AddOption<absl::Duration>(app, flag, target, absl::FormatDuration(target), help, parse,
                            StrCat("a length of time from ", absl::FormatDuration(least), ", such as 30s or 500ms"));
}

void AddSize(CLI::App& app, const std::string& flag, size_t& target, const std::string& help) {
  constexpr size_t kLeast = 128;             // an empty answer is one too
  constexpr size_t kMost = size_t{1} << 30;  // the length of a message is an int
  auto parse = [](std::string_view text) -> std::optional<size_t> {
    const std::optional<size_t> size = ParseSizeText(text);
    return size.has_value() && *size >= kLeast && *size <= kMost ? size : std::nullopt;
  };
  AddOption<size_t>(app, flag, target, SizeText(target), help, parse,
                    StrCat("a size from ", SizeText(kLeast), " to ", SizeText(kMost),
                           ", such as 4194304, 512KiB or 4MiB"));
}

constexpr size_t kMostThreads = 10'000;
constexpr size_t kMostConnections = kMostThreads / 2;  // each has two threads

void AddCount(CLI::App& app, const std::string& flag, size_t& target, const std::string& help, size_t least = 1,
              size_t most = 1'000'000'000) {
  auto parse = [least, most](std::string_view text) -> std::optional<size_t> {
    const std::optional<size_t> count = ParseInteger<size_t>(text);
    return count.has_value() && *count >= least && *count <= most ? count : std::nullopt;
  };
  AddOption<size_t>(app, flag, target, StrCat(target), help, parse, StrCat("a number from ", least, " to ", most));
}

// --flag, --flag=false and --no-flag.
void AddSwitch(CLI::App& app, const std::string& name, bool& target, const std::string& help) {
  const std::string flag = StrCat("--", name);
  auto store = [&target](const std::string& text) {
    const std::optional<bool> value = ParseBoolText(text);
    if (!value.has_value()) throw CLI::ValidationError(StrCat("'", text, "' is neither true nor false"));
    target = *value;
  };
  app.add_flag_function(
         StrCat(flag, ",!--no-", name), [](int64_t) {}, help)
      ->each(store)
      ->envname(EnvironmentName(flag))
      ->default_str(target ? "true" : "false");
}

void AddSessionOptions(CLI::App& app, Settings& settings) {
  AddDuration(app, "--session-ttl", settings.session_ttl, "Life of a session without a call");
  AddDuration(app, "--max-session-ttl", settings.max_session_ttl, "Longest life that a client may ask for");
  AddCount(app, "--max-sessions", settings.max_sessions, "Sessions with an id");
  AddCount(app, "--max-streams", settings.max_streams, "Session streams");
  AddCount(app, "--stream-window", settings.stream_window, "Unanswered commands of one session stream");
  AddDuration(app, "--idle-transaction", settings.idle_transaction,
              "Idle open transactions are rolled back after this time");
}

void AddLimitOptions(CLI::App& app, Settings& settings) {
  AddSize(app, "--max-message", settings.max_message, "Bytes of a request, and of an answer to a read");
  AddSize(app, "--max-in-flight", settings.max_in_flight,
          "Bytes of all requests that are being served; more are refused");
  AddCount(app, "--condition-depth", settings.condition_depth, "Nesting of a condition");
  AddCount(app, "--condition-nodes", settings.condition_nodes, "Parts of a condition");
  AddCount(app, "--populate-depth", settings.populate_depth, "Steps of a populate path");
  AddCount(app, "--max-entities", settings.max_entities, "Entities in one unit of work");
}

void AddLogOptions(CLI::App& app, Settings& settings) {
  AddSwitch(app, "log-sql", settings.log_sql, "Log every statement with its time and rows");
  AddChoice(app, "--log-format", settings.log_format, {"auto", "console", "json"}, "auto, console or json");
  AddChoice(app, "--log-level", settings.log_level, {"debug", "info", "warn", "error"}, "debug, info, warn or error");
}

}  // namespace

void AddSchemaOption(CLI::App& app, Settings& settings) {
  AddText(app, "--schema", settings.schema, "Directory of the annotated .proto files (required)");
}

void AddDatabaseOption(CLI::App& app, Settings& settings) {
  const std::string required = settings.database.empty() ? " (required)" : "";
  AddText(app, "--database", settings.database, StrCat("postgresql://... or sqlite:FILE", required));
}

void AddMigrationsOption(CLI::App& app, Settings& settings) {
  AddText(app, "--migrations", settings.migrations, "Directory of the migrations");
}

void AddConfigOption(CLI::App& app, std::string& file) {
  app.add_option("--config", file, "TOML or INI file with the daemon's settings: the names of its options as keys")
      ->envname("ORMD_CONFIG");
}

void AddServeOptions(CLI::App& app, Settings& settings) {
  AddSchemaOption(app, settings);
  AddDatabaseOption(app, settings);
  AddMigrationsOption(app, settings);
  AddChoice(app, "--schema-check", settings.schema_check, {"auto", "require", "sync", "ignore"},
            "Where the database lacks something: require it, sync or ignore (auto: require; on SQLite sync)");
  AddOption<std::string>(app, "--listen", settings.listen, settings.listen,
                         "HOST:PORT (port 0: a free one) or unix:PATH", ParseAddressText,
                         "HOST:PORT with a port from 0 to 65535, nor unix:PATH");
  AddDuration(app, "--max-connection-age", settings.max_connection_age,
              "Time after which a client is asked to connect anew (0: never)", absl::ZeroDuration());
  AddText(app, "--instance", settings.instance, "Name of this replica in session ids (default: the host's name)");
  AddCount(app, "--io-threads", settings.io_threads, "Threads that speak gRPC (0: half the processors, but 1 at least)",
           0, kMostThreads);
  AddCount(app, "--pool-size", settings.pool_size,
           "Database connections; SQLite: those that read, beside one that writes", 1, kMostConnections);
  AddCount(app, "--workers", settings.workers, "Threads that wait for the database (0: one for each connection)", 0,
           kMostThreads);
  AddCount(app, "--merge-lanes", settings.merge_lanes, "Merged statements at a time (0: calls are not merged)", 0);
  AddCount(app, "--merge-batch", settings.merge_batch, "Calls of one merged statement");
  AddDuration(app, "--acquire-timeout", settings.acquire_timeout,
              "Longest wait for a connection; time in the queue before counts");
  AddDuration(app, "--default-timeout", settings.default_timeout,
              "Deadline of a call that brings none; work on the schema has none then");
  AddDuration(app, "--drain-grace", settings.drain_grace, "Time for running calls and open transactions after SIGTERM",
              absl::ZeroDuration());
  AddSessionOptions(app, settings);
  AddLimitOptions(app, settings);
  AddSwitch(app, "reflection", settings.reflection, "Serve gRPC reflection");
  AddLogOptions(app, settings);
}

}  // namespace ormd
