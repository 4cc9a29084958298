// The passes of SchemaBuilder, in the order in which they run. Each adds faults and goes on; a pass says nothing about
// what an earlier one found broken.
#pragma once

#include <vector>

#include "orm/metadata/build_context.h"

namespace ormd {

// Makes an EntityMetadata for each message with (orm.entity), in the order of files and declarations.
void DeclareEntities(const std::vector<const google::protobuf::FileDescriptor*>& files, BuildContext& context);

// Makes the properties of all entities: kinds, types, settings, targets; then keys and versions.
void ReadProperties(BuildContext& context);

// Resolves keys (which may run through relations) and lays out EntityMetadata::columns; then it is known what a find
// reads.
void LayOutColumns(BuildContext& context);

// Ties mapped_by to the owning side, and the owning side to its inverse.
void LinkInverses(BuildContext& context);

// Names the pivot tables of owning many_to_many relations.
void BuildPivots(BuildContext& context);

// Indexes, uniques and checks, of entities and of properties.
void BuildConstraints(BuildContext& context);

// EntityMetadata::unique_columns and PropertyMetadata::referred_to, once all constraints are known.
void GatherUniqueColumns(BuildContext& context);

// Settings that tables and columns have and views lack.
void CheckViews(BuildContext& context);

// Default orders of entities and collections.
void BuildOrders(BuildContext& context);

// Former names, collations and native enums; a part of CheckNames.
void CheckDatabaseNames(BuildContext& context);

// Names that clash or that a database would not take: properties, columns, tables, indexes, checks.
void CheckNames(BuildContext& context);

}  // namespace ormd
