#include <openssl/evp.h>

#include <array>
#include <optional>

#include "absl/strings/escaping.h"
#include "absl/strings/str_replace.h"
#include "orm/base/strings.h"
#include "orm/migration/errors.h"
#include "orm/migration/migration_files.h"

namespace ormd {
namespace {

constexpr std::string_view kDirective = "-- ormd:";
constexpr std::string_view kWhich = "which";
constexpr std::string_view kBlanks = " \t\r";

std::string_view Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// Takes the first line off the text.
std::string_view TakeLine(std::string_view& text) {
  const size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

// Takes the first word off the text.
std::string_view TakeWord(std::string_view& text) {
  const std::string_view word = text.substr(0, text.find_first_of(kBlanks));
  text = Trim(text.substr(word.size()));
  return word;
}

// Takes a line of the head off the script; nullopt behind the last one.
std::optional<std::string_view> TakeHeadLine(std::string_view& script) {
  if (script.empty()) return std::nullopt;
  std::string_view rest = script;
  const std::string_view line = Trim(TakeLine(rest));
  if (!line.empty() && !line.starts_with("--")) return std::nullopt;
  script = rest;
  return line;
}

// Whose parts the next line is about; nullptr where there is no line above for it.
std::vector<ReplacedMigration>* PartsAbove(std::string_view& verb, std::string_view& directive,
                                           std::vector<ReplacedMigration>& replaces) {
  std::vector<ReplacedMigration>* parts = &replaces;
  for (; verb == kWhich; verb = TakeWord(directive)) {
    if (parts->empty()) return nullptr;
    parts = &parts->back().parts;
  }
  return parts;
}

bool ReadDirective(std::string_view directive, MigrationHeader& header) {
  std::string_view verb = TakeWord(directive);
  if (verb == "no-transaction" && directive.empty()) {
    header.transactional = false;
    return true;
  }
  std::vector<ReplacedMigration>* parts = PartsAbove(verb, directive, header.replaces);
  if (parts == nullptr || verb != "replaces") return false;
  const std::string_view name = TakeWord(directive);
  const std::string_view checksum = TakeWord(directive);
  parts->push_back({std::string(name), std::string(checksum)});
  return !name.empty() && !checksum.empty() && directive.empty();
}

void AppendLines(const std::vector<ReplacedMigration>& replaces, const std::string& depth, std::string& text) {
  for (const ReplacedMigration& replaced : replaces) {
    StrAppend(&text, kDirective, depth, " replaces ", replaced.name, " ", replaced.checksum, "\n");
    AppendLines(replaced.parts, StrCat(depth, " ", kWhich), text);
  }
}

}  // namespace

absl::StatusOr<MigrationHeader> ReadMigrationHeader(std::string_view script, std::string_view file) {
  MigrationHeader header;
  while (const std::optional<std::string_view> line = TakeHeadLine(script)) {
    if (!line->starts_with(kDirective)) continue;
    if (!ReadDirective(Trim(line->substr(kDirective.size())), header)) return UnknownDirective(file, *line);
  }
  return header;
}

std::string ReplacesLines(const std::vector<ReplacedMigration>& replaces) {
  std::string text;
  AppendLines(replaces, "", text);
  return text;
}

std::string WithoutDirectives(std::string_view script) {
  std::string text;
  std::string_view rest = script;
  while (const std::optional<std::string_view> line = TakeHeadLine(rest)) {
    if (!line->starts_with(kDirective)) text += script.substr(0, script.size() - rest.size());
    script = rest;
  }
  return text.append(script);
}

std::string MigrationChecksum(std::string_view script) {
  const std::string text = absl::StrReplaceAll(ToAbsl(script), {{"\r\n", "\n"}});
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned length = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha256(), nullptr);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest.data()), length));
}

}  // namespace ormd
