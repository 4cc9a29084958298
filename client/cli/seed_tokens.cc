#include "client/cli/seed_tokens.h"

#include "absl/strings/ascii.h"

namespace ormd::cli {
namespace {

bool IsWordChar(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || (static_cast<unsigned char>(c) & 0x80) != 0;
}

// The quoted text at `at`, which moves behind it.
std::string TakeQuoted(std::string_view sql, size_t& at) {
  const char quote = sql[at];
  std::string text;
  for (++at; at < sql.size(); ++at) {
    if (sql[at] != quote) {
      text += sql[at];
    } else if (at + 1 < sql.size() && sql[at + 1] == quote) {
      text += sql[at++];
    } else {
      ++at;
      break;
    }
  }
  return text;
}

std::string TakeWhile(std::string_view sql, size_t& at, bool (*fits)(char)) {
  const size_t begin = at;
  while (at < sql.size() && fits(sql[at])) ++at;
  return std::string(sql.substr(begin, at - begin));
}

std::string TakeMark(std::string_view sql, size_t& at) {
  for (const std::string_view mark : {"::", "<=", ">=", "<>", "!="}) {
    if (!sql.substr(at).starts_with(mark)) continue;
    at += mark.size();
    return std::string(mark);
  }
  return std::string(1, sql[at++]);
}

}  // namespace

bool SeedToken::IsWord(std::string_view word) const {
  return type == Type::kName && !quoted && absl::AsciiStrToLower(text) == word;
}

std::vector<SeedToken> SeedTokens(std::string_view sql) {
  std::vector<SeedToken> tokens;
  for (size_t at = 0; at < sql.size();) {
    const char c = sql[at];
    if (absl::ascii_isspace(static_cast<unsigned char>(c))) {
      ++at;
    } else if (c == '\'') {
      tokens.push_back({SeedToken::Type::kText, TakeQuoted(sql, at), true});
    } else if (c == '"' || c == '`') {
      tokens.push_back({SeedToken::Type::kName, TakeQuoted(sql, at), true});
    } else if (absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      const auto fits = [](char d) { return absl::ascii_isdigit(static_cast<unsigned char>(d)) || d == '.'; };
      tokens.push_back({SeedToken::Type::kNumber, TakeWhile(sql, at, fits), false});
    } else if (IsWordChar(c)) {
      tokens.push_back({SeedToken::Type::kName, TakeWhile(sql, at, IsWordChar), false});
    } else {
      tokens.push_back({SeedToken::Type::kMark, TakeMark(sql, at), false});
    }
  }
  return tokens;
}

std::vector<std::string> NamesIn(std::string_view sql) {
  std::vector<std::string> names;
  for (SeedToken& token : SeedTokens(sql)) {
    if (token.type == SeedToken::Type::kName) names.push_back(std::move(token.text));
  }
  return names;
}

}  // namespace ormd::cli
