// The entity types that a command line may name.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "client/cpp/client.h"

namespace ormd::cli {

// Thread safe where only types that exist are asked for.
class Catalog {
 public:
  // Without a client, unknown names are refused in words of our own.
  explicit Catalog(std::shared_ptr<const client::Model> model, client::Client* client = nullptr)
      : model_(std::move(model)), client_(client) {}

  const client::Model& model() const { return *model_; }
  std::shared_ptr<const client::Model> shared_model() const { return model_; }

  // By full name, or by the short one where it is unique. Throws UNKNOWN_ENTITY at `path`, in the daemon's words.
  const client::EntityType& Get(const std::string& name, const std::string& path) const;

 private:
  std::shared_ptr<const client::Model> model_;
  client::Client* client_;
};

}  // namespace ormd::cli
