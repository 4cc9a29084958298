// One-shot finds without entities: rows go from the driver to wire bytes.
#pragma once

#include <grpcpp/support/slice.h>

#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "orm/base/context.h"
#include "orm/unit/entity_manager.h"
#include "orm/unit/row_cursor.h"
#include "orm/v1/session.pb.h"
#include "server/wire/rows.h"

namespace ormd {

// Such a find whose rows are read as its answer is taken, however many there are. Not thread safe; its end may block.
class RowStream {
 public:
  // Runs the Find of `command`. Null where it must go through an EntityManager: populate or a lock is asked for.
  static absl::StatusOr<std::unique_ptr<RowStream>> Open(const OrmEnvironment& environment,
                                                         const orm::v1::Command& command, const Context& context);

  // The next serialised orm.v1.FindReply of about `max_bytes`; nullopt after the last. At least one.
  absl::StatusOr<std::optional<grpc::Slice>> Next(size_t max_bytes);

  // Until the last row was read.
  bool holds_connection() const { return !cursor_->done(); }

 private:
  // `encoder` is made for the cursor's select.
  RowStream(std::unique_ptr<RowCursor> cursor, wire::RowEncoder encoder)
      : cursor_(std::move(cursor)), encoder_(std::move(encoder)) {}

  bool read_all() const { return rows_ != nullptr && next_ == rows_->rows(); }
  // How many rows are to be fetched next, from how many made the last part.
  void SetWindow(size_t rows, size_t bytes, size_t max_bytes);

  std::unique_ptr<RowCursor> cursor_;
  wire::RowEncoder encoder_;
  std::unique_ptr<Result> rows_;  // those of the last fetch
  size_t next_ = 0;
  size_t window_ = 32;
};

// The serialised answer to a Find or FindOne in one message; LIMIT_EXCEEDED where it would be larger than `max_bytes`.
// Populated relations are read too. Nullopt where it must go through an EntityManager: ReadRowGraph
// (orm/unit/row_graph.h) says so, or a populated entity holds a value that does not fit its field.
absl::StatusOr<std::optional<grpc::Slice>> FindRows(const OrmEnvironment& environment, const orm::v1::Command& command,
                                                    const Context& context, size_t max_bytes);

}  // namespace ormd
