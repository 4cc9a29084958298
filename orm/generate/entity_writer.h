// Planned entities as messages.
#pragma once

#include <map>
#include <string>

#include "orm/generate/enums.h"
#include "orm/generate/model.h"
#include "orm/sql/platform.h"

namespace ormd {

// `messages`: of entities, by their tables.
GeneratedEntity EntityOf(const EntityPlan& plan, const EntityEnums& enums, const Platform& platform,
                         const std::map<const Table*, std::string>& messages);

// "shop.book" or "book".
std::string TableText(const TableName& name);

}  // namespace ormd
