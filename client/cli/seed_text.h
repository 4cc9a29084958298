// Plausible texts.
#pragma once

#include <cstdint>
#include <string>

#include "client/cli/seed_random.h"

namespace ormd::cli {

struct TextBounds {
  uint32_t shortest = 0;
  uint32_t longest = 0;  // 0: none
  bool fixed = false;    // exactly the longest
};

// A word of a sentence.
std::string SeedWord(SeedRandom& random);
// By what the property's name says; `wide` adds letters and digits that make it differ from others.
std::string SeedText(const std::string& property, const TextBounds& bounds, bool wide, SeedRandom& random);

}  // namespace ormd::cli
