// What differs between databases when SQL is written. Pure and stateless; one instance for each dialect.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "orm/metadata/entity_metadata.h"
#include "orm/query/find_options.h"
#include "orm/sql/statement.h"
#include "orm/value/type.h"

namespace ormd {

// Rows of canonical values that travel in one statement.
struct RowSet {
  std::vector<const Type*> types;  // of the columns
  size_t first = 0;                // row of the batch with which the set begins
  size_t count = 0;
  std::function<const Value&(size_t row, size_t column)> at;  // rows as the batch counts them
};

class Platform {
 public:
  virtual ~Platform() = default;

  // "postgresql" or "sqlite".
  virtual std::string_view name() const = 0;

  // Always quoted.
  std::string Quote(std::string_view identifier) const;
  // "schema"."table", or "table"; a platform without schemas writes "schema.table" as one name.
  virtual std::string QuoteTable(std::string_view schema, std::string_view table) const;

  // "$3" or "?3"; numbers count from 1.
  virtual std::string Placeholder(size_t number) const = 0;
  // Placeholder `number` as a value of the type, cast where the database would have to guess: "$3::uuid" or "?3".
  virtual std::string TypedPlaceholder(const Type& type, size_t number) const = 0;
  // The same for the parameter that follows the one placed last in the text: long lists are parsed faster.
  virtual std::string NextPlaceholder(const Type& type, size_t number) const { return TypedPlaceholder(type, number); }
  // A canonical value of this type as a parameter.
  virtual Param Bind(const Type& type, const Value& value) const = 0;

  // Column type in DDL: "numeric(10,2)", "TEXT".
  virtual std::string ColumnType(const Type& type) const = 0;
  // A canonical value as an SQL literal (defaults, checks).
  virtual std::string Literal(const Type& type, const Value& value) const = 0;

  // Appended to a column or parameter wherever values of the type are compared or ordered: ` COLLATE ormd_decimal`, or
  // nothing.
  virtual std::string_view Collation(const Type& type) const = 0;
  // `sql`, a column or parameter, where values of a type without an order are compared, on both sides of the
  // comparison: "ormd_json(?1)", or as it is.
  virtual std::string Comparable(const Type& /*type*/, std::string sql) const { return sql; }
  // What an expression of the entity's author computes, as values of the type are read and compared: a decimal rounded
  // to its scale.
  virtual std::string Computed(const Type& type, std::string sql) const = 0;
  // Columns hold values of their type whatever they are computed from. Where not, what defaults and generated columns
  // say is Computed too.
  virtual bool types_columns() const = 0;
  // `column` in a select or RETURNING list, cast where the wire form needs it.
  virtual std::string SelectExpression(const Type& /*type*/, std::string column) const { return column; }
  // `column` as the left side of Like.
  virtual std::string TextExpression(const Type& /*type*/, std::string column) const { return column; }

  // Membership of columns in a set of keys that travels as few parameters: adds the parameters to `params`, answers the
  // condition. `columns` are SQL expressions, `types` theirs, each key has one value for each.
  virtual std::string InKeys(const std::vector<std::string>& columns, const std::vector<Type>& types,
                             const std::vector<Key>& keys, std::vector<Param>& params) const = 0;
  // The rows as a table named u for a FROM clause; `numbered` adds a column u.n that counts them from 1 (array_batches
  // only).
  virtual std::string RowsTable(const RowSet& rows, bool numbered, std::vector<Param>& params) const = 0;
  // Its column `index` (from 0) as a value of the type: "u.c1", "u.c1::bigint[]", "u.column1".
  virtual std::string RowsColumn(const Type& type, size_t index) const = 0;
  // An integer column plus one; an error of the database, never another value, where the type ends.
  virtual std::string PlusOne(const Type& type, std::string_view column) const;
  virtual std::string Like(std::string_view left, std::string_view right, bool case_sensitive) const = 0;
  // What stands before OFFSET where there is no limit: "LIMIT -1", or nothing.
  virtual std::string_view NoLimit() const { return ""; }
  // "NULLS LAST" and the like for an order term, or nothing where the database's own order is meant.
  virtual std::string_view NullsOrder(Nulls nulls) const;
  // "FOR UPDATE OF e0" or nothing.
  virtual std::string LockClause(LockMode lock, std::string_view alias) const = 0;

  // Most parameters of one statement.
  virtual size_t max_params() const = 0;
  // Batched writes go through arrays (unnest), so one text serves every number of rows; otherwise through VALUES lists.
  virtual bool array_batches() const = 0;
  // The count of an update holds the rows of a view that its triggers wrote instead.
  virtual bool counts_updates() const = 0;
  // Writes can be made to fail where they meet another number of rows (Guard, orm/sql/write.h).
  virtual bool guards_writes() const = 0;
  // RETURNING answers in the order of the inserted rows. Where not, CompileInsert appends an ordering column.
  virtual bool returns_in_order() const = 0;
  // A foreign key that says RESTRICT is checked with each row that goes, not at the end of the statement.
  virtual bool restricts_by_row() const = 0;
  // Unique constraints that are deferrable are: not checked row by row.
  virtual bool defers_uniques() const = 0;
  // Columns keep NaN. Where not, Bind puts null in its place.
  virtual bool has_nan() const = 0;
};

const Platform& PostgresPlatform();
const Platform& SqlitePlatform();

}  // namespace ormd
