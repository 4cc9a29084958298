// Commands that would mostly run, for the state that a few small keys and local names give.
#pragma once

#include "orm/v1/session.pb.h"
#include "tests/conformance/hostile/random_message.h"

namespace ormd::conformance {

// `good`: in percent, how many of the parts are as they should be. The dice outlive it.
class RandomCommands {
 public:
  RandomCommands(const Entities& entities, Dice& dice, size_t good)
      : messages_(entities, dice), dice_(dice), good_(good) {}

  // Of any kind.
  orm::v1::Command Any();
  orm::v1::Command Read();
  // Create, Assign, Remove or Flush.
  orm::v1::Command Write();
  // Begin, Commit, Rollback, Clear, Sync or Cancel.
  orm::v1::Command Control();
  void FillChange(orm::v1::Change* change);

  RandomMessages& messages() { return messages_; }

 private:
  bool Good() { return dice_.Chance(good_); }
  std::string NameOf(const orm::v1::Entity& entity);
  void FillWhere(const orm::v1::Entity& entity, int depth, orm::v1::MapValue* where);
  void FillCondition(const orm::v1::Property& property, int depth, orm::v1::Value* value);
  void FillScalar(const orm::v1::Property& property, orm::v1::Value* value);
  void FillKey(const orm::v1::Entity& entity, orm::v1::Key* key);
  std::string Path(const orm::v1::Entity& entity, bool relations);
  template <typename FindMessage>
  void FillFind(FindMessage* find, const orm::v1::Entity& entity);
  template <typename ChangeMessage>
  void FillTarget(ChangeMessage* change, const orm::v1::Entity& entity);

  RandomMessages messages_;
  Dice& dice_;
  const size_t good_;
};

}  // namespace ormd::conformance
