// Expressions as PostgreSQL prints them, in words that it prints the same way again.
#pragma once

#include <string>
#include <string_view>

namespace ormd {

// PostgreSQL keeps `kind IN ('a', 'b')` over a varchar as kind::text = ANY (ARRAY['a'::character varying, …]::text[]),
// which it would keep as something else once more: lists get their IN back. Everything else stays.
std::string StableSql(std::string_view sql);

}  // namespace ormd
