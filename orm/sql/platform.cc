#include "orm/sql/platform.h"

#include "orm/base/strings.h"
#include "orm/value/quote.h"

namespace ormd {

std::string Platform::Quote(std::string_view identifier) const { return InQuotes(identifier, '"'); }

std::string Platform::QuoteTable(std::string_view schema, std::string_view table) const {
  return schema.empty() ? Quote(table) : StrCat(Quote(schema), ".", Quote(table));
}

std::string Platform::PlusOne(const Type&, std::string_view column) const { return StrCat(column, " + 1"); }

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
