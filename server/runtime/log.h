// The daemon's log: one line for each event, on stderr, with named facts.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "absl/time/time.h"

namespace ormd {

enum class LogLevel { kDebug, kInfo, kWarn, kError };
enum class LogFormat { kConsole, kJson };

// A fact of an event; the texts need to live only while the line is made.
struct LogField {
  std::string_view name;
  std::variant<std::string_view, int64_t, double> value;
};

// `format` is auto (console on a terminal), console or json; `level` debug, info, warn or error. Call it once, before
// other threads log. Without it, events of level info and above go out in console form.
void InitLog(std::string_view format, std::string_view level);

// Thread safe. The line is written when the function returns.
void Log(LogLevel level, std::string_view message, std::initializer_list<LogField> fields = {});

// The same at level info, whatever the level of the log: for what an operator has asked for by a setting of its own.
void LogRequested(std::string_view message, std::initializer_list<LogField> fields);

bool LogEnabled(LogLevel level);

// The line of an event, without line end. Json: time (RFC 3339, UTC), level, message, then the facts; empty texts are
// left out.
std::string LogLine(LogFormat format, absl::Time time, LogLevel level, std::string_view message,
                    std::initializer_list<LogField> fields);

}  // namespace ormd
