// The selects that read relations: one for all owners, whatever their number.
#pragma once

#include <vector>

#include "orm/sql/select.h"

namespace ormd {

// Whether the items of a collection come by their key alone, and that is one integer. Then the selects below leave the
// order to who reads them: integers sort faster than rows of the database.
bool IsSortedByReader(const PropertyMetadata& relation);

// The entities with these keys, with their default fields.
SelectQuery TargetQuery(const EntityMetadata& target, std::vector<Key> keys);

// The entities whose owning side (relation.mapped_by) points at one of the owners, in the collection's order (but
// see above). Their default fields, and the owning property by which they are told apart.
SelectQuery MappedQuery(const PropertyMetadata& relation, std::vector<Key> owner_keys);

// The items of a many-to-many relation, either side, in the collection's order (but see above);
// behind the keys of their owners.
SelectQuery LinkedQuery(const PropertyMetadata& relation, std::vector<Key> owner_keys);

}  // namespace ormd
