// Tables made by hand, and a dialect that only has a platform.
#pragma once

#include <string>
#include <vector>

#include "orm/schema/dialect.h"

namespace ormd {

class PlatformOnly final : public Dialect {
 public:
  explicit PlatformOnly(const Platform& platform = PostgresPlatform()) : platform_(platform) {}
  const Platform& platform() const override { return platform_; }
  absl::StatusOr<DatabaseSchema> Adapt(DatabaseSchema built) const override { return built; }
  absl::StatusOr<DatabaseSchema> Read(Connection&, const Context&) const override { return DatabaseSchema(); }
  DatabaseSchema AlignNames(DatabaseSchema adapted, const DatabaseSchema&) const override { return adapted; }
  absl::StatusOr<DatabaseSchema> Normalize(DatabaseSchema adapted, const DatabaseSchema&, Connection&,
                                           const Context&) const override {
    return adapted;
  }
  absl::StatusOr<std::vector<Operation>> Plan(const SchemaDiff&) const override { return std::vector<Operation>(); }
  bool MayLoseValues(const TableColumn&, const TableColumn&) const override { return false; }

 private:
  const Platform& platform_;
};

inline TableColumn ColumnOf(std::string name, TypeKind kind = TypeKind::kText, bool nullable = false) {
  TableColumn column;
  column.name = std::move(name);
  column.type.kind = kind;
  column.nullable = nullable;
  return column;
}

// With a bigint `id` as its key before the other columns.
inline Table TableOf(std::string name, std::vector<TableColumn> columns = {}) {
  Table table;
  table.name = {"", std::move(name)};
  table.columns.push_back(ColumnOf("id", TypeKind::kBigint));
  for (TableColumn& column : columns) table.columns.push_back(std::move(column));
  table.primary_key = {table.name.name + "_pkey", {"id"}};
  return table;
}

inline ForeignKey KeyTo(std::string target, std::vector<std::string> columns,
                        std::vector<std::string> target_columns = {"id"}) {
  ForeignKey key;
  key.columns = std::move(columns);
  key.target = {"", std::move(target)};
  key.target_columns = std::move(target_columns);
  return key;
}

}  // namespace ormd
