// What server reflection knows: the services, the API's own files and the user's entity files.
#pragma once

#include <google/protobuf/descriptor.h>

#include <optional>
#include <string>
#include <vector>

#include "grpc/reflection/v1/reflection.pb.h"

namespace ormd {

// Immutable and thread safe; the pools outlive it.
class ReflectionIndex {
 public:
  // `pools` are asked in this order; `services` are full names.
  ReflectionIndex(std::vector<const google::protobuf::DescriptorPool*> pools, std::vector<std::string> services);

  // What is not there is answered with NOT_FOUND inside the response, as the protocol wants it.
  grpc::reflection::v1::ServerReflectionResponse Answer(
      const grpc::reflection::v1::ServerReflectionRequest& request) const;

 private:
  const google::protobuf::FileDescriptor* FileByName(const std::string& name) const;
  const google::protobuf::FileDescriptor* FileWithSymbol(const std::string& symbol) const;
  const google::protobuf::FileDescriptor* FileWithExtension(const std::string& type, int number) const;
  // Nullopt where no pool knows the type.
  std::optional<std::vector<int>> ExtensionNumbers(const std::string& type) const;

  const std::vector<const google::protobuf::DescriptorPool*> pools_;
  const std::vector<std::string> services_;
};

}  // namespace ormd
