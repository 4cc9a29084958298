#include <algorithm>
#include <array>
#include <optional>

#include "absl/strings/match.h"
#include "orm/base/strings.h"
#include "orm/sql/batch.h"
#include "orm/sql/sql_text.h"
#include "orm/sql/write.h"

namespace ormd {
namespace {

class InsertCompiler {
 public:
  InsertCompiler(const Platform& platform, const InsertBatch& batch)
      : platform_(platform),
        batch_(batch),
        head_(StrCat("INSERT INTO ", TableSql(platform, *batch.entity))),
        rowid_key_(RowidKey()) {
    if (!platform.types_columns()) ComputeDefaults();
  }

  std::vector<BatchStatement> Compile() const {
    using Tells = BatchStatement::Tells;
    const Tells tells = batch_.returning.empty() ? Tells::kCount : Tells::kValues;
    std::vector<BatchStatement> statements;
    for (size_t first = 0; first < batch_.rows.size(); first += statements.back().count) {
      const size_t count = Count(first);
      statements.push_back({Rows(first, count), first, count, tells});
    }
    return statements;
  }

 private:
  // What the database would compute as another value of the column's type than ormd stores is written in its form.
  void ComputeDefaults() {
    const EntityMetadata& entity = *batch_.entity;
    for (const size_t column : batch_.returning) {
      const std::optional<std::string>& expression = entity.property(entity.columns[column].property).default_raw;
      if (!expression.has_value()) continue;
      std::string computed = platform_.Computed(entity.columns[column].type, *expression);
      if (computed == *expression) continue;
      computed_.push_back(column);
      expressions_.push_back(std::move(computed));
    }
  }

  // How many rows from `first` on go into one statement.
  size_t Count(size_t first) const {
    const size_t left = batch_.rows.size() - first;
    if (batch_.columns.empty()) return platform_.array_batches() ? left : 1;
    const size_t count = std::min(left, RowsPerStatement(platform_, batch_.columns.size()));
    return rowid_key_.has_value() ? Ascending(first, count) : count;
  }

  // SQLite orders returned rows by rowid. Where that is the key and the rows bring it, it ascends within a statement
  // only if the keys do.
  std::optional<size_t> RowidKey() const {
    const EntityMetadata& entity = *batch_.entity;
    if (platform_.returns_in_order() || batch_.returning.empty() || entity.key_columns.size() != 1) return std::nullopt;
    const size_t key = entity.key_columns.front();
    if (platform_.ColumnType(entity.columns[key].type) != "INTEGER") return std::nullopt;
    const auto found = std::find(batch_.columns.begin(), batch_.columns.end(), key);
    if (found == batch_.columns.end()) return std::nullopt;
    return static_cast<size_t>(found - batch_.columns.begin());
  }

  size_t Ascending(size_t first, size_t limit) const {
    const auto key = [&](size_t row) { return batch_.rows.at(row, *rowid_key_).get_if<int64_t>(); };
    size_t count = 1;
    while (count < limit) {
      const int64_t* before = key(first + count - 1);
      const int64_t* next = key(first + count);
      if (before == nullptr || next == nullptr || *next <= *before) break;
      ++count;
    }
    return count;
  }

  Statement Rows(size_t first, size_t count) const {
    Statement statement;
    std::vector<size_t> columns = batch_.columns;
    columns.insert(columns.end(), computed_.begin(), computed_.end());
    if (columns.empty()) {
      statement.sql = count == 1 ? StrCat(head_, " DEFAULT VALUES") : Defaults(count, statement.params);
    } else {
      const std::vector<std::string> names = ColumnNames(platform_, *batch_.entity, columns, "");
      statement.sql = StrCat(head_, " (", StrJoin(names, ", "), ")", Source(RowsFrom(first, count), statement.params));
    }
    statement.sql += Returning();
    return statement;
  }

  std::string Defaults(size_t count, std::vector<Param>& params) const {
    const std::string number = AddParam(platform_, {.kind = TypeKind::kBigint}, static_cast<int64_t>(count), params);
    return StrCat(head_, " SELECT FROM generate_series(1, ", number, ")");
  }

  RowSet RowsFrom(size_t first, size_t count) const {
    RowSet rows;
    for (const size_t column : batch_.columns) rows.types.push_back(&batch_.entity->columns[column].type);
    rows.first = first;
    rows.count = count;
    rows.at = [this](size_t row, size_t column) -> const Value& { return batch_.rows.at(row, column); };
    return rows;
  }

  std::string Source(const RowSet& rows, std::vector<Param>& params) const {
    if (rows.count == 1 || !platform_.array_batches()) {
      return StrCat(" VALUES ", ValuesOf(platform_, rows, params, expressions_));
    }
    std::string selected;
    for (size_t i = 0; i < rows.types.size(); ++i) {
      StrAppend(&selected, i == 0 ? " " : ", ", platform_.RowsColumn(*rows.types[i], i));
    }
    return StrCat(" SELECT", selected, " FROM ", platform_.RowsTable(rows, true, params), " ORDER BY u.n");
  }

  std::string Returning() const {
    if (batch_.returning.empty()) return "";
    std::string sql = ReturningSql(platform_, *batch_.entity, batch_.returning, "");
    if (!platform_.returns_in_order()) StrAppend(&sql, ", ", RowidName());
    return sql;
  }

  // One of SQLite's names for the row's number that no column has taken.
  std::string RowidName() const {
    static constexpr std::array<std::string_view, 3> kNames = {"rowid", "oid", "_rowid_"};
    const auto free = [this](std::string_view name) {
      const std::vector<Column>& columns = batch_.entity->columns;
      return std::none_of(columns.begin(), columns.end(), [name](const Column& column) {
        return absl::EqualsIgnoreCase(column.name, ToAbsl(name));
      });
    };
    return std::string(*std::find_if(kNames.begin(), kNames.end() - 1, free));
  }

  const Platform& platform_;
  const InsertBatch& batch_;
  const std::string head_;
  const std::optional<size_t> rowid_key_;  // where in batch.columns
  std::vector<size_t> computed_;           // columns that get their defaults here
  std::vector<std::string> expressions_;   // theirs
};

}  // namespace

std::vector<BatchStatement> CompileInsert(const Platform& platform, const InsertBatch& batch) {
  return InsertCompiler(platform, batch).Compile();
}

}  // namespace ormd
