// Serialised parts in messages that are only sent.
#pragma once

#include <google/protobuf/message.h>
#include <google/protobuf/unknown_field_set.h>

#include <string_view>

namespace ormd::wire {

// Adds a string, bytes or message field as it stands on the wire. It goes out with the message; who reads the message
// before does not find it among its fields.
inline void AddSerialized(google::protobuf::Message* message, int number, std::string_view bytes) {
  google::protobuf::UnknownFieldSet* fields = message->GetReflection()->MutableUnknownFields(message);
  fields->AddLengthDelimited(number)->assign(bytes);
}

}  // namespace ormd::wire
