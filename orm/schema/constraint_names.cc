#include "orm/schema/constraint_names.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "orm/base/strings.h"

namespace ormd {
namespace {

// FNV-1a: names must come out the same on every machine and in every version.
uint32_t StableHash(std::string_view text) {
  uint32_t hash = 2166136261u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash;
}

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

std::string WithHash(std::string_view name, std::string_view hashed) {
  constexpr size_t kSuffix = 9;
  size_t length = std::min(name.size(), kMaxNameBytes - kSuffix);
  while (length > 0 && length < name.size() && IsContinuation(name[length])) --length;
  return StrCat(name.substr(0, length), absl::StrFormat("_%08x", StableHash(hashed)));
}

std::string Folded(std::string_view name) { return absl::AsciiStrToLower(ToAbsl(name)); }

}  // namespace

std::string FitName(std::string_view name) {
  return name.size() <= kMaxNameBytes ? std::string(name) : WithHash(name, name);
}

std::string DefaultName(std::string_view table, const std::vector<std::string>& columns, std::string_view kind) {
  return FitName(StrCat(table, "_", StrJoin(columns, "_"), "_", kind));
}

void TakenNames::Take(const std::string& schema, std::string_view name) { taken_.emplace(schema, Folded(name)); }

std::string TakenNames::Claim(const TableName& table, const std::string& name) {
  std::string claimed = FitName(name);
  if (!taken_.emplace(table.schema, Folded(claimed)).second) {
    claimed = WithHash(name, StrCat(table.name, "\n", name));
    Take(table.schema, claimed);
  }
  return claimed;
}

}  // namespace ormd
