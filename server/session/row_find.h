// One-shot finds without entities: rows go from the driver to wire bytes.
#pragma once

#include <grpcpp/support/slice.h>

#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "orm/base/context.h"
#include "orm/unit/entity_manager.h"
#include "orm/v1/session.pb.h"
#include "server/wire/rows.h"

namespace ormd {

// The rows of such a find, ready to be encoded in parts. Not thread safe.
class RowFind {
 public:
  // Runs the Find or FindOne of `command`. Null where it must go through an EntityManager: populate or a lock is asked
  // for.
  static absl::StatusOr<std::unique_ptr<RowFind>> Run(const OrmEnvironment& environment,
                                                      const orm::v1::Command& command, const Context& context);

  // `encoder` is made for the select that read the rows.
  RowFind(std::unique_ptr<Result> rows, wire::RowEncoder encoder)
      : rows_(std::move(rows)), encoder_(std::move(encoder)) {}

  // The next serialised orm.v1.FindReply of about `max_bytes`; nullopt after the last. At least one.
  absl::StatusOr<std::optional<grpc::Slice>> Next(size_t max_bytes);
  bool done() const { return started_ && next_ >= rows_->rows(); }

 private:
  std::unique_ptr<Result> rows_;
  wire::RowEncoder encoder_;
  size_t next_ = 0;
  bool started_ = false;
};

// The serialised answer to a Find or FindOne in one message; LIMIT_EXCEEDED where it would be larger than `max_bytes`.
// Populated relations are read too. Nullopt where it must go through an EntityManager: ReadRowGraph
// (orm/unit/row_graph.h) says so, or a populated entity holds a value that does not fit its field.
absl::StatusOr<std::optional<grpc::Slice>> FindRows(const OrmEnvironment& environment, const orm::v1::Command& command,
                                                    const Context& context, size_t max_bytes);

}  // namespace ormd
