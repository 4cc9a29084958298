// The entities of the wire tests, and means to build and read their messages.
#pragma once

#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "orm/metadata/schema.h"
#include "orm/unit/entity.h"

namespace ormd::wire {

// One schema for all tests of the program.
const Schema& TestSchema();
const EntityMetadata& TestEntity(std::string_view short_name);

// Wire bytes of the entity's message, from protobuf's text format.
std::string BytesOf(const EntityMetadata& entity, const std::string& text);
// The text format of the message in these bytes, on one line; "MALFORMED" where they hold none or fields that it does
// not know.
std::string TextOf(const EntityMetadata& entity, const std::string& bytes);

// A managed entity with this key, all slots loaded and null.
std::unique_ptr<Entity> MakeEntity(const EntityMetadata& entity, Key key);
// Puts a value into a slot; it is made canonical first, and must be valid.
void Put(Entity& entity, std::string_view property, Value value);
void Put(Entity& entity, std::string_view property, Entity* target);

const PropertyMetadata& PropertyOf(const EntityMetadata& entity, std::string_view name);
// The slots of these properties.
SlotMask MaskOf(const EntityMetadata& entity, const std::vector<std::string>& names);

}  // namespace ormd::wire
