// Entities and relations as a picture: the model behind it, and its text for Mermaid and for Graphviz. Pure.
#pragma once

#include <string>
#include <vector>

#include "client/cpp/model.h"

namespace ormd::cli {

struct DiagramColumn {
  std::string name;
  std::string type;
  bool primary = false;
  bool foreign = false;
  bool unique = false;
  bool nullable = false;
};

struct DiagramEntity {
  std::string name;  // short where that is unique
  std::vector<DiagramColumn> columns;
};

// From the side that owns it.
struct DiagramRelation {
  enum class Kind { kManyToOne, kOneToOne, kManyToMany };
  Kind kind = Kind::kManyToOne;
  std::string from;
  std::string to;
  std::string name;       // the property
  bool optional = false;  // may point to nothing
  bool part_of_key = false;
};

struct Diagram {
  std::vector<DiagramEntity> entities;  // in the order of the model
  std::vector<DiagramRelation> relations;
};

Diagram ReadDiagram(const client::Model& model);

// An erDiagram.
std::string MermaidText(const Diagram& diagram);
// A digraph with crow's feet.
std::string DotText(const Diagram& diagram);

}  // namespace ormd::cli
