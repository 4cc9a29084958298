#include "orm/metadata/identifier.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "orm/base/strings.h"

namespace ormd {
namespace {

// PostgreSQL cuts longer names in silence.
constexpr size_t kLongestName = 63;

// ormd's own tables are left out of every comparison; SQLite refuses its own.
constexpr std::array<std::string_view, 2> kReservedPrefixes = {"ormd_", "sqlite_"};

// Those of pg_catalog that are no table's rows.
constexpr std::array kPostgresTypes = std::to_array<std::string_view>(
    {"bit",       "bool",        "box",       "bpchar",     "bytea",     "char",        "cid",        "cidr",
     "circle",    "date",        "float4",    "float8",     "inet",      "int2",        "int4",       "int8",
     "interval",  "json",        "jsonb",     "jsonpath",   "line",      "lseg",        "macaddr",    "macaddr8",
     "money",     "name",        "numeric",   "oid",        "path",      "point",       "polygon",    "refcursor",
     "regclass",  "regproc",     "regrole",   "regtype",    "text",      "tid",         "time",       "timestamp",
     "timestamptz", "timetz",    "tsquery",   "tsvector",   "unknown",   "uuid",        "varbit",     "varchar",
     "void",      "xid",         "xid8",      "xml",        "any",       "record",      "trigger",    "internal",
     "int4range", "int8range",   "numrange",  "tsrange",    "tstzrange", "daterange",   "int2vector", "oidvector"});

}  // namespace

std::string FoldedName(std::string_view name) { return absl::AsciiStrToLower(ToAbsl(name)); }

std::string IdentifierFault(std::string_view what, std::string_view name) {
  if (name.empty()) return StrCat("the ", what, " name is empty");
  if (name.find('\0') != std::string_view::npos) return StrCat("the ", what, " name holds a NUL");
  if (name.size() > kLongestName) {
    return StrCat("the ", what, " name '", name, "' is longer than ", kLongestName, " bytes");
  }
  return "";
}

std::string TableNameFault(std::string_view what, std::string_view name) {
  if (std::string fault = IdentifierFault(what, name); !fault.empty()) return fault;
  const std::string folded = FoldedName(name);
  for (const std::string_view prefix : kReservedPrefixes) {
    if (folded.starts_with(prefix)) return StrCat("the ", what, " name '", name, "' begins with ", prefix);
  }
  return "";
}

bool IsPostgresType(std::string_view name) {
  return std::find(kPostgresTypes.begin(), kPostgresTypes.end(), name) != kPostgresTypes.end();
}

std::string OwnedNames::OwnerOf(std::string_view scope, std::string_view name) const {
  const auto found = owners_.find(StrCat(scope, "\n", FoldedName(name)));
  return found == owners_.end() ? "" : found->second;
}

std::string OwnedNames::Take(std::string_view scope, std::string_view name, std::string owner) {
  const auto [entry, taken] = owners_.emplace(StrCat(scope, "\n", FoldedName(name)), std::move(owner));
  return taken ? "" : entry->second;
}

}  // namespace ormd
