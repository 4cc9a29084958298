#include "server/runtime/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <memory>

#include "absl/time/clock.h"

namespace ormd {
namespace {

struct Logger {
  LogFormat format = LogFormat::kConsole;
  std::shared_ptr<spdlog::logger> sink = MakeSink();

  static std::shared_ptr<spdlog::logger> MakeSink() {
    auto logger = std::make_shared<spdlog::logger>("ormd", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_pattern("%v");
    logger->set_level(spdlog::level::info);
    logger->flush_on(spdlog::level::debug);
    return logger;
  }
};

Logger& Instance() {
  static Logger* logger = new Logger();  // never destroyed: threads may log until the process ends
  return *logger;
}

spdlog::level::level_enum SpdlogLevel(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarn:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

void Write(spdlog::level::level_enum gate, LogLevel level, std::string_view message,
           std::initializer_list<LogField> fields) {
  const std::string line = LogLine(Instance().format, absl::Now(), level, message, fields);
  Instance().sink->log(gate, spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace

void InitLog(std::string_view format, std::string_view level) {
  const bool json = format == "json" || (format == "auto" && isatty(STDERR_FILENO) == 0);
  Instance().format = json ? LogFormat::kJson : LogFormat::kConsole;
  Instance().sink->set_level(spdlog::level::from_str(std::string(level)));
}

bool LogEnabled(LogLevel level) { return Instance().sink->should_log(SpdlogLevel(level)); }

void Log(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
  if (LogEnabled(level)) Write(SpdlogLevel(level), level, message, fields);
}

void LogRequested(std::string_view message, std::initializer_list<LogField> fields) {
  Write(spdlog::level::critical, LogLevel::kInfo, message, fields);
}

}  // namespace ormd
