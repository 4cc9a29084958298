#include "client/cli/catalog.h"

#include "client/cpp/error.h"

namespace ormd::cli {
namespace {

client::Error UnknownEntity(const std::string& message, const std::string& name, const std::string& path) {
  return client::Error(grpc::StatusCode::INVALID_ARGUMENT, "UNKNOWN_ENTITY", message, {{path, message}},
                       {{"entity", name}});
}

}  // namespace

const client::EntityType& Catalog::Get(const std::string& name, const std::string& path) const {
  if (const client::EntityType* type = model_->Find(name)) return *type;
  try {
    if (client_ != nullptr) client_->GetEntity(name);
  } catch (const client::Error& error) {
    if (error.reason() != "UNKNOWN_ENTITY") throw;
    throw UnknownEntity(error.message(), name, path);
  }
  throw UnknownEntity("unknown entity '" + name + "'", name, path);
}

}  // namespace ormd::cli
