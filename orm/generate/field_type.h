// The field that a column's type becomes, and the settings that say the rest.
#pragma once

#include <string>

#include "orm/generate/option_text.h"
#include "orm/sql/platform.h"
#include "orm/value/type.h"

namespace ormd {

struct FieldType {
  std::string name;  // "int64", "google.protobuf.Timestamp"
  bool repeated = false;
  OptionMessage settings;  // type, length, precision, scale, column_type
};

// Whether it is an array by itself; a domain over arrays is a type of its own.
bool IsList(const Type& type);

// Of a type that is no enum of the entity's: labels count for nothing.
FieldType FieldTypeOf(const Type& type, const Platform& platform);

}  // namespace ormd
