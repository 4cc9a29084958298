#include <cstdio>
#include <type_traits>

#include "absl/strings/str_format.h"
#include "orm/base/strings.h"
#include "server/runtime/log.h"

namespace ormd {
namespace {

std::string_view LevelName(LogLevel level) {
  constexpr std::string_view kNames[] = {"debug", "info", "warn", "error"};
  return kNames[static_cast<size_t>(level)];
}

void AppendEscaped(char c, std::string* out) {
  switch (c) {
    case '"':
      out->append("\\\"");
      return;
    case '\\':
      out->append("\\\\");
      return;
    case '\n':
      out->append("\\n");
      return;
    case '\t':
      out->append("\\t");
      return;
    default:
      absl::StrAppendFormat(out, "\\u%04x", static_cast<unsigned char>(c));
  }
}

void AppendQuoted(std::string_view text, std::string* out) {
  out->push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20) {
      AppendEscaped(c, out);
    } else {
      out->push_back(c);
    }
  }
  out->push_back('"');
}

bool NeedsQuotes(std::string_view text) { return text.find_first_of(" \"\\=\n\t\r") != std::string_view::npos; }

void AppendValue(const LogField& field, bool quote_always, std::string* out) {
  std::visit(
      [&]<typename T>(const T& value) {
        if constexpr (std::is_same_v<T, std::string_view>) {
          quote_always || NeedsQuotes(value) ? AppendQuoted(value, out) : static_cast<void>(out->append(value));
        } else if constexpr (std::is_same_v<T, double>) {
          absl::StrAppendFormat(out, "%.3f", value);
        } else {
          StrAppend(out, value);
        }
      },
      field.value);
}

bool IsEmpty(const LogField& field) {
  const std::string_view* text = std::get_if<std::string_view>(&field.value);
  return text != nullptr && text->empty();
}

std::string TimeText(absl::Time time) { return absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone()); }

std::string JsonLine(absl::Time time, LogLevel level, std::string_view message,
                     std::initializer_list<LogField> fields) {
  std::string out = StrCat("{\"time\":\"", TimeText(time), "\",\"level\":\"", LevelName(level), "\",\"message\":");
  AppendQuoted(message, &out);
  for (const LogField& field : fields) {
    if (IsEmpty(field)) continue;
    StrAppend(&out, ",\"", field.name, "\":");
    AppendValue(field, true, &out);
  }
  out.push_back('}');
  return out;
}

std::string ConsoleLine(absl::Time time, LogLevel level, std::string_view message,
                        std::initializer_list<LogField> fields) {
  std::string out = StrCat(TimeText(time), " ", LevelName(level), " ", message);
  for (const LogField& field : fields) {
    if (IsEmpty(field)) continue;
    StrAppend(&out, " ", field.name, "=");
    AppendValue(field, false, &out);
  }
  return out;
}

}  // namespace

std::string LogLine(LogFormat format, absl::Time time, LogLevel level, std::string_view message,
                    std::initializer_list<LogField> fields) {
  return format == LogFormat::kJson ? JsonLine(time, level, message, fields)
                                    : ConsoleLine(time, level, message, fields);
}

}  // namespace ormd
