#include "server/session/row_find.h"

#include <utility>

#include "orm/base/error.h"
#include "orm/unit/row_query.h"
#include "server/session/errors.h"
#include "server/wire/find.h"

namespace ormd {
namespace {

struct RowRequest {
  const EntityMetadata* entity = nullptr;
  FindOptions options;
  bool must_exist = false;
};

absl::StatusOr<RowRequest> DecodeOne(const OrmEnvironment& environment, const orm::v1::FindOne& find) {
  ORMD_ASSIGN_OR_RETURN(wire::DecodedFindOne decoded,
                        wire::DecodeFindOne(environment.schema, find, environment.query_limits));
  if (decoded.key.has_value()) decoded.options.where = KeyCondition(*decoded.entity, *std::move(decoded.key));
  return RowRequest{decoded.entity, std::move(decoded.options), !decoded.allow_missing};
}

absl::StatusOr<RowRequest> Decode(const OrmEnvironment& environment, const orm::v1::Command& command) {
  if (command.has_find_one()) return DecodeOne(environment, command.find_one());
  ORMD_ASSIGN_OR_RETURN(wire::DecodedFind decoded,
                        wire::DecodeFind(environment.schema, command.find(), environment.query_limits));
  return RowRequest{decoded.entity, std::move(decoded.options), false};
}

bool NeedsEntities(const FindOptions& options) { return !options.populate.empty() || options.lock != LockMode::kNone; }

}  // namespace

absl::StatusOr<std::unique_ptr<RowFind>> RowFind::Run(const OrmEnvironment& environment,
                                                      const orm::v1::Command& command, const Context& context) {
  ORMD_RETURN_IF_ERROR(context.Check());
  ORMD_ASSIGN_OR_RETURN(RowRequest request, Decode(environment, command));
  if (NeedsEntities(request.options)) return nullptr;
  request.options.refresh = false;
  ORMD_ASSIGN_OR_RETURN(std::unique_ptr<Result> rows, ReadRows(environment, *request.entity, request.options, context));
  if (request.must_exist && rows->rows() == 0) return EntityNotFound(*request.entity);
  wire::RowEncoder encoder(*request.entity, request.options.fields);
  return std::unique_ptr<RowFind>(new RowFind(std::move(rows), std::move(encoder)));
}

absl::StatusOr<std::optional<grpc::ByteBuffer>> RowFind::Next(size_t max_bytes) {
  if (done()) return std::nullopt;
  started_ = true;
  grpc::ByteBuffer part;
  ORMD_ASSIGN_OR_RETURN(next_, encoder_.EncodeReplyPart(*rows_, next_, max_bytes, &part));
  return part;
}

absl::StatusOr<std::optional<grpc::ByteBuffer>> FindRows(const OrmEnvironment& environment,
                                                         const orm::v1::Command& command, const Context& context,
                                                         size_t max_bytes) {
  ORMD_ASSIGN_OR_RETURN(std::unique_ptr<RowFind> find, RowFind::Run(environment, command, context));
  if (find == nullptr) return std::nullopt;
  ORMD_ASSIGN_OR_RETURN(std::optional<grpc::ByteBuffer> answer, find->Next(max_bytes));
  if (!find->done() || answer->Length() > max_bytes) return AnswerTooLarge();
  return answer;
}

}  // namespace ormd
