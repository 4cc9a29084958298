// The type of a scalar property: by its proto field, and by the settings type, length, precision and scale.
#pragma once

#include <google/protobuf/descriptor.h>

#include "orm/metadata/build_context.h"

namespace ormd {

// Whether a field of this kind can be a scalar property: every proto scalar, enums, the well-known value types and
// maps. Not: messages of the user's own.
bool IsScalarField(const google::protobuf::FieldDescriptor& field);

// google.protobuf.StringValue and its like: a scalar that may be null.
bool IsWrapperField(const google::protobuf::FieldDescriptor& field);

// Fills `property.type`; adds faults and breaks the property where field and settings do not fit. Precondition:
// IsScalarField.
void ReadType(PropertyMetadata& property, BuildContext& context);

// "an int32", "a list of string", "a map": for messages.
std::string FieldKindName(const google::protobuf::FieldDescriptor& field);

}  // namespace ormd
