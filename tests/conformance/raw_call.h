// Calls with bytes that no message class would make.
#pragma once

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

namespace ormd::conformance {

// Sends `request` to a unary method such as "/orm.v1.EntityManager/Find"; only the status is of interest.
grpc::Status RawCall(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                     const std::string& request);

// A field of wire type 2.
std::string Field(int number, const std::string& bytes);

// The bytes of an orm.v1.MapValue nested `levels` deep: {"$and": {"$and": …}}. Built without recursion.
std::string DeepMap(int levels);

}  // namespace ormd::conformance
