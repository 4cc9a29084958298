#include "orm/schema/postgres/renamed_view.h"

#include <algorithm>
#include <map>

#include "orm/base/strings.h"
#include "orm/schema/postgres/expression_text.h"
#include "orm/schema/postgres/from_items.h"
#include "orm/schema/postgres/statements.h"

namespace ormd::postgres {
namespace {

ColumnRenames RenamesOf(const TableWork& table) {
  ColumnRenames renames;
  for (const ColumnWork& column : table.columns) {
    if (column.is_renamed()) renames.emplace(column.before->name, column.after->name);
  }
  return renames;
}

class Renaming {
 public:
  Renaming(const View& view, const std::vector<TableWork>& tables)
      : sql_(view.definition), items_(FromItemsOf(view.definition)), tokens_(TokensOf(sql_)) {
    std::erase_if(tokens_, [](const SqlToken& token) { return !token.counts(); });
    for (const TableWork& table : tables) AddTable(table);
  }

  std::string Run() && {
    if (by_alias_.empty() && said_.empty()) return sql_;
    for (size_t i = 0; i < tokens_.size(); i += std::max<size_t>(NameLength(tokens_, i), 1)) RenameColumn(i);
    return Text();
  }

 private:
  void AddTable(const TableWork& table) {
    ColumnRenames renames = RenamesOf(table);
    const bool renamed = table.before->name != table.after->name;
    if (renames.empty() && !renamed) return;
    for (const FromItem& item : items_) {
      if (item.name != table.before->name) continue;
      by_alias_[item.alias].insert(renames.begin(), renames.end());
      if (renamed) RenameTable(item, table.after->name);
    }
  }

  // What it was called is its alias, by which its columns are qualified.
  void RenameTable(const FromItem& item, const TableName& name) {
    for (size_t i = 0; i < item.length; ++i) said_[item.place + i] = "";
    said_[item.place] = item.alias == item.name.name ? StrCat(Quoted(name), " ", Quoted(item.alias)) : Quoted(name);
  }

  // `alias.column`; newer versions of PostgreSQL print the column alone where there is but one table.
  void RenameColumn(size_t place) {
    const size_t length = NameLength(tokens_, place);
    if (length != 3 && (length != 1 || items_.size() != 1 || IsNoColumn(place))) return;
    const std::string alias = length == 3 ? IdentifierOf(tokens_[place]) : items_[0].alias;
    const size_t last = place + length - 1;
    const std::string column = IdentifierOf(tokens_[last]);
    const auto renames = by_alias_.find(alias);
    if (renames == by_alias_.end()) return;
    const auto renamed = renames->second.find(column);
    if (renamed == renames->second.end()) return;
    const bool output = IsOutput(place, last + 1);
    said_[last] = output ? StrCat(Quoted(renamed->second), " AS ", Quoted(column)) : Quoted(renamed->second);
  }

  bool IsNoColumn(size_t place) const {
    const bool item = place >= items_[0].place && place < items_[0].place + items_[0].length;
    const bool called = place + 1 < tokens_.size() && tokens_[place + 1].is('(');
    return item || called || (place > 0 && (tokens_[place - 1].is("AS") || tokens_[place - 1].is(':')));
  }

  // Whether the tokens are an expression of a SELECT list by themselves, and so give the view's column its name.
  bool IsOutput(size_t begin, size_t end) const {
    const bool ends = end >= tokens_.size() || tokens_[end].is(',') || tokens_[end].is(')') || tokens_[end].is("FROM");
    if (!ends || begin == 0) return false;
    size_t depth = 0;
    for (size_t i = begin; i-- > 0;) {
      if (tokens_[i].is(')')) ++depth;
      if (tokens_[i].is('(') && depth-- == 0) return false;
      if (depth > 0) continue;
      if (tokens_[i].is("SELECT") || tokens_[i].is("DISTINCT")) return i + 1 == begin || tokens_[begin - 1].is(',');
      if (tokens_[i].is("FROM")) return false;
    }
    return false;
  }

  std::string Text() const {
    std::string text;
    size_t place = 0;
    for (const SqlToken& token : TokensOf(sql_)) {
      const auto said = token.counts() ? said_.find(place++) : said_.end();
      text.append(said == said_.end() ? token.text : std::string_view(said->second));
    }
    return text;
  }

  const std::string& sql_;
  const std::vector<FromItem> items_;
  std::vector<SqlToken> tokens_;  // those that count
  std::map<std::string, ColumnRenames> by_alias_;
  std::map<size_t, std::string> said_;  // in the place of a token
};

}  // namespace

std::string RenamedDefinition(const View& view, const std::vector<TableWork>& tables) {
  return Renaming(view, tables).Run();
}

}  // namespace ormd::postgres
