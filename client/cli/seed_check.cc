#include "client/cli/seed_check.h"

#include <algorithm>
#include <optional>

#include "absl/strings/numbers.h"
#include "client/cli/seed_date.h"
#include "client/cli/seed_tokens.h"

namespace ormd::cli {
namespace {

using Kind = Restriction::Kind;
using Token = SeedToken;

struct Operand {
  enum class Type { kColumn, kLength, kNumber, kText };
  Type type = Type::kColumn;
  std::string text;
};

class Parser {
 public:
  explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  std::vector<Restriction> Parse() {
    std::vector<Restriction> found;
    Conjunction(tokens_.size(), found);
    return found;
  }

 private:
  const Token& At(size_t place) const {
    static const Token kEnd{Token::Type::kMark, "", false};
    return place < tokens_.size() ? tokens_[place] : kEnd;
  }

  bool Take(std::string_view mark) {
    if (!At(next_).Is(mark)) return false;
    ++next_;
    return true;
  }
  bool TakeWord(std::string_view word) {
    if (!At(next_).IsWord(word)) return false;
    ++next_;
    return true;
  }

  // Where the parenthesis at `open` closes.
  size_t Closing(size_t open) const {
    int depth = 0;
    for (size_t at = open; at < tokens_.size(); ++at) {
      if (tokens_[at].Is("(")) ++depth;
      if (tokens_[at].Is(")") && --depth == 0) return at;
    }
    return tokens_.size();
  }

  // The word that stands outside of parentheses in [next_, end); `end` where it does not.
  size_t FindWord(std::string_view word, size_t end) const {
    for (size_t at = next_; at < end; ++at) {
      if (tokens_[at].Is("(")) at = Closing(at);
      if (at < end && tokens_[at].IsWord(word)) return at;
    }
    return end;
  }

  void Conjunction(size_t end, std::vector<Restriction>& found) {
    if (FindWord("or", end) != end) {
      next_ = end;
      return;
    }
    while (next_ < end) {
      size_t term_end = FindWord("and", end);
      // The AND of a BETWEEN belongs to it.
      if (FindWord("between", term_end) != term_end && term_end < end) {
        const size_t begin = next_;
        next_ = term_end + 1;
        term_end = FindWord("and", end);
        next_ = begin;
      }
      Term(term_end, found);
      next_ = term_end + 1;
    }
  }

  void Term(size_t end, std::vector<Restriction>& found) {
    if (At(next_).Is("(") && Closing(next_) + 1 == end) {
      ++next_;
      return Conjunction(end - 1, found);
    }
    std::vector<Restriction> read;
    const size_t begin = next_;
    if (Truth(end, found)) return;
    next_ = begin;
    if (Comparison(read) && next_ == end) found.insert(found.end(), read.begin(), read.end());
  }

  // `live`, `NOT live`.
  bool Truth(size_t end, std::vector<Restriction>& found) {
    const Kind kind = TakeWord("not") ? Kind::kFalse : Kind::kTrue;
    const std::optional<Operand> column = TakeOperand();
    if (!column || next_ != end) return false;
    return Is(kind, *column, found);
  }

  static bool Is(Kind kind, const Operand& column, std::vector<Restriction>& found) {
    if (column.type != Operand::Type::kColumn) return false;
    found.push_back({kind, column.text, "", false, {}});
    return true;
  }

  // Behind IS.
  bool State(const Operand& left, std::vector<Restriction>& found) {
    const bool negated = TakeWord("not");
    if (TakeWord("null")) return Is(negated ? Kind::kNotNull : Kind::kNull, left, found);
    const std::optional<Kind> truth = TakeTruth();
    return truth && !negated && Is(*truth, left, found);
  }

  std::optional<Kind> TakeTruth() {
    if (TakeWord("true")) return Kind::kTrue;
    return TakeWord("false") ? std::optional(Kind::kFalse) : std::nullopt;
  }

  bool Comparison(std::vector<Restriction>& found) {
    const std::optional<Operand> left = TakeOperand();
    if (!left) return false;
    if (TakeWord("is")) return State(*left, found);
    if (TakeWord("between")) return Between(*left, found);
    if (TakeWord("in")) return Take("(") && OneOf(*left, ")", found);
    const std::string mark = At(next_).type == Token::Type::kMark ? At(next_).text : "";
    ++next_;
    if (mark == "=" && TakeWord("any")) return AnyOf(*left, found);
    if (mark == "=") {
      if (const std::optional<Kind> truth = TakeTruth()) return Is(*truth, *left, found);
    }
    const std::optional<Operand> right = TakeOperand();
    return right && Compare(*left, mark, *right, found);
  }

  bool Between(const Operand& left, std::vector<Restriction>& found) {
    const std::optional<Operand> least = TakeOperand();
    if (!least || !TakeWord("and")) return false;
    const std::optional<Operand> most = TakeOperand();
    return most && Compare(left, ">=", *least, found) && Compare(left, "<=", *most, found);
  }

  // (ARRAY['a', 'b']), in any number of parentheses and casts.
  bool AnyOf(const Operand& left, std::vector<Restriction>& found) {
    int depth = 0;
    while (Take("(")) ++depth;
    if (!TakeWord("array") || !Take("[") || !OneOf(left, "]", found)) return false;
    SkipCasts();
    for (; depth > 0 && Take(")"); --depth) SkipCasts();
    return depth == 0;
  }

  bool OneOf(const Operand& left, std::string_view end, std::vector<Restriction>& found) {
    Restriction restriction{Kind::kOneOf, left.text, "", false, {}};
    do {
      const std::optional<Operand> value = TakeOperand();
      if (!value || value->type == Operand::Type::kColumn || value->type == Operand::Type::kLength) return false;
      restriction.values.push_back(value->text);
    } while (Take(","));
    if (!Take(end) || left.type != Operand::Type::kColumn) return false;
    found.push_back(std::move(restriction));
    return true;
  }

  static std::string Mirrored(const std::string& mark) {
    if (mark == "<") return ">";
    if (mark == "<=") return ">=";
    if (mark == ">") return "<";
    return mark == ">=" ? "<=" : mark;
  }

  static bool IsColumn(const Operand& operand) {
    return operand.type == Operand::Type::kColumn || operand.type == Operand::Type::kLength;
  }

  // A number or a date in quotes, as PostgreSQL prints -10.
  static bool IsBound(const std::string& mark, const std::string& text) {
    const bool ordered = mark == "<" || mark == "<=" || mark == ">" || mark == ">=";
    double number = 0;
    return ordered && (absl::SimpleAtod(text, &number) || ReadDay(text).has_value());
  }

  static bool Compare(const Operand& left, const std::string& mark, const Operand& right,
                      std::vector<Restriction>& found) {
    if (!IsColumn(left)) return IsColumn(right) && Compare(right, Mirrored(mark), left, found);
    if (IsColumn(right)) return false;
    const bool length = left.type == Operand::Type::kLength;
    if (right.type == Operand::Type::kText && !IsBound(mark, right.text)) return CompareText(left, mark, right, found);
    const bool exclusive = mark == "<" || mark == ">" || mark == "<>" || mark == "!=";
    if (mark == ">" || mark == ">=" || ((mark == "<>" || mark == "!=") && right.text == "0")) {
      const bool narrower = mark == "<>" || mark == "!=";
      found.push_back({length ? Kind::kShortest : Kind::kLeast, left.text, right.text, exclusive, {}, narrower});
    } else if (mark == "<" || mark == "<=") {
      found.push_back({length ? Kind::kLongest : Kind::kMost, left.text, right.text, exclusive, {}});
    } else if (mark == "=" && length) {
      found.push_back({Kind::kShortest, left.text, right.text, false, {}});
      found.push_back({Kind::kLongest, left.text, right.text, false, {}});
    } else if (mark == "=") {
      found.push_back({Kind::kOneOf, left.text, "", false, {right.text}});
    } else {
      return false;
    }
    return true;
  }

  static bool CompareText(const Operand& left, const std::string& mark, const Operand& right,
                          std::vector<Restriction>& found) {
    if (left.type != Operand::Type::kColumn) return false;
    if ((mark == "<>" || mark == "!=") && right.text.empty()) {
      found.push_back({Kind::kShortest, left.text, "1", false, {}});
    } else if (mark == "=") {
      found.push_back({Kind::kOneOf, left.text, "", false, {right.text}});
    } else {
      return false;
    }
    return true;
  }

  std::optional<Operand> TakeOperand() {
    std::optional<Operand> operand;
    if (Take("(")) {
      operand = TakeOperand();
      if (!operand || !Take(")")) return std::nullopt;
    } else {
      operand = TakeSimple();
    }
    SkipCasts();
    return operand;
  }

  std::optional<Operand> TakeSimple() {
    const std::string sign = Take("-") ? "-" : "";
    const Token token = At(next_++);
    if (token.type == Token::Type::kNumber) return Operand{Operand::Type::kNumber, sign + token.text};
    if (!sign.empty()) return std::nullopt;
    if (token.type == Token::Type::kText) return Operand{Operand::Type::kText, token.text};
    if (token.type != Token::Type::kName) return std::nullopt;
    if (IsDateWord(token) && At(next_).type == Token::Type::kText)
      return Operand{Operand::Type::kText, At(next_++).text};
    if (!At(next_).Is("(")) return Operand{Operand::Type::kColumn, token.text};
    if (!token.IsWord("length") && !token.IsWord("char_length") && !token.IsWord("character_length")) {
      return std::nullopt;
    }
    ++next_;
    std::optional<Operand> inner = TakeOperand();
    if (!inner || inner->type != Operand::Type::kColumn || !Take(")")) return std::nullopt;
    return Operand{Operand::Type::kLength, inner->text};
  }

  void SkipCasts() {
    while (Take("::")) {
      while (At(next_).type == Token::Type::kName && !IsOperator(At(next_))) ++next_;
      if (At(next_).Is("(")) next_ = Closing(next_) + 1;
      while (At(next_).Is("[") && At(next_ + 1).Is("]")) next_ += 2;
    }
  }

  static bool IsDateWord(const Token& token) {
    return token.IsWord("date") || token.IsWord("timestamp") || token.IsWord("timestamptz");
  }

  static bool IsOperator(const Token& token) {
    return token.IsWord("and") || token.IsWord("or") || token.IsWord("between") || token.IsWord("in") ||
           token.IsWord("is");
  }

  std::vector<Token> tokens_;
  size_t next_ = 0;
};

}  // namespace

std::vector<Restriction> ReadCheck(std::string_view sql) { return Parser(SeedTokens(sql)).Parse(); }

}  // namespace ormd::cli
