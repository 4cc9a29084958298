#include "orm/sql/platform.h"

#include "orm/base/strings.h"

namespace ormd {

std::string Platform::Quote(std::string_view identifier) const {
  std::string quoted;
  quoted.reserve(identifier.size() + 2);
  quoted.push_back('"');
  for (const char c : identifier) {
    if (c == '"') quoted.push_back('"');
    quoted.push_back(c);
  }
  quoted.push_back('"');
  return quoted;
}

std::string Platform::QuoteTable(std::string_view schema, std::string_view table) const {
  return schema.empty() ? Quote(table) : StrCat(Quote(schema), ".", Quote(table));
}

std::string_view Platform::NullsOrder(Nulls nulls) const {
  switch (nulls) {
    case Nulls::kFirst:
      return "NULLS FIRST";
    case Nulls::kLast:
      return "NULLS LAST";
    case Nulls::kDefault:
      break;
  }
  return "";
}

}  // namespace ormd
