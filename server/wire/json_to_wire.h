// JSON documents to the well-known types that hold JSON on the wire.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string_view>

#include "server/wire/wire_buffer.h"

namespace ormd::wire {

// Appends the field with the document as its content: google.protobuf.Struct, Value or ListValue, or a map. Numbers
// become doubles where the type has nothing else. False where the document does not fit the type (a list for a Struct)
// or is none; nothing is appended then. A null document leaves out all but a Value. Works without recursion.
bool JsonToWire(const google::protobuf::FieldDescriptor& field, std::string_view json, WireBuffer& out);

}  // namespace ormd::wire
