#include "orm/value/json_document.h"

#include <algorithm>

#include "orm/value/json_string.h"
#include "orm/value/text.h"

namespace ormd {
namespace {

class NulFinder : public JsonReader {
  bool Text(const std::string& text) override { return text.find('\0') == std::string::npos; }
  bool Name(const std::string& name) override { return Text(name); }
};

struct Node {
  enum class Kind { kLiteral, kArray, kObject };
  Kind kind = Kind::kLiteral;
  std::string literal;  // as it is written
  std::vector<std::pair<std::string, Node>> members;
};

// A number with an exponent is the same as the number written out.
std::string CanonicalLiteral(const std::string& literal) {
  const bool exponent =
      literal.find_first_of("eE") != std::string::npos && literal.find_first_of("lu") == std::string::npos;
  if (!exponent) return literal;
  return CanonicalDecimal(literal, std::nullopt).value_or(literal);
}

class TreeBuilder : public JsonReader {
 public:
  const Node& root() const { return root_; }

 private:
  bool Literal(const std::string& literal) override {
    Add()->literal = CanonicalLiteral(literal);
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

}  // namespace

bool IsJson(std::string_view text) { return JsonReader().Read(text); }

bool IsStorableJson(std::string_view text) { return NulFinder().Read(text); }

std::string CanonicalJson(std::string_view text) {
  TreeBuilder tree;
  if (!tree.Read(text)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  Write(tree.root(), out);
  return out;
}

}  // namespace ormd
