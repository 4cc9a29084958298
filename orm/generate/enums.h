// Which columns are proto enums.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "orm/generate/model.h"
#include "orm/schema/database_schema.h"
#include "orm/sql/platform.h"

namespace ormd {

struct EnumUse {
  std::string type;                   // as fields name it: "Status", "Order.Status"
  Type column;                        // with the labels; of a list: of an element
  const EnumType* native = nullptr;   // nullptr: text with a check
  const TableCheck* check = nullptr;  // the check that ormd writes for the enum; nullptr where it writes none
  std::string column_type;            // of texts of another type than ormd's own (PostgreSQL)
};

// The enums of one entity.
struct EntityEnums {
  std::vector<GeneratedEnum> declared;
  std::map<const PropertyPlan*, EnumUse> uses;
};

// Finds the enums of entity after entity. A native type is declared in the first entity that has it, and the others
// name it there.
class EnumFinder {
 public:
  EnumFinder(const DatabaseSchema& database, const Platform& platform, const std::vector<EntityPlan>& plans);

  EntityEnums Find(const EntityPlan& plan);

 private:
  const EnumType* NativeOf(const EntityPlan& plan, const Type& type) const;
  bool Reads(const EntityPlan& plan, const PropertyPlan& property, EnumUse& use) const;
  bool IsCalled(const TableColumn& column, const std::string& name) const;
  bool ReadCheck(const EntityPlan& plan, const TableColumn& column, EnumUse& use) const;
  std::string Declare(const EntityPlan& plan, const PropertyPlan& property, const std::vector<std::string>& labels,
                      EntityEnums& enums);

  void Count(const TableName& name);
  bool HasOwnName(const EnumType& native) const;

  const DatabaseSchema& database_;
  const Platform& platform_;
  std::map<std::pair<std::string, std::string>, int> names_;  // of tables, views and enum types, folded
  std::set<std::string> messages_;
  std::map<const EnumType*, std::string> declared_;  // native types by the full name of their enum
  std::set<std::string> symbols_;                    // of the entity at hand
};

// Whether a proto enum can have exactly these labels.
bool FitEnum(const std::vector<std::string>& labels);

}  // namespace ormd
