// Random values: few of each type, so that they meet, and those at its limits.
#pragma once

#include "orm/value/type.h"
#include "tests/support/dice.h"

namespace ormd {

// Canonical, not null.
Value RandomValue(const Type& type, Dice& dice);

// The same value as a client may write it too.
Value Respelled(const Type& type, const Value& canonical, Dice& dice);

// Whether two documents, of RandomValue or Respelled, mean the same.
bool SameMeaning(const std::string& a, const std::string& b);

// No value of the type.
Value WrongValue(const Type& type, Dice& dice);

// Patterns of $like and $ilike: any, and one that is near a text.
std::string RandomPattern(Dice& dice);
std::string PatternNear(const std::string& text, Dice& dice);

// A value of any kind at all, nested at most `depth` levels deep.
Value AnyValue(Dice& dice, size_t depth);

}  // namespace ormd
