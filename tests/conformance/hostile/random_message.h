// Messages filled by their descriptors: nothing in them has to fit together, but names are often those that exist.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "tests/conformance/entities.h"
#include "tests/support/dice.h"

namespace ormd::conformance {

// The entities and the dice outlive it.
class RandomMessages {
 public:
  RandomMessages(const Entities& entities, Dice& dice);

  // Any field may be set, to anything.
  void Fill(google::protobuf::Message* message, int depth = 0);

  // A message of the entity. `good`: in percent, how many of its fields hold what their properties take.
  std::string EntityBytes(const std::string& entity, size_t good, int depth = 0);
  // orm.v1.Data of the entity.
  void FillData(const std::string& entity, size_t good, orm::v1::Data* data);

  const orm::v1::Entity& AnyEntity() { return *dice_.Any(list_); }
  const orm::v1::Entity& EntityOf(const std::string& name) const { return entities_.all().at(name); }
  // Short or full name of an entity, seldom of none.
  std::string EntityName();
  // Of a property or an operator, perhaps a path over several.
  std::string PropertyName();
  std::string LocalName();

 private:
  void FillEntity(const orm::v1::Entity& entity, size_t good, int depth, google::protobuf::Message* message);
  void FillGood(const orm::v1::Property& property, const google::protobuf::FieldDescriptor& field, size_t good,
                int depth, google::protobuf::Message* message);
  void SetField(const google::protobuf::FieldDescriptor& field, int depth, google::protobuf::Message* message);
  std::string TextFor(const google::protobuf::FieldDescriptor& field);

  const Entities& entities_;
  Dice& dice_;
  std::vector<const orm::v1::Entity*> list_;
  std::vector<std::string> properties_;
};

}  // namespace ormd::conformance
