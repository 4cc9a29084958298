// An entity's message as it stands on the wire, before its values are decoded.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "absl/container/inlined_vector.h"
#include "absl/status/statusor.h"
#include "orm/metadata/entity_metadata.h"
#include "server/wire/wire_reader.h"

namespace ormd::wire {

// The fields of one message, grouped by property; parts of one property keep the order of the wire. Views into the
// bytes.
class MessageFields {
 public:
  // BAD_REQUEST for bytes that are no message, BAD_VALUE for a field number that the entity does not have, both at
  // `origin`.
  static absl::StatusOr<MessageFields> Read(const EntityMetadata& entity, std::string_view bytes,
                                            const std::string& origin);

  size_t size() const { return fields_.size(); }
  // The parts of the property with this slot; slots must be asked for in ascending order.
  std::span<const WireField> Take(size_t slot);

 private:
  void Sort();

  // A message seldom has more: no memory beside it.
  static constexpr size_t kUsual = 12;

  absl::InlinedVector<size_t, kUsual> slots_;
  absl::InlinedVector<WireField, kUsual> fields_;
  size_t next_ = 0;
};

}  // namespace ormd::wire
