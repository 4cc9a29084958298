#include "server/session/read_commands.h"

#include <utility>

#include "orm/base/error.h"
#include "server/session/errors.h"
#include "server/wire/find.h"
#include "server/wire/graph.h"

namespace ormd {
namespace {

const QueryLimits& LimitsOf(const Workspace& workspace) { return workspace.manager.environment().query_limits; }
const Schema& SchemaOf(const Workspace& workspace) { return workspace.manager.environment().schema; }

Replies GraphReplies(Workspace& workspace, const FindResult& found, size_t part_bytes) {
  Replies replies;
  workspace.plans.Trim();
  if (part_bytes == 0) {
    auto reply = std::make_shared<orm::v1::Reply>();
    wire::EncodeGraph(found, workspace.plans, reply->mutable_find()->mutable_graph());
    replies.push_back(std::move(reply));
    return replies;
  }
  for (orm::v1::FindReply& part : wire::EncodeGraphParts(found, workspace.plans, part_bytes)) {
    auto reply = std::make_shared<orm::v1::Reply>();
    reply->set_more(true);
    *reply->mutable_find() = std::move(part);
    replies.push_back(std::move(reply));
  }
  replies.back()->set_more(false);
  return replies;
}

absl::StatusOr<FindResult> FindOneResult(EntityManager& manager, wire::DecodedFindOne find, const Context& context) {
  if (!find.key.has_value()) return manager.Find(*find.entity, find.options, context);
  return manager.FindByKey(*find.entity, *std::move(find.key), std::move(find.options), context);
}

}  // namespace

absl::StatusOr<Replies> RunFind(Workspace& workspace, const orm::v1::Find& find, const Context& context,
                                size_t part_bytes) {
  ORMD_ASSIGN_OR_RETURN(const wire::DecodedFind decoded,
                        wire::DecodeFind(SchemaOf(workspace), find, LimitsOf(workspace)));
  ORMD_ASSIGN_OR_RETURN(const FindResult found, workspace.manager.Find(*decoded.entity, decoded.options, context));
  return GraphReplies(workspace, found, part_bytes);
}

absl::StatusOr<Replies> RunFindOne(Workspace& workspace, const orm::v1::FindOne& find, const Context& context,
                                   size_t part_bytes) {
  ORMD_ASSIGN_OR_RETURN(wire::DecodedFindOne decoded,
                        wire::DecodeFindOne(SchemaOf(workspace), find, LimitsOf(workspace)));
  const EntityMetadata& entity = *decoded.entity;
  const bool allow_missing = decoded.allow_missing;
  ORMD_ASSIGN_OR_RETURN(const FindResult found, FindOneResult(workspace.manager, std::move(decoded), context));
  if (found.roots.empty() && !allow_missing) return EntityNotFound(entity);
  return GraphReplies(workspace, found, part_bytes);
}

absl::StatusOr<Replies> RunRefresh(Workspace& workspace, const orm::v1::Refresh& refresh, const Context& context,
                                   size_t part_bytes) {
  ORMD_ASSIGN_OR_RETURN(wire::DecodedRefresh decoded,
                        wire::DecodeRefresh(SchemaOf(workspace), refresh, LimitsOf(workspace)));
  ORMD_ASSIGN_OR_RETURN(const FindResult found, workspace.manager.Refresh(*decoded.entity, std::move(decoded.key),
                                                                          std::move(decoded.options), context));
  return GraphReplies(workspace, found, part_bytes);
}

absl::StatusOr<SharedReply> RunCount(Workspace& workspace, const orm::v1::Count& count, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const wire::DecodedCount decoded,
                        wire::DecodeCount(SchemaOf(workspace), count, LimitsOf(workspace)));
  ORMD_ASSIGN_OR_RETURN(const int64_t number, workspace.manager.Count(*decoded.entity, decoded.where, context));
  auto reply = std::make_shared<orm::v1::Reply>();
  reply->mutable_count()->set_count(number);
  return reply;
}

}  // namespace ormd
