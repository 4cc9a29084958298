#include "orm/schema/sqlite/named_parts.h"

namespace ormd {

void Respell(const std::vector<TableColumn>& columns, std::vector<std::string>& names) {
  for (std::string& name : names) {
    if (const TableColumn* column = FindNamed(columns, name); column != nullptr) name = column->name;
  }
}

}  // namespace ormd
