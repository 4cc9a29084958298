// Pieces of PostgreSQL's DDL. Pure functions; texts without semicolons.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "orm/schema/database_schema.h"

namespace ormd::postgres {

// `"name"`, with quotes doubled.
std::string Quoted(std::string_view name);
// `"schema"."table"`.
std::string Quoted(const TableName& name);
// `("a", "b")`.
std::string ColumnList(const std::vector<std::string>& columns);
// `'it''s'`; an E'' text where it has more than one line.
std::string TextLiteral(std::string_view text);

// `numeric(10,2)`.
std::string TypeSql(const Type& type);
// ` COLLATE "x"`, or nothing.
std::string CollationSql(const TableColumn& column);
// `"price" numeric(10,2) NOT NULL DEFAULT 0`.
// The type, or that of its elements, with another name of the database's own in place of `from`.
Type WithDatabaseType(Type type, const std::string& from, const std::string& to);

// Of a column that has a default: what stands behind DEFAULT.
std::string DefaultSql(const TableColumn& column);
std::string ColumnSql(const TableColumn& column);

// Each as CREATE TABLE and ALTER TABLE … ADD take it.
std::string PrimaryKeySql(const PrimaryKey& key);
std::string UniqueSql(const UniqueConstraint& unique);
std::string CheckSql(const TableCheck& check);
std::string ForeignKeySql(const ForeignKey& key);

// Whether the table has the same constraint, but for its name, before this one of its own. PostgreSQL leaves such a one
// out of a table that it creates.
bool IsRepeated(const Table& table, const UniqueConstraint& unique);
// Without foreign keys, repeated uniques, indexes and comments.
std::string CreateTableSql(const Table& table);
std::string CreateIndexSql(const TableName& table, const TableIndex& index);
std::string CreateViewSql(const View& view);
std::string CreateEnumSql(const TableName& name, const std::vector<std::string>& labels);

// `ALTER TABLE "t" ADD …`: `action` is all behind the name.
std::string AlterTable(const TableName& table, std::string_view action);
// `ALTER TABLE "t" ALTER COLUMN "c" …`.
std::string AlterColumn(const TableName& table, std::string_view column, std::string_view action);
// `kind` is TABLE, VIEW or MATERIALIZED VIEW; an empty comment goes.
std::string CommentSql(std::string_view kind, const TableName& name, std::string_view comment);
std::string ColumnCommentSql(const TableName& table, const TableColumn& column);
// "VIEW" or "MATERIALIZED VIEW".
std::string_view ViewKind(const View& view);

}  // namespace ormd::postgres
