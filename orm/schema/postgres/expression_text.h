// Looks into SQL text as PostgreSQL writes and reads it. Pure functions.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "orm/schema/database_schema.h"
#include "orm/sql/sql_scanner.h"

namespace ormd::postgres {

// Whether the text has this identifier in it, quoted or not. It may stand for something else than is meant.
bool MentionsName(std::string_view sql, std::string_view name);

// Whether the text has a `name.*`, a row with all its columns.
bool HasWholeRow(std::string_view sql);
// Whether the text casts to the type: `::name`, as PostgreSQL prints it.
bool CastsTo(std::string_view sql, const TableName& type);

// The text without comments, and with a blank wherever lines broke; what is quoted stays as it is.
std::string OnOneLine(std::string_view sql);

// What stands between the first parentheses: of pg_get_indexdef's text, the list of keys.
std::string InParentheses(std::string_view sql);

// The tokens of the text, blanks and comments too: views into it.
std::vector<SqlToken> TokensOf(std::string_view sql);
// The name for which an identifier stands; empty for other tokens.
std::string IdentifierOf(const SqlToken& token);
// How many tokens the name that begins at `place` has: 1, or 3 where it is qualified, and so on; 0 where none begins.
size_t NameLength(const std::vector<SqlToken>& tokens, size_t place);

// The text with every qualified name that is a key of `names`, quoted or not, written as its value.
std::string WithNames(std::string_view sql, const std::map<TableName, std::string>& names);

// The text with every identifier `from` (as one token) written as `to`.
std::string WithIdentifier(std::string_view sql, std::string_view from, std::string_view to);

}  // namespace ormd::postgres
