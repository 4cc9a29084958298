#include "orm/schema/postgres/from_items.h"

#include <algorithm>
#include <array>

#include "orm/schema/postgres/expression_text.h"

namespace ormd::postgres {
namespace {

// What ends a FROM clause.
constexpr std::array<std::string_view, 12> kEnds = {"SELECT", "WHERE", "GROUP", "HAVING",    "WINDOW", "ORDER",
                                                    "LIMIT",  "FETCH", "UNION", "INTERSECT", "EXCEPT", "OFFSET"};

// What may stand behind an item that has no alias.
constexpr std::array<std::string_view, 11> kBehindItems = {"JOIN",    "LEFT", "RIGHT", "FULL",        "INNER", "CROSS",
                                                           "NATURAL", "ON",   "USING", "TABLESAMPLE", "FOR"};

class FromClauses {
 public:
  explicit FromClauses(std::string_view sql) : tokens_(TokensOf(sql)) {
    std::erase_if(tokens_, [](const SqlToken& token) { return !token.counts(); });
  }

  std::vector<FromItem> Run() && {
    while (at_ < tokens_.size()) Step();
    std::erase_if(items_,
                  [&](const FromItem& item) { return item.name.schema.empty() && IsMadeByWith(item.name.name); });
    return std::move(items_);
  }

 private:
  void Step() {
    const SqlToken& token = tokens_[at_];
    if (token.is('(')) {
      open_.push_back(item_next_);
      ++at_;
    } else if (token.is(')')) {
      if (open_.size() > 1) open_.pop_back();
      Pass(false);
    } else if (token.is(',')) {
      Pass(open_.back());
    } else if (token.is("FROM")) {
      const bool compares = at_ > 0 && tokens_[at_ - 1].is("DISTINCT");
      if (!compares) open_.back() = true;
      Pass(!compares);
    } else if (token.is("JOIN")) {
      Pass(true);
    } else if (token.is("ONLY") || token.is("LATERAL")) {
      ++at_;
    } else if (Ends(token)) {
      open_.back() = false;
      Pass(false);
    } else if (const size_t length = item_next_ ? NameLength(tokens_, at_) : 0; length > 0) {
      AddItem(length);
    } else {
      Pass(false);
    }
  }

  // `item_next`: what comes behind the token is an item of a FROM clause.
  void Pass(bool item_next) {
    item_next_ = item_next;
    ++at_;
  }

  static bool Ends(const SqlToken& token) {
    return std::any_of(kEnds.begin(), kEnds.end(), [&](std::string_view word) { return token.is(word); });
  }

  // `name AS (`: no alias of a column or relation reads so.
  bool IsMadeByWith(const std::string& name) const {
    for (size_t i = 0; i + 2 < tokens_.size(); ++i) {
      if (IdentifierOf(tokens_[i]) == name && tokens_[i + 1].is("AS") && IsOpen(i + 2)) return true;
    }
    return false;
  }

  bool IsOpen(size_t place) const { return place < tokens_.size() && tokens_[place].is('('); }

  // Where the alias of the item stands whose name ends there; beyond the tokens where it has none.
  size_t AliasOf(size_t end) const {
    const size_t place = end < tokens_.size() && tokens_[end].is("AS") ? end + 1 : end;
    if (place >= tokens_.size() || IdentifierOf(tokens_[place]).empty()) return tokens_.size();
    const bool word = std::any_of(kBehindItems.begin(), kBehindItems.end(),
                                  [&](std::string_view keyword) { return tokens_[place].is(keyword); });
    return word || Ends(tokens_[place]) ? tokens_.size() : place;
  }

  void AddItem(size_t length) {
    const size_t end = at_ + length;
    const bool function = IsOpen(end);
    if (!function) {
      const std::string last = IdentifierOf(tokens_[end - 1]);
      const std::string schema = length > 2 ? IdentifierOf(tokens_[end - 3]) : "";
      const size_t alias = AliasOf(end);
      const bool has_alias = alias < tokens_.size();
      items_.push_back({.name = {schema, last},
                        .alias = has_alias ? IdentifierOf(tokens_[alias]) : last,
                        .renames_columns = has_alias && IsOpen(alias + 1),
                        .place = at_,
                        .length = length});
    }
    item_next_ = false;
    at_ = end;
  }

  std::vector<SqlToken> tokens_;
  size_t at_ = 0;
  bool item_next_ = false;
  std::vector<bool> open_ = {false};  // of the query and each open parenthesis: whether it is in a FROM clause
  std::vector<FromItem> items_;
};

}  // namespace

bool FromItem::MayBe(const TableName& relation) const {
  return name.name == relation.name &&
         (name.schema == relation.schema || name.schema.empty() || relation.schema.empty());
}

std::vector<FromItem> FromItemsOf(std::string_view sql) { return FromClauses(sql).Run(); }

}  // namespace ormd::postgres
