#include "server/service/services.h"

#include <string>

#include "google/rpc/error_details.pb.h"
#include "grpc/reflection/v1alpha/reflection.pb.h"
#include "orm/v1/entity_manager.pb.h"
#include "orm/v1/errors.pb.h"
#include "orm/v1/schema.pb.h"
#include "server/service/entity_manager_service.h"
#include "server/service/health_service.h"
#include "server/service/migrations_service.h"
#include "server/service/reflection_service.h"
#include "server/service/schema_service.h"
#include "server/service/sessions_service.h"

namespace ormd {
namespace {

// Files that only clients use are in the generated pool just where something refers to them.
void LinkDescriptors() {
  grpc::reflection::v1alpha::ServerReflectionRequest::descriptor();
  google::rpc::ErrorInfo::descriptor();
  orm::v1::Reason_descriptor();
}

}  // namespace

Services::Services(const Host& host) {
  services_.push_back(std::make_unique<EntityManagerService>(host));
  services_.push_back(std::make_unique<SessionsService>(host));
  services_.push_back(std::make_unique<SchemaService>(host));
  services_.push_back(std::make_unique<MigrationsService>(host));
  services_.push_back(std::make_unique<HealthService>(host));
  if (host.settings.reflection) AddReflection(host);
}

void Services::AddReflection(const Host& host) {
  LinkDescriptors();
  std::vector<std::string> names;
  for (const auto& service : services_) names.push_back(service->name());
  names.insert(names.end(), {ReflectionService::kV1, ReflectionService::kV1Alpha});
  const std::vector<const google::protobuf::DescriptorPool*> pools = {
      google::protobuf::DescriptorPool::generated_pool(), &host.environment.schema.pool()};
  reflection_ = std::make_unique<ReflectionIndex>(pools, std::move(names));
  services_.push_back(std::make_unique<ReflectionService>(ReflectionService::kV1, *reflection_));
  services_.push_back(std::make_unique<ReflectionService>(ReflectionService::kV1Alpha, *reflection_));
}

}  // namespace ormd
