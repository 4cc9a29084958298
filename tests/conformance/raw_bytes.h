// Calls with bytes that no message class would make.
#pragma once

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <memory>
#include <string>

#include "tests/conformance/failure.h"

namespace ormd::conformance {

// Sends `request` to a method such as "/orm.v1.EntityManager/Find" and reads at most one answer.
Outcome<std::string> RawCall(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                             const std::string& request);

std::string Varint(uint64_t number);

// A field of wire type 2.
std::string Field(int number, const std::string& bytes);

// The bytes of an orm.v1.MapValue nested `levels` deep: {"$and": {"$and": …}}. Built without recursion.
std::string DeepMap(int levels);

}  // namespace ormd::conformance
