// Values that clients should not send, and some that they should.
#pragma once

#include <cstdint>
#include <string>

#include "orm/v1/value.pb.h"
#include "tests/support/dice.h"

namespace ormd::conformance {

// Any text: empty, long, not UTF-8, with NUL, SQL, numbers out of range, dates of no calendar; seldom a large one.
std::string HostileText(Dice& dice);
// Any number, the ends of the ranges above all.
int64_t HostileInteger(Dice& dice);
double HostileNumber(Dice& dice);

// A text that a property of this type (as orm.v1.Property.type names it) takes.
std::string GoodText(Dice& dice, const std::string& type);
// A value that a property of this type takes.
void GoodValue(Dice& dice, const std::string& type, orm::v1::Value* out);

}  // namespace ormd::conformance
