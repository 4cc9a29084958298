#include "orm/generate/stable_sql.h"

#include <optional>
#include <vector>

#include "orm/base/strings.h"

namespace ormd {
namespace {

constexpr std::string_view kCast = "::character varying";

struct Form {
  std::string_view printed;
  std::string_view words;
};

constexpr Form kForms[] = {{"::text = ANY (ARRAY[", " IN ("}, {"::text <> ALL (ARRAY[", " NOT IN ("}};
constexpr std::string_view kEnd = "]::text[])";

// The end of the quoted text that begins at `at`; npos where it does not end, or none begins.
size_t EndOfText(std::string_view sql, size_t at) {
  if (at >= sql.size() || sql[at] != '\'') return std::string_view::npos;
  for (++at; at < sql.size(); ++at) {
    if (sql[at] != '\'') continue;
    if (at + 1 == sql.size() || sql[at + 1] != '\'') return at + 1;
    ++at;
  }
  return std::string_view::npos;
}

// The texts of a list whose first stands at `at`, which moves behind the list's end.
std::optional<std::vector<std::string_view>> TakeTexts(std::string_view sql, size_t& at) {
  std::vector<std::string_view> texts;
  while (true) {
    const size_t end = EndOfText(sql, at);
    if (end == std::string_view::npos || !sql.substr(end).starts_with(kCast)) return std::nullopt;
    texts.push_back(sql.substr(at, end - at));
    at = end + kCast.size();
    if (sql.substr(at).starts_with(kEnd)) break;
    if (!sql.substr(at).starts_with(", ")) return std::nullopt;
    at += 2;
  }
  at += kEnd.size();
  return texts;
}

// What stands at `at` in other words, and `at` behind it; nullopt where nothing is to be said otherwise.
std::optional<std::string> TakeList(std::string_view sql, size_t& at) {
  for (const Form& form : kForms) {
    if (!sql.substr(at).starts_with(form.printed)) continue;
    size_t end = at + form.printed.size();
    const auto texts = TakeTexts(sql, end);
    if (!texts) continue;
    at = end;
    return StrCat(form.words, StrJoin(*texts, ", "), ")");
  }
  return std::nullopt;
}

}  // namespace

std::string StableSql(std::string_view sql) {
  std::string out;
  for (size_t at = 0; at < sql.size();) {
    if (const size_t end = EndOfText(sql, at); end != std::string_view::npos) {
      out += sql.substr(at, end - at);
      at = end;
    } else if (const std::optional<std::string> list = TakeList(sql, at)) {
      out += *list;
    } else {
      out += sql[at++];
    }
  }
  return out;
}

}  // namespace ormd
