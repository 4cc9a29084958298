// Looks into SQL text as PostgreSQL writes and reads it. Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace ormd::postgres {

// Whether the text has this identifier in it, quoted or not. It may stand for something else than is meant.
bool MentionsName(std::string_view sql, std::string_view name);

// The text without comments, and with a blank wherever lines broke; what is quoted stays as it is.
std::string OnOneLine(std::string_view sql);

// What stands between the first parentheses: of pg_get_indexdef's text, the list of keys.
std::string InParentheses(std::string_view sql);

// The text with every identifier `from` (as one token) written as `to`.
std::string WithIdentifier(std::string_view sql, std::string_view from, std::string_view to);

}  // namespace ormd::postgres
