// Whether parts of two database schemas come to the same in the database, whatever they are called. The first argument
// is the part before; its tables and columns have their new names by `renames`.
#pragma once

#include "orm/schema/database_schema.h"
#include "orm/schema/renames.h"

namespace ormd {

// As a database keeps them: an enum without a type of its own is a text, and a database type says all.
bool SameType(const Type& a, const Type& b);
// Names and hints apart.
bool SameColumn(const TableColumn& before, const TableColumn& after, const ColumnRenames* renames);
bool SameIndex(const TableIndex& before, const TableIndex& after, const ColumnRenames* renames);
// kDefault is the database's NO ACTION; pairs of columns have no order.
bool SameForeignKey(const TableName& table, const ForeignKey& before, const ForeignKey& after, const Renames& renames);
// Definition, comment and indexes.
bool SameView(const View& before, const View& after);

// Over whole columns and all rows, by the usual method.
bool IsPlain(const TableIndex& index);

}  // namespace ormd
