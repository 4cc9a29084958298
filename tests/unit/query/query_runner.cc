#include "tests/unit/query/query_runner.h"

#include <algorithm>
#include <limits>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "server/session/dispatcher.h"
#include "server/session/read_commands.h"
#include "server/session/row_find.h"
#include "server/wire/find.h"
#include "server/wire/graph.h"
#include "tests/unit/wire/slice_text.h"

namespace ormd {
namespace {

constexpr size_t kSmallParts = 150;

std::string ErrorText(const absl::Status& status) {
  if (status.ok()) return "no error";
  const Error error = ErrorOf(status);
  const std::string field = error.violations.empty() ? "nowhere" : error.violations.front().field;
  return StrCat(ReasonName(error.reason), " at ", field, ": ", error.message);
}

std::string FieldOf(const absl::Status& status) {
  const Error error = ErrorOf(status);
  return error.violations.empty() ? "" : error.violations.front().field;
}

}  // namespace

std::string QueryRunner::FaultOf(const RandomQuery& query) {
  const QueryModel model(world_, environment_.platform.name() == "sqlite");
  const std::vector<Way> ways = AllWays(query);
  const Way& entities = ways[0];
  const Way& rows = ways[1];
  for (const Way& way : ways) {
    if (!way.status.ok()) return StrCat(way.name, ": ", ErrorText(way.status));
    if (!way.taken) continue;
    const std::string fault = model.FaultOf(query, way.answer);
    if (!fault.empty()) return StrCat(way.name, ": ", fault);
  }
  if (rows.taken && rows.bytes != entities.bytes) return "rows and entities differ in their bytes";
  int64_t count = 0;
  const Way counted = Count(query, &count);
  if (!counted.status.ok()) return StrCat(counted.name, ": ", ErrorText(counted.status));
  if (query.key.has_value() || static_cast<size_t>(count) == model.Count(query)) return "";
  return StrCat("counted ", count, " instead of ", model.Count(query));
}

std::string QueryRunner::FaultOfBad(const RandomQuery& query, const QueryFault& fault) {
  std::vector<Way> ways = AllWays(query);
  int64_t count = 0;
  if (fault.field.starts_with("where")) ways.push_back(Count(query, &count));
  for (const Way& way : ways) {
    const bool same_reason = ReasonName(ReasonOf(way.status)) == fault.reason;
    const bool as_wanted = same_reason && FieldOf(way.status).starts_with(fault.field);
    if (!as_wanted) {
      return StrCat(way.name, ": ", ErrorText(way.status), "\n  instead of ",
                    fault.reason, " at ", fault.field);
    }
  }
  return "";
}

std::string QueryRunner::FaultOfDisturbed(const RandomQuery& query) {
  std::vector<Way> ways = AllWays(query);
  int64_t count = 0;
  ways.push_back(Count(query, &count));
  for (const Way& way : ways) {
    if (ErrorText(way.status) != ErrorText(ways.front().status)) {
      return StrCat(way.name, ": ", ErrorText(way.status), "\n  instead of ", ErrorText(ways.front().status));
    }
  }
  const absl::Status& status = ways.front().status;
  if (status.ok()) {
    const bool whole = !query.limit.has_value() && query.offset == 0 && !query.one;
    const size_t found = ways.front().answer.roots.size();
    return whole && found != static_cast<size_t>(count) ? StrCat("counted ", count, ", found ", found) : "";
  }
  const bool blamed = status.code() == absl::StatusCode::kInvalidArgument ||
                      status.code() == absl::StatusCode::kUnimplemented;
  return blamed && FieldOf(status).starts_with("where") ? "" : ErrorText(status);
}

std::vector<QueryRunner::Way> QueryRunner::AllWays(const RandomQuery& query) {
  std::vector<Way> ways;
  ways.push_back(ThroughEntities(query));
  ways.push_back(ThroughRows(query));
  ways.push_back(ThroughSession(query));
  ways.push_back(ThroughStream(query));
  return ways;
}

absl::StatusOr<FindResult> QueryRunner::Find(EntityManager& manager, const RandomQuery& query) {
  const orm::v1::Command command = FindCommand(query);
  if (!query.one) {
    ORMD_ASSIGN_OR_RETURN(const wire::DecodedFind find,
                          wire::DecodeFind(environment_.schema, command.find(), environment_.query_limits));
    return manager.Find(*find.entity, find.options, {});
  }
  ORMD_ASSIGN_OR_RETURN(wire::DecodedFindOne find,
                        wire::DecodeFindOne(environment_.schema, command.find_one(), environment_.query_limits));
  if (!find.key.has_value()) return manager.Find(*find.entity, find.options, {});
  return manager.FindByKey(*find.entity, *find.key, find.options, {});
}

void QueryRunner::ReadReply(const orm::v1::FindReply& reply, Way& way) { reader_.Read(reply.graph(), way.answer); }

void QueryRunner::ReadBytes(const std::string& bytes, Way& way) {
  orm::v1::FindReply reply;
  if (!reply.ParseFromString(bytes)) way.answer.fault = "no message";
  ReadReply(reply, way);
}

QueryRunner::Way QueryRunner::ThroughEntities(const RandomQuery& query) {
  Way way{"entities", {}, {}, {}};
  EntityManager manager(environment_);
  const absl::StatusOr<FindResult> found = Find(manager, query);
  way.status = found.status();
  if (!found.ok()) return way;
  orm::v1::FindReply reply;
  wire::EntityPlans plans;
  wire::EncodeGraph(*found, plans, reply.mutable_graph());
  way.bytes = reply.SerializeAsString();
  ReadReply(reply, way);
  return way;
}

QueryRunner::Way QueryRunner::ThroughRows(const RandomQuery& query) {
  Way way{"rows", {}, {}, {}};
  const absl::StatusOr<std::optional<grpc::Slice>> bytes =
      FindRows(environment_, FindCommand(query), {}, std::numeric_limits<size_t>::max());
  way.status = bytes.status();
  way.taken = bytes.ok() && bytes->has_value();
  if (!way.taken) return way;
  way.bytes = wire::TextOf(**bytes);
  ReadBytes(way.bytes, way);
  return way;
}

QueryRunner::Way QueryRunner::ThroughSession(const RandomQuery& query) {
  Way way{"session", {}, {}, {}};
  in_parts_ = !in_parts_;
  TakeInFound(session_);
  const absl::StatusOr<Replies> replies = RunInSession(session_, FindCommand(query), {}, in_parts_ ? kSmallParts : 0);
  way.status = replies.status();
  if (!replies.ok()) return way;
  for (const EncodedReply& reply : *replies) ReadBytes(wire::TextOf(reply.message), way);
  return way;
}

QueryRunner::Way QueryRunner::ThroughStream(const RandomQuery& query) {
  Way way{"stream", {}, {}, {}};
  const absl::StatusOr<std::unique_ptr<RowStream>> find = RowStream::Open(environment_, FindCommand(query), {});
  way.status = find.status();
  way.taken = find.ok() && *find != nullptr;
  while (way.taken && way.status.ok()) {
    const absl::StatusOr<std::optional<grpc::Slice>> part = (*find)->Next(kSmallParts);
    way.status = part.status();
    if (!part.ok() || !part->has_value()) break;
    ReadBytes(wire::TextOf(**part), way);
  }
  return way;
}

QueryRunner::Way QueryRunner::Count(const RandomQuery& query, int64_t* count) {
  Way way{"count", {}, {}, {}};
  Workspace workspace(environment_);
  const absl::StatusOr<Replies> replies = RunOneShot(workspace, CountCommand(query), {}, 0);
  way.status = replies.status();
  if (!replies.ok()) return way;
  orm::v1::CountReply reply;
  if (!reply.ParseFromString(wire::TextOf(replies->front().message))) way.answer.fault = "no message";
  *count = reply.count();
  return way;
}

}  // namespace ormd
