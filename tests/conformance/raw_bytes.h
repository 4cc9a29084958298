// Messages that no message class would make.
#pragma once

#include <cstdint>
#include <string>

namespace ormd::conformance {

std::string Varint(uint64_t number);

// A field of wire type 2.
std::string Field(int number, const std::string& bytes);

// The bytes of an orm.v1.MapValue nested `levels` deep: {"$and": {"$and": …}}. Built without recursion.
std::string DeepMap(int levels);

}  // namespace ormd::conformance
