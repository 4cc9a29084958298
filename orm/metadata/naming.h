// MikroORM's underscore names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ormd {

// "OrderLine" is "order_line", "HTTPLog" is "http_log".
std::string Underscore(std::string_view name);

// "<table>_<columns joined by _>_<kind>": "user_email_unique".
std::string ConstraintName(std::string_view table, const std::vector<std::string>& columns, std::string_view kind);

}  // namespace ormd
