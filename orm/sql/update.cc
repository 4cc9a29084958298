#include <algorithm>

#include "orm/base/strings.h"
#include "orm/sql/batch.h"
#include "orm/sql/sql_text.h"
#include "orm/sql/write.h"

namespace ormd {
namespace {

// The key columns and `others`. PostgreSQL sees the columns of u here too, SQLite does not know the alias here.
std::string KeysReturned(const Platform& platform, const EntityMetadata& entity, const std::vector<size_t>& others) {
  std::vector<size_t> columns = entity.key_columns;
  columns.insert(columns.end(), others.begin(), others.end());
  return ReturningSql(platform, entity, columns, platform.array_batches() ? "e0." : "");
}

// Values of a row travel in the order: new values, key, expected version.
class UpdateCompiler {
 public:
  UpdateCompiler(const Platform& platform, const UpdateBatch& batch) : platform_(platform), batch_(batch) {
    condition_columns_ = batch.entity->key_columns;
    if (!batch.versions.empty()) condition_columns_.push_back(VersionColumn(*batch.entity));
  }

  std::vector<BatchStatement> Compile() const {
    const size_t chunk =
        ChangesKey() ? 1 : RowsPerStatement(platform_, batch_.columns.size() + condition_columns_.size());
    const auto tells = IsCounted() ? BatchStatement::Tells::kCount : BatchStatement::Tells::kValues;
    std::vector<BatchStatement> statements;
    for (size_t first = 0; first < batch_.keys.size(); first += statements.back().count) {
      const size_t count = std::min(chunk, batch_.keys.size() - first);
      statements.push_back({count == 1 ? One(first) : Many(first, count), first, count, tells});
    }
    return statements;
  }

 private:
  bool ChangesKey() const {
    const std::vector<size_t>& key = batch_.entity->key_columns;
    return std::any_of(batch_.columns.begin(), batch_.columns.end(),
                       [&key](size_t column) { return std::find(key.begin(), key.end(), column) != key.end(); });
  }

  const Value& At(size_t row, size_t column) const {
    if (column < batch_.columns.size()) return batch_.rows.at(row, column);
    column -= batch_.columns.size();
    return column < batch_.entity->key_columns.size() ? batch_.keys.at(row, column) : batch_.versions[row];
  }

  const Column& ColumnAt(size_t position) const {
    const size_t set = batch_.columns.size();
    return batch_.entity->columns[position < set ? batch_.columns[position] : condition_columns_[position - set]];
  }

  // "UPDATE t AS e0 SET a = …, version = e0.version + 1"; `value` answers the SQL of a value by its position.
  template <typename ValueSql>
  std::string Head(const ValueSql& value) const {
    std::string out = StrCat("UPDATE ", TableSql(platform_, *batch_.entity), " AS e0 SET ");
    for (size_t i = 0; i < batch_.columns.size(); ++i) {
      StrAppend(&out, i == 0 ? "" : ", ", platform_.Quote(ColumnAt(i).name), " = ", value(i));
    }
    if (batch_.increment_version) {
      const Column& column = batch_.entity->columns[VersionColumn(*batch_.entity)];
      const std::string version = platform_.Quote(column.name);
      StrAppend(&out, batch_.columns.empty() ? "" : ", ", version, " = ",
                platform_.PlusOne(column.type, StrCat("e0.", version)));
    }
    return out;
  }

  template <typename ValueSql>
  std::string Where(const ValueSql& value) const {
    std::string out = " WHERE ";
    for (size_t i = 0; i < condition_columns_.size(); ++i) {
      const size_t position = batch_.columns.size() + i;
      const Column& column = ColumnAt(position);
      StrAppend(&out, i == 0 ? "" : " AND ", "e0.", platform_.Quote(column.name), platform_.Collation(column.type),
                " = ", value(position));
    }
    return out;
  }

  Statement One(size_t row) const {
    Statement statement;
    const auto value = [&](size_t position) {
      return AddParam(platform_, ColumnAt(position).type, At(row, position), statement.params);
    };
    statement.sql = Head(value);
    statement.sql += Where(value);
    statement.sql += Returning();
    return statement;
  }

  Statement Many(size_t first, size_t count) const {
    Statement statement;
    RowSet rows;
    const size_t width = batch_.columns.size() + condition_columns_.size();
    for (size_t i = 0; i < width; ++i) rows.types.push_back(&ColumnAt(i).type);
    rows.first = first;
    rows.count = count;
    rows.at = [this](size_t row, size_t column) -> const Value& { return At(row, column); };
    const auto value = [&](size_t position) { return platform_.RowsColumn(ColumnAt(position).type, position); };
    statement.sql = StrCat(Head(value), " FROM ", platform_.RowsTable(rows, false, statement.params), Where(value));
    statement.sql += Returning();
    return statement;
  }

  bool IsCounted() const {
    const bool versioned = batch_.increment_version || !batch_.versions.empty();
    return platform_.counts_updates() && batch_.returning.empty() && !versioned && !ChangesKey();
  }

  std::string Returning() const { return IsCounted() ? "" : KeysReturned(platform_, *batch_.entity, batch_.returning); }

  const Platform& platform_;
  const UpdateBatch& batch_;
  std::vector<size_t> condition_columns_;
};

}  // namespace

std::vector<BatchStatement> CompileUpdate(const Platform& platform, const UpdateBatch& batch) {
  return UpdateCompiler(platform, batch).Compile();
}

Statement WithKeys(const Platform& platform, const EntityMetadata& entity, Statement update) {
  update.sql += KeysReturned(platform, entity, {});
  return update;
}

}  // namespace ormd
