#include "server/session/row_find.h"

#include <algorithm>
#include <utility>

#include "orm/base/error.h"
#include "orm/driver/errors.h"
#include "orm/unit/row_graph.h"
#include "orm/unit/row_query.h"
#include "server/session/errors.h"
#include "server/wire/find.h"
#include "server/wire/row_graph.h"

namespace ormd {
namespace {

// Rows may be much larger than those before them.
constexpr size_t kMostGrowth = 16;

struct RowRequest {
  const EntityMetadata* entity = nullptr;
  FindOptions options;
  bool must_exist = false;
};

absl::StatusOr<RowRequest> DecodeOne(const OrmEnvironment& environment, const orm::v1::FindOne& find) {
  ORMD_ASSIGN_OR_RETURN(wire::DecodedFindOne decoded,
                        wire::DecodeFindOne(environment.schema, find, environment.query_limits));
  if (decoded.key.has_value()) decoded.options.where = KeyCondition(*decoded.entity, *std::move(decoded.key));
  decoded.options.refresh = false;
  return RowRequest{decoded.entity, std::move(decoded.options), !decoded.allow_missing};
}

absl::StatusOr<RowRequest> Decode(const OrmEnvironment& environment, const orm::v1::Command& command) {
  if (command.has_find_one()) return DecodeOne(environment, command.find_one());
  ORMD_ASSIGN_OR_RETURN(wire::DecodedFind decoded,
                        wire::DecodeFind(environment.schema, command.find(), environment.query_limits));
  decoded.options.refresh = false;
  return RowRequest{decoded.entity, std::move(decoded.options), false};
}

bool IsFlat(const FindOptions& options) { return options.populate.empty() && options.lock == LockMode::kNone; }

// A missing row is an error where one must be there.
absl::Status CheckFound(const RowRequest& request, const Result& rows) {
  return request.must_exist && rows.rows() == 0 ? EntityNotFound(*request.entity) : absl::OkStatus();
}

absl::StatusOr<std::optional<grpc::Slice>> FindFlat(const OrmEnvironment& environment, const RowRequest& request,
                                                    const Context& context, size_t max_bytes) {
  ORMD_ASSIGN_OR_RETURN(const std::unique_ptr<Result> rows,
                        ReadRows(environment, *request.entity, request.options, context));
  ORMD_RETURN_IF_ERROR(CheckFound(request, *rows));
  grpc::Slice answer;
  ORMD_ASSIGN_OR_RETURN(const size_t end, wire::RowEncoder(*request.entity, request.options.fields)
                                              .EncodeReplyPart(*rows, 0, max_bytes, &answer));
  if (end < rows->rows()) return AnswerTooLarge();
  return answer;
}

absl::StatusOr<std::optional<grpc::Slice>> FindGraph(const OrmEnvironment& environment, const RowRequest& request,
                                                     const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const std::optional<RowGraph> graph,
                        ReadRowGraph(environment, *request.entity, request.options, context));
  if (!graph.has_value()) return std::nullopt;
  ORMD_RETURN_IF_ERROR(CheckFound(request, *graph->levels.front().rows));
  absl::StatusOr<grpc::Slice> answer = wire::EncodeRowGraph(*graph);
  if (!answer.ok()) return std::nullopt;
  return *std::move(answer);
}

}  // namespace

absl::StatusOr<std::unique_ptr<RowStream>> RowStream::Open(const OrmEnvironment& environment,
                                                           const orm::v1::Command& command, const Context& context) {
  ORMD_RETURN_IF_ERROR(context.Check());
  ORMD_ASSIGN_OR_RETURN(const RowRequest request, Decode(environment, command));
  if (!IsFlat(request.options)) return nullptr;
  ORMD_ASSIGN_OR_RETURN(std::unique_ptr<RowCursor> cursor,
                        RowCursor::Open(environment, *request.entity, request.options, context));
  wire::RowEncoder encoder(*request.entity, request.options.fields);
  return std::unique_ptr<RowStream>(new RowStream(std::move(cursor), std::move(encoder)));
}

absl::StatusOr<std::optional<grpc::Slice>> RowStream::Next(size_t max_bytes) {
  const bool first = rows_ == nullptr;
  if (first || (read_all() && holds_connection())) {
    ORMD_ASSIGN_OR_RETURN(rows_, cursor_->Fetch(window_));
    next_ = 0;
  }
  if (read_all() && !first) return std::nullopt;
  grpc::Slice part;
  ORMD_ASSIGN_OR_RETURN(const size_t end, encoder_.EncodeReplyPart(*rows_, next_, max_bytes, &part));
  SetWindow(end - next_, part.size(), max_bytes);
  next_ = end;
  return part;
}

void RowStream::SetWindow(size_t rows, size_t bytes, size_t max_bytes) {
  window_ = std::clamp<size_t>(rows * max_bytes / bytes, 1, kMostGrowth * window_);
}

absl::StatusOr<std::optional<grpc::Slice>> FindRows(const OrmEnvironment& environment, const orm::v1::Command& command,
                                                    const Context& context, size_t max_bytes) {
  ORMD_RETURN_IF_ERROR(context.Check());
  ORMD_ASSIGN_OR_RETURN(const RowRequest request, Decode(environment, command));
  ORMD_ASSIGN_OR_RETURN(std::optional<grpc::Slice> answer, IsFlat(request.options)
                                                               ? FindFlat(environment, request, context, max_bytes)
                                                               : FindGraph(environment, request, context));
  if (answer.has_value() && answer->size() > max_bytes) return AnswerTooLarge();
  return answer;
}

}  // namespace ormd
