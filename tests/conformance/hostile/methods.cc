#include "tests/conformance/hostile/methods.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "grpc/health/v1/health.pb.h"
#include "grpc/reflection/v1/reflection.pb.h"
#include "grpc/reflection/v1alpha/reflection.pb.h"
#include "orm/v1/entity_manager.pb.h"
#include "orm/v1/migrations.pb.h"
#include "orm/v1/schema.pb.h"

namespace ormd::conformance {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;

// Of files that nothing else here refers to.
void LinkDescriptors() {
  grpc::health::v1::HealthCheckRequest::descriptor();
  grpc::reflection::v1::ServerReflectionRequest::descriptor();
  grpc::reflection::v1alpha::ServerReflectionRequest::descriptor();
  orm::v1::CreateMigrationRequest::descriptor();
  orm::v1::CreateSchemaRequest::descriptor();
  orm::v1::FindRequest::descriptor();
}

const FieldDescriptor* SetCommand(const orm::v1::Command& command) {
  return command.GetReflection()->GetOneofFieldDescriptor(command, command.GetDescriptor()->FindOneofByName("command"));
}

}  // namespace

Methods MethodsOf(const std::string& service, const std::vector<std::string>& but) {
  LinkDescriptors();
  Methods methods;
  const auto* descriptor = DescriptorPool::generated_pool()->FindServiceByName(service);
  for (int i = 0; i < descriptor->method_count(); ++i) {
    const MethodDescriptor* method = descriptor->method(i);
    if (std::find(but.begin(), but.end(), method->name()) == but.end()) methods.push_back(method);
  }
  return methods;
}

std::string PathOf(const MethodDescriptor& method) {
  return absl::StrCat("/", method.service()->full_name(), "/", method.name());
}

std::unique_ptr<Message> NewRequest(const MethodDescriptor& method) {
  return std::unique_ptr<Message>(MessageFactory::generated_factory()->GetPrototype(method.input_type())->New());
}

const MethodDescriptor* MethodFor(const orm::v1::Command& command) {
  const FieldDescriptor* field = SetCommand(command);
  if (field == nullptr) return nullptr;
  return DescriptorPool::generated_pool()
      ->FindServiceByName("orm.v1.EntityManager")
      ->FindMethodByName(field->message_type()->name());
}

std::unique_ptr<Message> RequestFor(const orm::v1::Command& command) {
  const FieldDescriptor* from = SetCommand(command);
  std::unique_ptr<Message> request = NewRequest(*MethodFor(command));
  const FieldDescriptor* to = request->GetDescriptor()->FindFieldByName(from->name());
  if (to != nullptr) {  // Clear has none
    const auto& content = command.GetReflection()->GetMessage(command, from);
    request->GetReflection()->MutableMessage(request.get(), to)->CopyFrom(content);
  }
  return request;
}

}  // namespace ormd::conformance
