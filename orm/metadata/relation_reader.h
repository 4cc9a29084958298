// Relations: kind, target and the options of their roles. Columns, inverse sides and pivot tables come in later passes.
#pragma once

#include "orm/metadata/build_context.h"

namespace ormd {

ReferentialAction ReferentialActionOf(orm::Rule::Action action);

// Whether the options name a relation's role.
bool HasRelationRole(const orm::PropertyOptions& options);

// Whether the role names mapped_by, or is one_to_many, which always is an inverse side.
bool IsInverseRole(const orm::PropertyOptions& options);

// Fills a property with a relation's role; breaks it where its field does not fit.
void ReadRelation(PropertyMetadata& property, BuildContext& context);

}  // namespace ormd
