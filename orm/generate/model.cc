#include "orm/generate/model.h"

#include <algorithm>

#include "orm/generate/column_lists.h"

namespace ormd {

const PropertyPlan* EntityPlan::PropertyOf(const std::string& column) const {
  const auto found = std::find_if(properties.begin(), properties.end(),
                                  [&](const PropertyPlan& property) { return Holds(property.columns, column); });
  return found == properties.end() ? nullptr : &*found;
}

const PropertyPlan* EntityPlan::PropertyOf(const Relation& relation) const {
  return PropertyOf(relation.columns.front());
}

std::vector<std::string> EntityPlan::PropertiesOf(const std::vector<std::string>& columns) const {
  std::vector<std::string> names;
  for (size_t i = 0; i < columns.size();) {
    const PropertyPlan* property = PropertyOf(columns[i]);
    if (property == nullptr) return {};
    names.push_back(property->name);
    i += property->columns.size();
  }
  return names;
}

}  // namespace ormd
