#include "tests/conformance/hostile/mutate.h"

#include <algorithm>

#include "tests/conformance/hostile/random_value.h"
#include "tests/conformance/raw_bytes.h"

namespace ormd::conformance {
namespace {

// A field with any number and wire type, the reserved ones too.
std::string AnyField(Dice& dice) {
  const uint64_t number = dice.Chance(70) ? 1 + dice.Pick(25) : dice.Chance(50) ? dice.Pick(1u << 29) : 0;
  const uint64_t wire_type = dice.Pick(8);
  std::string field = Varint(number << 3 | wire_type);
  switch (wire_type) {
    case 0:
      return field + Varint(static_cast<uint64_t>(HostileInteger(dice)));
    case 1:
      return field + std::string(dice.Chance(90) ? 8 : 3, '\x7f');
    case 2: {
      const std::string text = HostileText(dice);
      const uint64_t length = dice.Chance(80) ? text.size() : static_cast<uint64_t>(HostileInteger(dice));
      return field + Varint(length) + text;
    }
    case 3:
      return field + (dice.Chance(50) ? AnyField(dice) : "") + (dice.Chance(60) ? Varint(number << 3 | 4) : "");
    case 5:
      return field + std::string(dice.Chance(90) ? 4 : 1, '\xff');
    default:
      return field;
  }
}

std::string NestedGroups(Dice& dice) {
  const size_t levels = dice.Chance(20) ? 100'000 : 1 + dice.Pick(200);
  return std::string(levels, '\x0b') + std::string(dice.Chance(50) ? levels : 0, '\x0c');
}

}  // namespace

std::string Mutated(std::string bytes, Dice& dice) {
  do {
    const size_t at = dice.Pick(bytes.size() + 1);
    const size_t length = std::min(dice.Pick(12), bytes.size() - at);
    switch (dice.Pick(9)) {
      case 0:
        if (at < bytes.size()) bytes[at] = static_cast<char>(dice.Roll());
        break;
      case 1:
        if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << dice.Pick(8)));
        break;
      case 2:
        bytes.resize(at);
        break;
      case 3:
        bytes.erase(at, length);
        break;
      case 4:
        bytes.insert(at, bytes.substr(at, length));
        break;
      case 5:
        bytes += bytes.size() < 100'000 ? bytes : "";
        break;
      case 6:
        bytes.insert(dice.Chance(50) ? bytes.size() : at, AnyField(dice));
        break;
      case 7:
        bytes.insert(dice.Chance(50) ? bytes.size() : at, dice.Chance(10) ? NestedGroups(dice) : Varint(dice.Roll()));
        break;
      default:
        bytes = AnyField(dice) + bytes;
    }
  } while (dice.Chance(50));
  return bytes;
}

}  // namespace ormd::conformance
