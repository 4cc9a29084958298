#include "orm/value/json_document.h"

#include <algorithm>
#include <cstdlib>

#include "orm/base/strings.h"
#include "orm/value/decimal.h"
#include "orm/value/json_string.h"
#include "orm/value/text.h"

namespace ormd {
namespace {

struct Node {
  enum class Kind { kLiteral, kArray, kObject };
  Kind kind = Kind::kLiteral;
  std::string literal;  // as it is written
  std::vector<std::pair<std::string, Node>> members;
};

bool IsNumber(std::string_view literal) { return literal.front() <= '9'; }

// A number with an exponent is the same as the number written out.
std::string WithoutExponent(const std::string& literal) {
  if (!IsNumber(literal) || literal.find_first_of("eE") == std::string::npos) return literal;
  return CanonicalDecimal(literal, std::nullopt).value_or(literal);
}

// The power of ten of a number's second part, "" or "e-2".
std::optional<int64_t> ReadExponent(std::string_view text) {
  if (text.empty()) return 0;
  text.remove_prefix(text.starts_with("e+") || text.starts_with("E+") ? 2 : 1);
  return ParseInteger<int32_t>(text);
}

// Digits without a zero at either end, and a power of ten where one is needed: "-12e3" of -12000.0. What has a power
// that no database holds stays as it is written.
std::string ByValue(const std::string& literal) {
  if (!IsNumber(literal)) return literal;
  const std::string_view text = literal;
  const size_t mark = std::min(text.find_first_of("eE"), text.size());
  const std::optional<DecimalParts> parts = SplitDecimal(text.substr(0, mark));
  const std::optional<int64_t> exponent = ReadExponent(text.substr(mark));
  if (!parts.has_value() || !exponent.has_value()) return literal;
  std::string digits = StrCat(parts->integer, parts->fraction);
  digits.erase(0, digits.find_first_not_of('0'));
  if (digits.empty()) return "0";
  const size_t kept = digits.find_last_not_of('0') + 1;
  const int64_t power = *exponent + static_cast<int64_t>(digits.size() - kept) -
                        static_cast<int64_t>(parts->fraction.size());
  digits.resize(kept);
  return StrCat(parts->negative ? "-" : "", digits, power == 0 ? "" : StrCat("e", power));
}

constexpr int64_t kMostDecimals = 16'383;

class FaultFinder : public JsonReader {
 public:
  explicit FaultFinder(uint64_t& added_digits) : added_digits_(added_digits) {}

  JsonFault fault() const { return fault_; }

 private:
  bool Literal(const std::string& literal) override {
    return !IsNumber(literal) || HasFewDigits(literal) || Refuse(JsonFault::kDigits);
  }
  bool Text(const std::string& text) override {
    return text.find('\0') == std::string::npos || Refuse(JsonFault::kNul);
  }
  bool Name(const std::string& name) override { return Text(name); }

  // Decimals as they are written, zeros too. Resolved, an exponent adds at most as many digits as it says.
  bool HasFewDigits(std::string_view literal) {
    const size_t mark = std::min(literal.find_first_of("eE"), literal.size());
    const size_t point = std::min(literal.find('.'), mark - 1);
    const std::optional<int64_t> exponent = ReadExponent(literal.substr(mark));
    if (!exponent.has_value() || static_cast<int64_t>(mark - point - 1) - *exponent > kMostDecimals) return false;
    added_digits_ += static_cast<uint64_t>(std::abs(*exponent));
    return added_digits_ <= kMostAddedDigits;
  }

  bool Refuse(JsonFault fault) {
    fault_ = fault;
    return false;
  }

  uint64_t& added_digits_;
  JsonFault fault_ = JsonFault::kMalformed;
};

class TreeBuilder : public JsonReader {
 public:
  using LiteralForm = std::string (*)(const std::string& literal);

  explicit TreeBuilder(LiteralForm form) : form_(form) {}

  const Node& root() const { return root_; }

 private:
  bool Literal(const std::string& literal) override {
    Add()->literal = form_(literal);
    return true;
  }
  bool Text(const std::string& text) override {
    AppendJsonString(text, Add()->literal);
    return true;
  }
  bool Name(const std::string& name) override {
    name_ = name;
    return true;
  }
  bool Open(bool object) override {
    Node* node = Add();
    node->kind = object ? Node::Kind::kObject : Node::Kind::kArray;
    open_.push_back(node);
    return true;
  }
  bool Close() override {
    Node& node = *open_.back();
    open_.pop_back();
    if (node.kind == Node::Kind::kObject) SortMembers(node);
    return true;
  }

  // Only the innermost open node grows, so the pointers to those around it stay valid.
  Node* Add() {
    if (open_.empty()) return &root_;
    return &open_.back()->members.emplace_back(std::move(name_), Node()).second;
  }

  // Of members with one name the last counts, as in jsonb.
  static void SortMembers(Node& node) {
    auto& members = node.members;
    std::stable_sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    const auto kept =
        std::unique(members.rbegin(), members.rend(), [](const auto& a, const auto& b) { return a.first == b.first; });
    members.erase(members.begin(), kept.base());
  }

  const LiteralForm form_;
  Node root_;
  std::vector<Node*> open_;
  std::string name_;
};

void Write(const Node& node, std::string& out) {
  if (node.kind == Node::Kind::kLiteral) {
    out += node.literal;
    return;
  }
  const bool object = node.kind == Node::Kind::kObject;
  out += object ? '{' : '[';
  for (const auto& member : node.members) {
    if (&member != &node.members.front()) out += ',';
    if (object) {
      AppendJsonString(member.first, out);
      out += ':';
    }
    Write(member.second, out);
  }
  out += object ? '}' : ']';
}

std::string Rewritten(std::string_view text, TreeBuilder::LiteralForm form) {
  TreeBuilder tree(form);
  if (!tree.Read(text)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  Write(tree.root(), out);
  return out;
}

}  // namespace

bool IsJson(std::string_view text) { return JsonReader().Read(text); }

JsonFault FaultOfJson(std::string_view text, uint64_t& added_digits) {
  FaultFinder finder(added_digits);
  return finder.Read(text) ? JsonFault::kNone : finder.fault();
}

std::string CanonicalJson(std::string_view text) { return Rewritten(text, WithoutExponent); }

std::string ComparableJson(std::string_view text) { return Rewritten(text, ByValue); }

}  // namespace ormd
