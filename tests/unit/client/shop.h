// A small model of entities, as a daemon would send it, and shorthands for tests of the client.
#pragma once

#include <memory>
#include <string>

#include "client/cpp/model.h"

namespace ormd::client {

// User (with a hidden secret), Order (user, items), OrderItem (key: order and product), Product (tags), Tag, and Sample with a property of
// every type.
google::protobuf::FileDescriptorSet ShopFiles();
orm::v1::ListEntitiesResponse ShopEntities();
std::shared_ptr<const Model> ShopModel();

// A message from protobuf's text form.
std::unique_ptr<google::protobuf::Message> ShopMessage(const Model& model, const std::string& entity,
                                                       const std::string& text);
// Its bytes.
std::string ShopBytes(const Model& model, const std::string& entity, const std::string& text);

}  // namespace ormd::client
