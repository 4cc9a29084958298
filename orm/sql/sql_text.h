// Small pieces of SQL that compilers and platforms share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "orm/sql/platform.h"

namespace ormd {

// 'it''s'.
std::string QuoteText(std::string_view text);

// "a", or "(a, b)".
std::string TupleOf(const std::vector<std::string>& columns);

// `name`, a column of the entity, as it is read and compared: what is generated may have to be Computed.
std::string ReadSql(const Platform& platform, const EntityMetadata& entity, size_t column, std::string name);

// Adds the value and answers its typed placeholder.
std::string AddParam(const Platform& platform, const Type& type, const Value& value, std::vector<Param>& params);

// `column op $n`, with the type's collation.
std::string CompareColumn(const Platform& platform, std::string_view column, const Type& type, std::string_view op,
                          const Value& value, std::vector<Param>& params);

// Keys as rows; both must outlive the set.
RowSet RowsOf(const std::vector<Type>& types, const std::vector<Key>& keys);

// "($1, $2), ($3, $4)"; with `more`, expressions that follow in each row.
std::string ValuesOf(const Platform& platform, const RowSet& rows, std::vector<Param>& params,
                     const std::vector<std::string>& more = {});

// "a = $1", or "(a = $1 AND b = $2)".
std::string EqualKey(const Platform& platform, const std::vector<std::string>& columns, const std::vector<Type>& types,
                     const Key& key, std::vector<Param>& params);

}  // namespace ormd
