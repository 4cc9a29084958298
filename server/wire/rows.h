// Rows of a database straight to entities on the wire: the hot path of reads.
#pragma once

#include <grpcpp/support/slice.h>

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "orm/driver/connection.h"
#include "orm/metadata/entity_metadata.h"
#include "orm/v1/graph.pb.h"

namespace ormd::wire {

class WireBuffer;

// Encodes the result of a select of `fields` (orm/sql/select.h says how its columns stand) as an EntityManager would
// have answered the same rows, without entities and, for the common types, without Values. The plan is made once, in
// the constructor; an encoder is immutable, may be kept with its query shape and shared by threads. The metadata must
// outlive it.
//
// INTERNAL where a cell does not fit its property.
class RowEncoder {
 public:
  RowEncoder(const EntityMetadata& entity, const std::vector<size_t>& fields);
  ~RowEncoder();
  RowEncoder(RowEncoder&&) noexcept;
  RowEncoder& operator=(RowEncoder&&) noexcept;

  // The serialised orm.v1.FindReply whose graph is one set: of the rows from `first` on until about `max_bytes` are
  // reached, at least one where there is one. Answers the row that comes next. No rows at all give an empty graph.
  absl::StatusOr<size_t> EncodeReplyPart(const Result& rows, size_t first, size_t max_bytes, grpc::Slice* reply) const;
  // The same for one row; an empty graph where there is no such row.
  absl::Status EncodeReplyRow(const Result& rows, size_t row, grpc::Slice* reply) const;

 private:
  struct Plan;

  absl::StatusOr<size_t> EncodeReply(const Result& rows, size_t first, size_t end, size_t max_bytes,
                                     grpc::Slice* reply) const;
  // Appends the content of a set, until `out` holds about `max_bytes`.
  absl::StatusOr<size_t> PutSet(const Result& rows, size_t first, size_t end, size_t max_bytes, WireBuffer& out) const;

  std::unique_ptr<const Plan> plan_;
};

}  // namespace ormd::wire
