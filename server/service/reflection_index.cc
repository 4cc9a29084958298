#include "server/service/reflection_index.h"

#include <google/protobuf/descriptor.pb.h>

#include <algorithm>
#include <set>
#include <utility>

#include "absl/status/status.h"

namespace ormd {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using grpc::reflection::v1::ServerReflectionRequest;
using grpc::reflection::v1::ServerReflectionResponse;

void NotFound(const char* what, ServerReflectionResponse* response) {
  response->mutable_error_response()->set_error_code(static_cast<int>(absl::StatusCode::kNotFound));
  response->mutable_error_response()->set_error_message(what);
}

// The file and what it imports, each once, importers first.
void AppendFile(const FileDescriptor& file, std::set<std::string>* seen, ServerReflectionResponse* response) {
  if (!seen->insert(file.name()).second) return;
  google::protobuf::FileDescriptorProto proto;
  file.CopyTo(&proto);
  response->mutable_file_descriptor_response()->add_file_descriptor_proto(proto.SerializeAsString());
  for (int i = 0; i < file.dependency_count(); ++i) AppendFile(*file.dependency(i), seen, response);
}

void AnswerFile(const FileDescriptor* file, ServerReflectionResponse* response) {
  if (file == nullptr) return NotFound("there is no such file or symbol", response);
  std::set<std::string> seen;
  AppendFile(*file, &seen, response);
}

void AnswerNumbers(const std::string& type, const std::optional<std::vector<int>>& numbers,
                   ServerReflectionResponse* response) {
  if (!numbers.has_value()) return NotFound("there is no such message type", response);
  auto* out = response->mutable_all_extension_numbers_response();
  out->set_base_type_name(type);
  for (const int number : *numbers) out->add_extension_number(number);
}

}  // namespace

ReflectionIndex::ReflectionIndex(std::vector<const DescriptorPool*> pools, std::vector<std::string> services)
    : pools_(std::move(pools)), services_(std::move(services)) {}

ServerReflectionResponse ReflectionIndex::Answer(const ServerReflectionRequest& request) const {
  ServerReflectionResponse response;
  response.set_valid_host(request.host());
  *response.mutable_original_request() = request;
  switch (request.message_request_case()) {
    case ServerReflectionRequest::kFileByFilename:
      AnswerFile(FileByName(request.file_by_filename()), &response);
      break;
    case ServerReflectionRequest::kFileContainingSymbol:
      AnswerFile(FileWithSymbol(request.file_containing_symbol()), &response);
      break;
    case ServerReflectionRequest::kFileContainingExtension:
      AnswerFile(FileWithExtension(request.file_containing_extension().containing_type(),
                                   request.file_containing_extension().extension_number()),
                 &response);
      break;
    case ServerReflectionRequest::kAllExtensionNumbersOfType:
      AnswerNumbers(request.all_extension_numbers_of_type(), ExtensionNumbers(request.all_extension_numbers_of_type()),
                    &response);
      break;
    case ServerReflectionRequest::kListServices:
      response.mutable_list_services_response();
      for (const std::string& name : services_)
        response.mutable_list_services_response()->add_service()->set_name(name);
      break;
    default:
      response.mutable_error_response()->set_error_code(static_cast<int>(absl::StatusCode::kInvalidArgument));
      response.mutable_error_response()->set_error_message("the request asks for nothing");
  }
  return response;
}

const FileDescriptor* ReflectionIndex::FileByName(const std::string& name) const {
  for (const DescriptorPool* pool : pools_) {
    if (const FileDescriptor* file = pool->FindFileByName(name)) return file;
  }
  return nullptr;
}

const FileDescriptor* ReflectionIndex::FileWithSymbol(const std::string& symbol) const {
  for (const DescriptorPool* pool : pools_) {
    if (const FileDescriptor* file = pool->FindFileContainingSymbol(symbol)) return file;
  }
  return nullptr;
}

const FileDescriptor* ReflectionIndex::FileWithExtension(const std::string& type, int number) const {
  for (const DescriptorPool* pool : pools_) {
    const Descriptor* descriptor = pool->FindMessageTypeByName(type);
    if (descriptor == nullptr) continue;
    if (const FieldDescriptor* field = pool->FindExtensionByNumber(descriptor, number)) return field->file();
  }
  return nullptr;
}

std::optional<std::vector<int>> ReflectionIndex::ExtensionNumbers(const std::string& type) const {
  std::set<int> numbers;
  bool known = false;
  for (const DescriptorPool* pool : pools_) {
    const Descriptor* descriptor = pool->FindMessageTypeByName(type);
    if (descriptor == nullptr) continue;
    known = true;
    std::vector<const FieldDescriptor*> fields;
    pool->FindAllExtensions(descriptor, &fields);
    for (const FieldDescriptor* field : fields) numbers.insert(field->number());
  }
  if (!known) return std::nullopt;
  return std::vector<int>(numbers.begin(), numbers.end());
}

}  // namespace ormd
