#include "tests/conformance/raw_bytes.h"

#include <algorithm>

namespace ormd::conformance {
namespace {

// The tag and length of a field of wire type 2.
std::string Head(int number, size_t length) { return static_cast<char>(number << 3 | 2) + Varint(length); }

// Puts the field round what `reversed` holds, which is written from its end to its start.
void Wrap(int number, std::string* reversed) {
  std::string head = Head(number, reversed->size());
  std::reverse(head.begin(), head.end());
  reversed->append(head);
}

}  // namespace

std::string Varint(uint64_t number) {
  std::string bytes;
  for (; number >= 0x80; number >>= 7) bytes.push_back(static_cast<char>(number | 0x80));
  bytes.push_back(static_cast<char>(number));
  return bytes;
}

std::string Field(int number, const std::string& bytes) { return Head(number, bytes.size()) + bytes; }

std::string DeepMap(int levels) {
  std::string name = Field(1, "$and");
  std::reverse(name.begin(), name.end());
  std::string reversed;
  for (int i = 0; i < levels; ++i) {
    Wrap(9, &reversed);     // Value.map
    Wrap(2, &reversed);     // Pair.value
    reversed.append(name);  // Pair.name
    Wrap(1, &reversed);     // MapValue.pairs
  }
  std::reverse(reversed.begin(), reversed.end());
  return reversed;
}

}  // namespace ormd::conformance
