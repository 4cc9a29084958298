#include "orm/schema/postgres/part_operations.h"

#include <map>
#include <set>

#include "orm/base/strings.h"
#include "orm/schema/postgres/rename_order.h"
#include "orm/schema/postgres/statements.h"

namespace ormd::postgres {
namespace {

std::string Of(std::string_view kind, std::string_view name, const TableName& table) {
  return StrCat(kind, " ", Quoted(name), " of ", Quoted(table));
}

Operation DropConstraint(const TableName& table, std::string_view kind, std::string_view name) {
  return {Safety::kSafe,
          StrCat("drop ", Of(kind, name, table)),
          {AlterTable(table, StrCat("DROP CONSTRAINT ", Quoted(name)))}};
}

Operation AddConstraint(const TableName& table, std::string_view kind, std::string_view name, std::string_view sql,
                        Safety safety = Safety::kMayLock) {
  return {safety, StrCat("add ", Of(kind, name, table)), {AlterTable(table, StrCat("ADD ", sql))}};
}

Operation CreateIndex(const TableName& table, const TableIndex& index, Safety safety) {
  return {safety, StrCat("create ", Of("index", index.name, table)), {CreateIndexSql(table, index)}};
}

template <typename Part>
void AppendConstraintRenames(const TableName& table, std::string_view kind, const PartWork<Part>& work,
                             Operations& operations) {
  std::vector<RenameStep> renames;
  for (const auto& [before, after] : work.renamed) renames.emplace_back(before->name, after->name);
  for (const auto& [from, to] : InOrder(std::move(renames))) {
    operations.push_back({Safety::kSafe,
                          StrCat("rename ", Of(kind, from, table), " to ", Quoted(to)),
                          {AlterTable(table, StrCat("RENAME CONSTRAINT ", Quoted(from), " TO ", Quoted(to)))}});
  }
}

}  // namespace

void AppendForeignKeyDrops(const TableWork& table, Operations& operations) {
  for (const ForeignKey* key : table.foreign_keys.dropped) {
    operations.push_back(DropConstraint(table.before->name, "foreign key", key->name));
  }
}

void AppendPartDrops(const TableWork& table, Operations& operations) {
  const TableName& name = table.before->name;
  for (const TableIndex* index : table.indexes.dropped) {
    operations.push_back({Safety::kSafe,
                          StrCat("drop ", Of("index", index->name, name)),
                          {StrCat("DROP INDEX ", Quoted(TableName{name.schema, index->name}))}});
  }
  for (const TableCheck* check : table.checks.dropped) operations.push_back(DropConstraint(name, "check", check->name));
  for (const auto* unique : table.uniques.dropped) operations.push_back(DropConstraint(name, "unique", unique->name));
  for (const PrimaryKey* key : table.keys.dropped) operations.push_back(DropConstraint(name, "primary key", key->name));
}

void AppendTableRenames(const std::vector<TableWork>& tables, Operations& operations) {
  std::map<std::string, std::vector<RenameStep>> renames;  // by schema
  std::set<TableName> guessed;                             // names after
  for (const TableWork& table : tables) {
    const TableName& before = table.before->name;
    if (before.name != table.after->name.name) renames[before.schema].emplace_back(before.name, table.after->name.name);
    if (table.change != nullptr && IsGuessed(table.change->table)) guessed.insert(table.after->name);
  }
  for (auto& [schema, steps] : renames) {
    for (const auto& [from, to] : InOrder(std::move(steps))) {
      const TableName name = {schema, from};
      operations.push_back(RenameOperation(StrCat("rename table ", Quoted(name), " to ", Quoted(to)),
                                           guessed.contains({schema, to}),
                                           {AlterTable(name, StrCat("RENAME TO ", Quoted(to)))}));
    }
  }
}

void AppendPartRenames(const std::vector<TableWork>& tables, Operations& operations) {
  // Indexes, those of keys and uniques too, share the names of a schema.
  std::map<std::string, std::vector<RenameStep>> indexes;
  for (const TableWork& table : tables) {
    std::vector<RenameStep>& steps = indexes[table.after->name.schema];
    for (const auto& [before, after] : table.keys.renamed) steps.emplace_back(before->name, after->name);
    for (const auto& [before, after] : table.uniques.renamed) steps.emplace_back(before->name, after->name);
    for (const auto& [before, after] : table.indexes.renamed) steps.emplace_back(before->name, after->name);
  }
  for (auto& [schema, steps] : indexes) {
    for (const auto& [from, to] : InOrder(std::move(steps))) {
      const std::string name = Quoted(TableName{schema, from});
      operations.push_back({Safety::kSafe,
                            StrCat("rename index ", name, " to ", Quoted(to)),
                            {StrCat("ALTER INDEX ", name, " RENAME TO ", Quoted(to))}});
    }
  }
  for (const TableWork& table : tables) {
    AppendConstraintRenames(table.after->name, "check", table.checks, operations);
    AppendConstraintRenames(table.after->name, "foreign key", table.foreign_keys, operations);
  }
}

void AppendPartAdditions(const TableWork& table, Operations& operations) {
  const TableName& name = table.after->name;
  for (const PrimaryKey* key : table.keys.added) {
    operations.push_back(AddConstraint(name, "primary key", key->name, PrimaryKeySql(*key)));
  }
  for (const UniqueConstraint* unique : table.uniques.added) {
    operations.push_back(AddConstraint(name, "unique", unique->name, UniqueSql(*unique)));
  }
  for (const TableCheck* check : table.checks.added) {
    operations.push_back(AddConstraint(name, "check", check->name, CheckSql(*check)));
  }
  for (const TableIndex* index : table.indexes.added) {
    operations.push_back(CreateIndex(name, *index, Safety::kMayLock));
  }
}

void AppendForeignKeys(const TableWork& table, Operations& operations) {
  for (const ForeignKey* key : table.foreign_keys.added) {
    operations.push_back(AddConstraint(table.after->name, "foreign key", key->name, ForeignKeySql(*key)));
  }
}

void AppendTableComment(const TableWork& table, Operations& operations) {
  if (table.change == nullptr || !table.change->is_commented()) return;
  const TableName& name = table.after->name;
  operations.push_back(
      {Safety::kSafe, StrCat("comment on table ", Quoted(name)), {CommentSql("TABLE", name, table.after->comment)}});
}

void AppendNewTable(const Table& table, Operations& operations) {
  Operation operation = {Safety::kSafe, StrCat("create table ", Quoted(table.name)), {CreateTableSql(table)}};
  if (!table.comment.empty()) operation.statements.push_back(CommentSql("TABLE", table.name, table.comment));
  for (const TableColumn& column : table.columns) {
    if (!column.comment.empty()) operation.statements.push_back(ColumnCommentSql(table.name, column));
  }
  for (const UniqueConstraint& unique : table.uniques) {
    if (IsRepeated(table, unique))
      operation.statements.push_back(AlterTable(table.name, StrCat("ADD ", UniqueSql(unique))));
  }
  operations.push_back(std::move(operation));
  for (const TableIndex& index : table.indexes) operations.push_back(CreateIndex(table.name, index, Safety::kSafe));
}

void AppendNewForeignKeys(const Table& table, Operations& operations) {
  for (const ForeignKey& key : table.foreign_keys) {
    operations.push_back(AddConstraint(table.name, "foreign key", key.name, ForeignKeySql(key), Safety::kSafe));
  }
}

void AppendTableDrop(const Table& table, Operations& operations) {
  const std::string name = Quoted(table.name);
  operations.push_back({Safety::kMayLoseData, StrCat("drop table ", name), {StrCat("DROP TABLE ", name, " CASCADE")}});
}

}  // namespace ormd::postgres
