// The replies to a command, on their way from the workspace to the door.
#pragma once

#include <memory>
#include <vector>

#include "orm/v1/session.pb.h"

namespace ormd {

using SharedReply = std::shared_ptr<orm::v1::Reply>;

// The replies to one command: one, or the parts of a large graph in order, all but the last with `more`. Ids are not
// set.
using Replies = std::vector<SharedReply>;

}  // namespace ormd
