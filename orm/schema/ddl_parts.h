// Pieces of DDL that are the same on every platform, and the writers of each.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "orm/schema/schema_plan.h"
#include "orm/sql/platform.h"

namespace ormd {

using Statements = std::vector<std::string>;

// `("a", "b")`.
std::string ColumnListSql(const Platform& platform, const std::vector<std::string>& columns);
// `"schema"."table"`.
std::string TableSql(const Platform& platform, const TableName& table);
// `CONSTRAINT "name"`.
std::string ConstraintSql(const Platform& platform, std::string_view name);
// `CONSTRAINT "name" FOREIGN KEY ("a") REFERENCES "b" ("id") ON UPDATE … ON DELETE …`.
std::string ForeignKeySql(const Platform& platform, const ForeignKey& key);
// Each check as a table constraint is appended to `parts`.
void AppendChecks(const Platform& platform, const Table& table, std::vector<std::string>& parts);

absl::StatusOr<Statements> PostgresCreateSql(const Platform& platform, const CreatePlan& plan);
absl::StatusOr<Statements> SqliteCreateSql(const Platform& platform, const CreatePlan& plan);

}  // namespace ormd
