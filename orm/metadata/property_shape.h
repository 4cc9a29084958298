// What a property is, as far as its settings are concerned, and which settings go with that.
#pragma once

#include "orm/metadata/build_context.h"

namespace ormd {

// A bit each, so that a setting can name all that it fits.
enum Shape : unsigned {
  kPlain = 1,      // a scalar with a column of its own
  kIdentity = 2,   // the database counts
  kVersion = 4,    // the optimistic lock
  kGenerated = 8,  // a generated column
  kFormula = 16,   // no column, read by an expression
  kUnstored = 32,  // persist: false
  kOwning = 64,    // a to-one relation with columns
  kInverse = 128,  // a one_to_one with mapped_by
  kToMany = 256,   // one_to_many, many_to_many
};

Shape ShapeOf(const orm::PropertyOptions& options);

// Whether the setting of this number goes with the shape.
bool Fits(int setting, Shape shape);

// Adds a fault for each setting that its property cannot have.
void CheckSettings(const PropertyMetadata& property, BuildContext& context);

// Names of the roles that the options claim, in the order of their numbers.
std::vector<const google::protobuf::FieldDescriptor*> RolesOf(const orm::PropertyOptions& options);

}  // namespace ormd
