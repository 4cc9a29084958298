// Messages to bytes.
#pragma once

#include <google/protobuf/message_lite.h>

#include <cstdint>
#include <string>

namespace ormd::bench {

// The bytes of a message whose field `field` holds `message`, and, where `id` is not 0, whose field 1 holds that.
std::string SerializeInField(int field, const google::protobuf::MessageLite& message, uint64_t id);

}  // namespace ormd::bench
