#include "orm/sql/sql_text.h"

#include "orm/base/strings.h"
#include "orm/value/quote.h"

namespace ormd {

std::string QuoteText(std::string_view text) { return InQuotes(text, '\''); }

std::string TupleOf(const std::vector<std::string>& columns) {
  return columns.size() == 1 ? columns.front() : StrCat("(", StrJoin(columns, ", "), ")");
}

std::string AddParam(const Platform& platform, const Type& type, const Value& value, std::vector<Param>& params) {
  params.push_back(platform.Bind(type, value));
  return platform.TypedPlaceholder(type, params.size());
}

std::string CompareColumn(const Platform& platform, std::string_view column, const Type& type, std::string_view op,
                          const Value& value, std::vector<Param>& params) {
  return StrCat(platform.Comparable(type, std::string(column)), platform.Collation(type), " ", op, " ",
                platform.Comparable(type, AddParam(platform, type, value, params)));
}

RowSet RowsOf(const std::vector<Type>& types, const std::vector<Key>& keys) {
  RowSet rows;
  for (const Type& type : types) rows.types.push_back(&type);
  rows.count = keys.size();
  rows.at = [&keys](size_t row, size_t column) -> const Value& { return keys[row][column]; };
  return rows;
}

std::string ReadSql(const Platform& platform, const EntityMetadata& entity, size_t column, std::string name) {
  const Column& described = entity.columns[column];
  const bool computed = !platform.types_columns() && entity.property(described.property).generated.has_value();
  return computed ? platform.Computed(described.type, std::move(name)) : name;
}

std::string ValuesOf(const Platform& platform, const RowSet& rows, std::vector<Param>& params,
                     const std::vector<std::string>& more) {
  std::string rest = StrJoin(more, ", ");
  if (!rows.types.empty() && !more.empty()) rest.insert(0, ", ");
  std::string out;
  for (size_t row = rows.first; row < rows.first + rows.count; ++row) {
    out += row == rows.first ? "(" : ", (";
    for (size_t i = 0; i < rows.types.size(); ++i) {
      if (i > 0) out += ", ";
      params.push_back(platform.Bind(*rows.types[i], rows.at(row, i)));
      out += platform.NextPlaceholder(*rows.types[i], params.size());
    }
    out.append(rest).push_back(')');
  }
  return out;
}

std::string EqualKey(const Platform& platform, const std::vector<std::string>& columns, const std::vector<Type>& types,
                     const Key& key, std::vector<Param>& params) {
  std::string out;
  for (size_t i = 0; i < columns.size(); ++i) {
    StrAppend(&out, i == 0 ? "" : " AND ", CompareColumn(platform, columns[i], types[i], "=", key[i], params));
  }
  return columns.size() == 1 ? out : StrCat("(", out, ")");
}

}  // namespace ormd
