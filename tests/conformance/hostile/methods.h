// The methods that the daemon serves, by their descriptors.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <vector>

#include "orm/v1/session.pb.h"

namespace ormd::conformance {

using Methods = std::vector<const google::protobuf::MethodDescriptor*>;

// Of the service, such as "orm.v1.Schema"; without those that `but` names.
Methods MethodsOf(const std::string& service, const std::vector<std::string>& but = {});

// "/orm.v1.EntityManager/Find".
std::string PathOf(const google::protobuf::MethodDescriptor& method);

// An empty request of the method.
std::unique_ptr<google::protobuf::Message> NewRequest(const google::protobuf::MethodDescriptor& method);

// The unary call that is the same as the command; nullptr where there is none. Its request has the command's content.
const google::protobuf::MethodDescriptor* MethodFor(const orm::v1::Command& command);
std::unique_ptr<google::protobuf::Message> RequestFor(const orm::v1::Command& command);

}  // namespace ormd::conformance
