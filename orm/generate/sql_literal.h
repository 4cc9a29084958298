// Reads the little SQL that databases print for constants and lists of texts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ormd {

// A constant: 'it''s'::text, -5, TRUE, ('-1'::integer).
struct SqlLiteral {
  std::string text;  // without quotes
  bool quoted = false;
  std::string cast;  // the last type that it is cast to; empty: none
};

// nullopt where the expression is anything else.
std::optional<SqlLiteral> ReadSqlLiteral(std::string_view sql);

// A check that a column is one of some texts, as it is written or as a database prints it: status IN ('a', 'b'),
// "status" IN ('a', 'b'), ((status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])).
struct LabelCheck {
  std::string column;
  std::vector<std::string> labels;
};

// nullopt where the expression is anything else.
std::optional<LabelCheck> ReadLabelCheck(std::string_view sql);

}  // namespace ormd
