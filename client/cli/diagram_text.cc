#include <algorithm>

#include "absl/strings/ascii.h"
#include "client/cli/diagram.h"

namespace ormd::cli {
namespace {

using Kind = DiagramRelation::Kind;

bool IsWordChar(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// Mermaid takes letters, digits and few marks in the words of an attribute: "decimal(10,2)" is "decimal(10_2)".
std::string MermaidWord(const std::string& text) {
  std::string word;
  for (const char c : text)
    word += IsWordChar(c) || std::string_view("()[]-").find(c) != std::string_view::npos ? c : '_';
  if (word.empty() || !absl::ascii_isalpha(static_cast<unsigned char>(word.front()))) word.insert(0, "x");
  return word;
}

// Bare names such as Class, Style or One begin statements and cardinalities. Quotes cannot be escaped.
std::string MermaidQuoted(std::string text) {
  std::replace(text.begin(), text.end(), '"', '\'');
  return "\"" + text + "\"";
}

void AppendMark(bool set, const char* mark, std::string& out) {
  if (!set) return;
  out += out.empty() ? " " : ", ";
  out += mark;
}

std::string MermaidColumn(const DiagramColumn& column) {
  std::string marks;
  AppendMark(column.primary, "PK", marks);
  AppendMark(column.foreign, "FK", marks);
  AppendMark(column.unique, "UK", marks);
  const std::string name = MermaidWord(column.name);
  const std::string comment = name == column.name ? "" : " " + MermaidQuoted(column.name);
  return "    " + MermaidWord(column.type) + " " + name + marks + comment + "\n";
}

// Cardinalities of both ends, with a dashed line where the relation is no part of the key.
std::string MermaidLine(const DiagramRelation& relation) {
  const std::string line = relation.part_of_key ? "--" : "..";
  const std::string to = relation.optional ? "o|" : "||";
  switch (relation.kind) {
    case Kind::kManyToMany:
      return "}o..o{";
    case Kind::kOneToOne:
      return "|o" + line + to;
    case Kind::kManyToOne:
      break;
  }
  return "}o" + line + to;
}

std::string HtmlText(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string DotQuoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string DotColumn(const DiagramColumn& column) {
  std::string marks;
  AppendMark(column.primary, "PK", marks);
  AppendMark(column.foreign, "FK", marks);
  AppendMark(column.unique, "UK", marks);
  const std::string name = HtmlText(column.name);
  return "<tr><td align=\"left\">" + (column.primary ? "<u>" + name + "</u>" : name) + "</td><td align=\"left\">" +
         HtmlText(column.type) + (column.nullable ? "?" : "") + "</td><td align=\"left\">" + marks + "</td></tr>";
}

std::string DotEntity(const DiagramEntity& entity) {
  std::string label = "<table border=\"0\" cellborder=\"1\" cellspacing=\"0\" cellpadding=\"4\">";
  label += "<tr><td colspan=\"3\" bgcolor=\"lightgrey\"><b>" + HtmlText(entity.name) + "</b></td></tr>";
  for (const DiagramColumn& column : entity.columns) label += DotColumn(column);
  return "  " + DotQuoted(entity.name) + " [label=<" + label + "</table>>];\n";
}

std::string DotRelation(const DiagramRelation& relation) {
  const bool many = relation.kind == Kind::kManyToMany;
  const std::string head = many ? "crowodot" : relation.optional ? "teeodot" : "teetee";
  const std::string tail = relation.kind == Kind::kOneToOne ? "teeodot" : "crowodot";
  return "  " + DotQuoted(relation.from) + " -> " + DotQuoted(relation.to) + " [label=" + DotQuoted(relation.name) +
         " arrowhead=" + head + " arrowtail=" + tail + (relation.part_of_key ? "" : " style=dashed") + "];\n";
}

}  // namespace

std::string MermaidText(const Diagram& diagram) {
  std::string out = "erDiagram\n";
  for (const DiagramEntity& entity : diagram.entities) {
    out += "  " + MermaidQuoted(entity.name) + " {\n";
    for (const DiagramColumn& column : entity.columns) out += MermaidColumn(column);
    out += "  }\n";
  }
  for (const DiagramRelation& relation : diagram.relations) {
    out += "  " + MermaidQuoted(relation.from) + " " + MermaidLine(relation) + " " + MermaidQuoted(relation.to) +
           " : " + MermaidQuoted(relation.name) + "\n";
  }
  return out;
}

std::string DotText(const Diagram& diagram) {
  std::string out = "digraph entities {\n  rankdir=LR;\n  node [shape=plain fontname=\"sans-serif\" fontsize=11];\n";
  out += "  edge [dir=both fontname=\"sans-serif\" fontsize=10];\n";
  for (const DiagramEntity& entity : diagram.entities) out += DotEntity(entity);
  for (const DiagramRelation& relation : diagram.relations) out += DotRelation(relation);
  return out + "}\n";
}

}  // namespace ormd::cli
