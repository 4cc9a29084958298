// A command that several hold: who waits for it, who runs it, who reads ahead.
#pragma once

#include <memory>

#include "orm/v1/session.pb.h"

namespace ormd {

// Most commands stand in an arena, which the pointer keeps.
using SharedCommand = std::shared_ptr<const orm::v1::Command>;

}  // namespace ormd
