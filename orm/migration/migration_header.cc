#include <openssl/evp.h>

#include <array>

#include "absl/strings/escaping.h"
#include "absl/strings/str_replace.h"
#include "orm/base/strings.h"
#include "orm/migration/errors.h"
#include "orm/migration/migration_files.h"

namespace ormd {
namespace {

constexpr std::string_view kDirective = "-- ormd:";
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

bool ReadDirective(std::string_view directive, MigrationHeader& header) {
  const std::string_view verb = TakeWord(directive);
  if (verb == "no-transaction" && directive.empty()) {
    header.transactional = false;
    return true;
  }
  if (verb != "replaces") return false;
  const std::string_view name = TakeWord(directive);
  const std::string_view checksum = TakeWord(directive);
  header.replaces.push_back({std::string(name), std::string(checksum)});
  return !name.empty() && !checksum.empty() && directive.empty();
}

}  // namespace

absl::StatusOr<MigrationHeader> ReadMigrationHeader(std::string_view script, std::string_view file) {
  MigrationHeader header;
  while (!script.empty()) {
    const std::string_view line = Trim(TakeLine(script));
    if (!line.empty() && !line.starts_with("--")) break;
    if (!line.starts_with(kDirective)) continue;
    if (!ReadDirective(Trim(line.substr(kDirective.size())), header)) return UnknownDirective(file, line);
  }
  return header;
}

std::string MigrationChecksum(std::string_view script) {
  const std::string text = absl::StrReplaceAll(ToAbsl(script), {{"\r\n", "\n"}});
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned length = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha256(), nullptr);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest.data()), length));
}

}  // namespace ormd
