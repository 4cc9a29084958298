// What became of changes, to replies.
#pragma once

#include <grpcpp/support/slice.h>

#include <optional>
#include <string>
#include <vector>

#include "orm/unit/entity.h"
#include "orm/v1/change.pb.h"
#include "server/wire/change.h"
#include "server/wire/entity_plan.h"
#include "server/wire/wire_buffer.h"

namespace ormd::wire {

// Writes ChangeResults: the key where it is known, and what ormd and the database made since the entity was last
// reported (Entity::made), hidden properties apart.
//
// They go straight onto the wire: a flush has thousands of them, and a message of each would cost more than all else
// that is done for the answer. Changes of the same kind in a row share what is the same in their results. The entities'
// metadata outlive the encoder.
class ChangeResultEncoder {
 public:
  // A serialised ChangeReply with that result.
  grpc::Slice EncodeReply(StagedChange::Operation operation, const Entity& entity);

  // Appends the result to a serialised FlushReply.
  void AddTo(WireBuffer& reply, StagedChange::Operation operation, const Entity& entity);

 private:
  // What the results have in common.
  void Prepare(StagedChange::Operation operation, const Entity& entity);
  // Appends a field with the result.
  void Put(uint32_t tag, StagedChange::Operation operation, const Entity& entity, WireBuffer& out);
  void PutKey(const Entity& entity, WireBuffer& out);
  void PutMade(const Entity& entity, WireBuffer& out);

  StagedChange::Operation operation_ = StagedChange::Operation::kCreate;
  const EntityMetadata* metadata_ = nullptr;
  SlotMask made_;
  std::string head_;                                 // operation and entity
  std::optional<EntityPlan> plan_;                   // of what was made, if anything
  std::vector<const PropertyMetadata*> properties_;  // of the plan
  WireBuffer reply_;
  std::vector<size_t> misfits_;
};

}  // namespace ormd::wire
