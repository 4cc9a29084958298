// What every answer of the daemon has to be, whatever was asked.
#pragma once

#include <grpcpp/grpcpp.h>

#include <string>
#include <string_view>

namespace ormd::conformance {

// Stands in texts that a random request gives as values, and in no name: no message may repeat it.
inline constexpr std::string_view kSecret = "hush-hush";

// What is wrong with a status of the package orm.v1; empty where nothing is: its code is no fault of the daemon, its
// reason is one of the public ones, a bad request is told its field, and neither SQL nor values come back.
// `mutated`: a value may have become a name, which a message does repeat.
std::string FaultOf(const grpc::Status& status, bool mutated = false);

// As a person reads it.
std::string Describe(const grpc::Status& status);

}  // namespace ormd::conformance
