#include "orm/driver/postgres/conninfo.h"

#include <libpq-fe.h>

#include <algorithm>
#include <memory>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/driver/errors.h"

namespace ormd {
namespace {

constexpr int64_t kConnectTimeout = 5;
constexpr int64_t kLeastConnectTimeout = 2;

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

void AppendOption(std::string_view name, std::string_view value, std::string& out) {
  StrAppend(&out, out.empty() ? "" : " ", name, "='");
  for (const char c : value) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  out += '\'';
}

// One, or one for each host; empty ones are left to libpq.
bool ArePorts(std::string_view text) {
  while (true) {
    const size_t comma = text.find(',');
    const std::string_view port = text.substr(0, comma);
    if (!port.empty() && ParseInteger<uint16_t>(port).value_or(0) == 0) return false;
    if (comma == std::string_view::npos) return true;
    text.remove_prefix(comma + 1);
  }
}

// Of a password that holds @, libpq takes what follows the first one for the host; "@name" is a socket without a file.
bool HoldsPassword(const std::string& host) { return !host.starts_with('/') && host.find('@', 1) != std::string::npos; }

}  // namespace

absl::StatusOr<Conninfo> Conninfo::Parse(const std::string& url) {
  char* message = nullptr;
  const std::unique_ptr<PQconninfoOption, FreeOptions> parsed(PQconninfoParse(url.c_str(), &message));
  PQfreemem(message);
  if (parsed == nullptr) return BadDatabaseUrl("expected postgresql://user:password@host:port/database?option=value");
  Conninfo info;
  for (const PQconninfoOption* option = parsed.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) info.options_.emplace_back(option->keyword, option->val);
  }
  ORMD_RETURN_IF_ERROR(info.CheckPlace());
  const std::string timeout = info.Get("connect_timeout");
  const auto seconds = timeout.empty() ? kConnectTimeout : ParseInteger<int64_t>(timeout);
  if (!seconds.has_value()) return BadDatabaseUrl("connect_timeout must be a number of seconds");
  info.connect_timeout_ = std::max<int64_t>(*seconds, 0);
  std::erase_if(info.options_, [](const auto& option) {
    return option.first == "connect_timeout" || option.first == "client_encoding";
  });
  info.SetDefault("client_encoding", "UTF8");
  info.SetDefault("fallback_application_name", "ormd");
  info.SetDefault("keepalives_idle", "30");
  info.SetDefault("keepalives_interval", "10");
  info.SetDefault("keepalives_count", "3");
  info.SetDefault("tcp_user_timeout", "30000");
  return info;
}

absl::Status Conninfo::CheckPlace() const {
  if (HoldsPassword(Get("host"))) return BadDatabaseUrl("a host cannot hold @: write an @ of the password as %40");
  // Without a user, what stands before a / of the password is taken for host and port, and the rest for the database.
  if (Get("user").empty() && Get("dbname").find('@') != std::string::npos) {
    return BadDatabaseUrl("a database that holds @ needs a user before it: write a / of the password as %2F");
  }
  return ArePorts(Get("port")) ? absl::OkStatus() : BadDatabaseUrl("a port is a number from 1 to 65535");
}

std::string Conninfo::Get(std::string_view name) const {
  for (const auto& [key, value] : options_) {
    if (key == name) return value;
  }
  return "";
}

void Conninfo::SetDefault(std::string_view name, std::string_view value) {
  if (Get(name).empty()) options_.emplace_back(name, value);
}

std::string Conninfo::Text(absl::Duration remaining) const {
  std::string text;
  for (const auto& [name, value] : options_) AppendOption(name, value, text);
  int64_t timeout = connect_timeout_;
  if (remaining < absl::Hours(1)) {
    const int64_t left = std::max(absl::ToInt64Seconds(absl::Ceil(remaining, absl::Seconds(1))), kLeastConnectTimeout);
    timeout = timeout == 0 ? left : std::min(timeout, left);
  }
  AppendOption("connect_timeout", StrCat(timeout), text);
  return text;
}

std::string Conninfo::Location() const {
  const std::string host = Get("host").empty() ? Get("hostaddr") : Get("host");
  const std::string port = Get("port").empty() ? "" : StrCat(":", Get("port"));
  if (host.starts_with('/')) return StrCat("postgresql:///", Get("dbname"), "?host=", host, port);
  return StrCat("postgresql://", host, port, "/", Get("dbname"));
}

}  // namespace ormd
