// Bytes of a message with something wrong in them.
#pragma once

#include <string>

#include "tests/support/dice.h"

namespace ormd::conformance {

// A few bytes changed, cut out, doubled, put in or swapped; fields that no message has, wire types that do not fit,
// groups that do not close, lengths that lie.
std::string Mutated(std::string bytes, Dice& dice);

}  // namespace ormd::conformance
