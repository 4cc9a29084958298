// What the compilers of batched writes share.
#pragma once

#include <string>
#include <vector>

#include "orm/metadata/entity_metadata.h"
#include "orm/sql/write.h"

namespace ormd {

// Rows for one statement: all where they travel in arrays, else as many as a text bears well.
size_t RowsPerStatement(const Platform& platform, size_t params_of_row);

// `INSERT INTO "t"`'s "t".
std::string TableSql(const Platform& platform, const EntityMetadata& entity);

// Quoted names of columns, each behind `prefix` ("e0." or nothing).
std::vector<std::string> ColumnNames(const Platform& platform, const EntityMetadata& entity,
                                     const std::vector<size_t>& columns, std::string_view prefix);
// ` RETURNING "a", …`, each as results carry it.
std::string ReturningSql(const Platform& platform, const EntityMetadata& entity, const std::vector<size_t>& columns,
                         std::string_view prefix);
std::vector<Type> ColumnTypes(const EntityMetadata& entity, const std::vector<size_t>& columns);

// The column of the entity's version; there must be one.
size_t VersionColumn(const EntityMetadata& entity);

}  // namespace ormd
