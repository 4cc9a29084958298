#include "server/service/find_parts.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "orm/base/error.h"
#include "orm/driver/errors.h"
#include "server/service/find_stream.h"
#include "server/session/row_find.h"

namespace ormd {
namespace {

using Part = absl::StatusOr<std::optional<grpc::Slice>>;

Part Bounded(const Host& host, Part part) {
  if (part.ok() && part->has_value() && (*part)->size() > host.settings.max_message) return AnswerTooLarge();
  return part;
}

// More roots than a unit of work may hold are refused, but only when they have been read.
orm::v1::Command Limited(const Host& host, orm::v1::Command command) {
  orm::v1::Find& find = *command.mutable_find();
  const size_t too_many = host.settings.max_entities + 1;
  if (!find.has_limit() || find.limit() > too_many) {
    find.set_limit(static_cast<uint32_t>(std::min<size_t>(too_many, std::numeric_limits<uint32_t>::max())));
  }
  return command;
}

class RowParts : public FindParts {
 public:
  RowParts(const Host& host, Turnstile::Pass pass, std::unique_ptr<RowStream> rows)
      : host_(host), pass_(std::move(pass)), rows_(std::move(rows)) {}

  Part Next() override {
    Part part = Bounded(host_, rows_->Next(kPartBytes));
    if (!rows_->holds_connection()) pass_.reset();
    return part;
  }

 private:
  const Host& host_;
  Turnstile::Pass pass_;
  const std::unique_ptr<RowStream> rows_;
};

class GraphParts : public FindParts {
 public:
  GraphParts(const Host& host, Replies replies) : host_(host), replies_(std::move(replies)) {}

  Part Next() override {
    if (next_ == replies_.size()) return std::nullopt;
    return Bounded(host_, std::move(replies_[next_++].message));
  }

 private:
  const Host& host_;
  Replies replies_;
  size_t next_ = 0;
};

}  // namespace

std::unique_ptr<FindParts> PartsOf(const Host& host, Replies replies) {
  return std::make_unique<GraphParts>(host, std::move(replies));
}

absl::StatusOr<std::unique_ptr<FindParts>> FindInParts(const Host& host, const orm::v1::Command& command,
                                                       const Context& context, Turnstile::Pass pass) {
  ORMD_ASSIGN_OR_RETURN(std::unique_ptr<RowStream> rows, RowStream::Open(host.environment, command, context));
  if (rows != nullptr) return std::make_unique<RowParts>(host, std::move(pass), std::move(rows));
  Workspace workspace(host.environment);
  ORMD_ASSIGN_OR_RETURN(Replies replies, RunOneShot(workspace, Limited(host, command), context, kPartBytes));
  return PartsOf(host, std::move(replies));
}

}  // namespace ormd
