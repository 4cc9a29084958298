// Schemas for comparisons, and what these find, as text.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "orm/base/strings.h"
#include "orm/schema/compare.h"
#include "tests/unit/schema/schema_parts.h"

namespace ormd {

using Names = std::vector<std::string>;

inline Type Of(TypeKind kind) { return {.kind = kind}; }

inline TableColumn Column(std::string name, TypeKind kind = TypeKind::kText, std::string renamed_from = "") {
  TableColumn column;
  column.name = std::move(name);
  column.type = Of(kind);
  column.renamed_from = std::move(renamed_from);
  return column;
}

inline Table TableOf(std::string name, std::vector<TableColumn> columns) {
  Table table;
  table.name = {"", std::move(name)};
  table.columns = std::move(columns);
  table.columns.insert(table.columns.begin(), Column("id", TypeKind::kBigint));
  table.primary_key = {StrCat(table.name.name, "_pkey"), {"id"}};
  return table;
}

template <typename Part>
std::string NameOf(const Part& part) {
  if constexpr (std::is_same_v<decltype(part.name), TableName>) {
    return part.name.schema.empty() ? part.name.name : StrCat(part.name.schema, ".", part.name.name);
  } else {
    return part.name;
  }
}

template <typename Part>
void AddText(std::string_view kind, const Change<Part>& change, Names& out) {
  if (change.is_new()) {
    out.push_back(StrCat("new ", kind, " ", NameOf(*change.after)));
  } else if (change.is_gone()) {
    out.push_back(StrCat("no ", kind, " ", NameOf(*change.before)));
  } else {
    const std::string was = NameOf(*change.before), is = NameOf(*change.after);
    out.push_back(StrCat(kind, " ", was, was == is ? "" : StrCat(" -> ", is)));
  }
}

// What a diff says, one line for each change.
inline Names TextOf(const SchemaDiff& diff) {
  Names out;
  for (const std::string& name : diff.namespaces) out.push_back(StrCat("new namespace ", name));
  for (const auto& change : diff.enums) AddText("enum", change, out);
  for (const Table* table : diff.created) out.push_back(StrCat("new table ", NameOf(*table)));
  for (const Table* table : diff.dropped) out.push_back(StrCat("no table ", NameOf(*table)));
  for (const TableChange& change : diff.changed) {
    AddText("table", change.table, out);
    if (change.is_commented()) out.push_back("comment");
    for (const auto& column : change.columns) AddText("column", column, out);
    if (change.primary_key.before != nullptr || change.primary_key.after != nullptr) out.push_back("key");
    for (const auto& unique : change.uniques) AddText("unique", unique, out);
    for (const auto& index : change.indexes) AddText("index", index, out);
    for (const auto& check : change.checks) AddText("check", check, out);
    for (const auto& key : change.foreign_keys) AddText("foreign key", key, out);
  }
  for (const auto& change : diff.views) AddText("view", change, out);
  EXPECT_EQ(diff.empty(), out.empty());
  return out;
}

inline Names Differences(const DatabaseSchema& before, const DatabaseSchema& after,
                         const CompareOptions& options = {}) {
  return TextOf(Compare(before, after, options));
}

// Of one table.
inline Names Differences(const Table& before, const Table& after, const CompareOptions& options = {}) {
  return Differences(Tables({before}), Tables({after}), options);
}

inline const CompareOptions kAll = {.drop_unknown = true, .safe = false, .ignore = {}};
inline const CompareOptions kSafely = {.drop_unknown = true, .safe = true, .ignore = {}};

inline ForeignKey Refers(std::string name, std::string column, std::string target, std::string target_column = "id") {
  ForeignKey key;
  key.name = std::move(name);
  key.columns = {std::move(column)};
  key.target = {"", std::move(target)};
  key.target_columns = {std::move(target_column)};
  return key;
}

}  // namespace ormd
