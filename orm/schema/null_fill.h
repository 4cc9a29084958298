// What becomes of the nulls that stand in a column which may hold none any more.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "orm/driver/connection.h"
#include "orm/schema/compare.h"
#include "orm/sql/platform.h"

namespace ormd {

// Whether rows that stand may hold nulls that `after` forbids. What the database counts or computes gets its values by
// itself.
bool ForbidsNulls(const TableColumn& before, const TableColumn& after);

// Whether these nulls become the column's default, or the zero value of its type. They stay, and the step fails where
// there is one, if no value may be changed (TableChange::keeps_values), or if the zero value would be the key of a row
// that nobody has made. `table` is the one after.
bool FillsNulls(const Table& table, const TableColumn& after, bool keeps_values);

// Whether a new column has no value of its own for the rows that stand: it may not be null, has no default, and the
// database makes none.
bool LacksValue(const TableColumn& column);

// Whether the rows that stand get the zero value of its type then. They get none, and the step fails where there is a
// row, if that would be the key of a row that nobody has made.
bool FillsNew(const Table& table, const TableColumn& column);
bool RefusesRows(const Table& table, const TableColumn& column);

// "nulls become its default", "nulls become its zero value"; "no null may stand" where they are not filled.
std::string_view NullsTitle(const TableColumn& after, bool filled);

// Lets the columns of `after` be null which the diff would have hold no nulls while rows hold one, or would have one
// since the column is new. Reads the rows where there is such a column, and else nothing. `after` is the diff's own,
// which must be made anew then.
absl::Status AllowStandingNulls(const SchemaDiff& diff, const Platform& platform, Connection& connection,
                                const Context& context, DatabaseSchema& after);

}  // namespace ormd
