#include "server/session/read_commands.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "orm/base/error.h"
#include "orm/unit/graph.h"
#include "server/session/errors.h"
#include "server/wire/find.h"
#include "server/wire/graph.h"
#include "server/wire/rows.h"

namespace ormd {
namespace {

using orm::v1::Reply;

// Runs a read. Of those it reads anew the staged changes are lost: no flush will report them.
template <typename Read>
auto RunRead(Workspace& workspace, bool refresh, Read&& read) {
  if (!refresh || workspace.pending.empty()) return read();
  absl::flat_hash_set<const Entity*> staged;
  for (const PendingChange& change : workspace.pending) {
    if (change.entity->is_staged()) staged.insert(change.entity);
  }
  auto found = read();
  std::erase_if(workspace.pending, [&staged](const PendingChange& change) {
    return staged.contains(change.entity) && !change.entity->is_staged();
  });
  return found;
}

const QueryLimits& LimitsOf(const Workspace& workspace) { return workspace.manager.environment().query_limits; }
const Schema& SchemaOf(const Workspace& workspace) { return workspace.manager.environment().schema; }

Replies GraphReplies(Workspace& workspace, const FindResult& found, size_t part_bytes) {
  Replies replies;
  workspace.plans.Trim();
  if (part_bytes == 0) {
    orm::v1::FindReply reply;
    wire::EncodeGraph(found, workspace.plans, reply.mutable_graph());
    replies.emplace_back(Reply::kFind, reply);
    return replies;
  }
  for (const orm::v1::FindReply& part : wire::EncodeGraphParts(found, workspace.plans, part_bytes)) {
    replies.emplace_back(Reply::kFind, part);
    replies.back().more = true;
  }
  replies.back().more = false;
  return replies;
}

// Nullopt where the entities answer otherwise than the rows: two rows are one entity, or a value does not fit its
// field.
std::optional<Replies> RowReplies(const FoundRows& found, size_t part_bytes) {
  if (!found.distinct) return std::nullopt;
  const wire::RowEncoder encoder(*found.entity, found.fields);
  const size_t count = found.rows->rows();
  const size_t most = part_bytes == 0 ? std::numeric_limits<size_t>::max()
                                      : part_bytes - std::min(part_bytes, kReplyHeadBytes);
  Replies replies;
  size_t next = 0;
  do {
    grpc::Slice part;
    const absl::StatusOr<size_t> end = encoder.EncodeReplyPart(*found.rows, next, most, &part);
    if (!end.ok()) return std::nullopt;
    next = *end;
    replies.emplace_back(Reply::kFind, std::move(part), next < count);
  } while (next < count);
  return replies;
}

absl::StatusOr<Replies> AnswerFound(Workspace& workspace, FoundRows found, size_t part_bytes) {
  if (std::optional<Replies> replies = RowReplies(found, part_bytes)) {
    workspace.found = std::move(found);
    return *std::move(replies);
  }
  FindOptions options;
  options.fields = found.fields;
  ORMD_ASSIGN_OR_RETURN(std::vector<Entity*> roots, workspace.manager.TakeIn(found));
  return GraphReplies(workspace, CollectGraph(*found.entity, std::move(roots), options), part_bytes);
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
  ORMD_ASSIGN_OR_RETURN(std::optional<FoundRows> rows,
                        workspace.manager.FindRows(*decoded.entity, decoded.options, context));
  if (rows.has_value()) return AnswerFound(workspace, *std::move(rows), part_bytes);
  ORMD_ASSIGN_OR_RETURN(const FindResult found, RunRead(workspace, decoded.options.refresh, [&] {
                          return workspace.manager.Find(*decoded.entity, decoded.options, context);
                        }));
  return GraphReplies(workspace, found, part_bytes);
}

// An entity that cannot be made of its row stays a reference: it is read again by who needs it, and fails there.
void TakeInFound(Workspace& workspace) {
  if (!workspace.found.has_value()) return;
  workspace.manager.TakeIn(*workspace.found).status().IgnoreError();
  workspace.found.reset();
}

absl::StatusOr<Replies> RunFindOne(Workspace& workspace, const orm::v1::FindOne& find, const Context& context,
                                   size_t part_bytes) {
  ORMD_ASSIGN_OR_RETURN(wire::DecodedFindOne decoded,
                        wire::DecodeFindOne(SchemaOf(workspace), find, LimitsOf(workspace)));
  const EntityMetadata& entity = *decoded.entity;
  const bool allow_missing = decoded.allow_missing;
  ORMD_ASSIGN_OR_RETURN(const FindResult found, RunRead(workspace, decoded.options.refresh, [&] {
                          return FindOneResult(workspace.manager, std::move(decoded), context);
                        }));
  if (found.roots.empty() && !allow_missing) return EntityNotFound(entity);
  return GraphReplies(workspace, found, part_bytes);
}

absl::StatusOr<Replies> RunRefresh(Workspace& workspace, const orm::v1::Refresh& refresh, const Context& context,
                                   size_t part_bytes) {
  ORMD_ASSIGN_OR_RETURN(wire::DecodedRefresh decoded,
                        wire::DecodeRefresh(SchemaOf(workspace), refresh, LimitsOf(workspace)));
  ORMD_ASSIGN_OR_RETURN(const FindResult found, RunRead(workspace, true, [&] {
                          return workspace.manager.Refresh(*decoded.entity, std::move(decoded.key),
                                                           std::move(decoded.options), context);
                        }));
  return GraphReplies(workspace, found, part_bytes);
}

absl::StatusOr<EncodedReply> RunCount(Workspace& workspace, const orm::v1::Count& count, const Context& context) {
  ORMD_ASSIGN_OR_RETURN(const wire::DecodedCount decoded,
                        wire::DecodeCount(SchemaOf(workspace), count, LimitsOf(workspace)));
  ORMD_ASSIGN_OR_RETURN(const int64_t number, workspace.manager.Count(*decoded.entity, decoded.where, context));
  orm::v1::CountReply reply;
  reply.set_count(number);
  return EncodedReply(Reply::kCount, reply);
}

}  // namespace ormd
