// Entities on their way from tables to text.
#pragma once

#include <string>
#include <vector>

#include "orm/generate/option_text.h"
#include "orm/generate/relations.h"
#include "orm/generate/words.h"

namespace ormd {

// What becomes a property with columns.
struct PropertyPlan {
  std::string name;
  std::vector<std::string> columns;
  const TableColumn* column = nullptr;  // of a scalar
  const Relation* relation = nullptr;   // of a to-one relation
  bool primary = false;
};

// What becomes a property without columns.
struct InversePlan {
  enum class Role { kOneToMany, kOneToOne, kManyToMany, kManyToManyInverse };
  Role role = Role::kOneToMany;
  std::string name;
  std::string target;     // message
  std::string mapped_by;  // empty: the owning side of a many-to-many
  const Pivot* pivot = nullptr;
};

struct EntityPlan {
  const Table* table = nullptr;  // of a view: made of its columns
  const View* view = nullptr;
  std::string message;
  std::vector<PropertyPlan> properties;
  std::vector<InversePlan> inverses;
  const TableRelations* relations = nullptr;
  NameScope names;  // of fields

  // nullptr where there is none.
  const PropertyPlan* PropertyOf(const std::string& column) const;
  const PropertyPlan* PropertyOf(const Relation& relation) const;
  // Names of the properties that have these columns, in their order. Precondition: no property has more.
  std::vector<std::string> PropertiesOf(const std::vector<std::string>& columns) const;
};

struct GeneratedField {
  std::string type;  // "optional string"
  std::string name;
  OptionMessage options;
  std::vector<std::string> comments;
};

struct GeneratedEnum {
  std::string name;
  std::vector<std::string> labels;
  // The message in which it stands, because its labels would clash with names beside it; empty: none.
  std::string wrapper;
};

struct GeneratedEntity {
  std::string name;
  std::vector<std::string> comments;  // before the message
  OptionMessage options;
  std::vector<GeneratedEnum> enums;
  std::vector<GeneratedField> fields;
  std::vector<std::string> notes;  // behind the fields
};

}  // namespace ormd
