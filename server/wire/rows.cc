#include "server/wire/rows.h"

#include <algorithm>
#include <limits>

#include "orm/base/error.h"
#include "server/wire/entity_plan.h"
#include "server/wire/reply_buffer.h"

namespace ormd::wire {
namespace {

// Room for tags and lengths of graph and set in front of a set's fields.
constexpr size_t kHeaderBytes = 16;

constexpr size_t kNoLimit = std::numeric_limits<size_t>::max();

constexpr size_t kFirstBytes = 512;        // a buffer begins with
constexpr size_t kMostExpected = 1 << 20;  // the first row may be unlike the others

// What so many rows may need where the first took `bytes`: they are mostly alike.
size_t ExpectedBytes(size_t rows, size_t bytes, size_t max_bytes) {
  return std::min({rows * (bytes + bytes / 4), max_bytes, kMostExpected});
}

// Puts what stands in front of a set of `size` bytes; answers its first byte, which is before `end`.
char* PutHeaderBefore(char* end, size_t size) {
  char header[kHeaderBytes];
  char* set = PutVarint(size, PutVarint(kSet, header));
  const size_t set_header = static_cast<size_t>(set - header);
  char* at = PutVarint(set_header + size, PutVarint(kGraph, header));
  at = PutVarint(size, PutVarint(kSet, at));
  const size_t length = static_cast<size_t>(at - header);
  std::copy(header, at, end - length);
  return end - length;
}

}  // namespace

struct RowEncoder::Plan {
  EntityPlan entity;
  std::string header;  // the serialised set without entities
};

RowEncoder::RowEncoder(const EntityMetadata& entity, const std::vector<size_t>& fields) {
  auto plan = std::make_unique<Plan>(Plan{EntityPlan(entity, fields), ""});
  orm::v1::EntitySet set;
  plan->entity.Describe(&set);
  plan->header = set.SerializeAsString();
  plan_ = std::move(plan);
}

RowEncoder::~RowEncoder() = default;
RowEncoder::RowEncoder(RowEncoder&&) noexcept = default;
RowEncoder& RowEncoder::operator=(RowEncoder&&) noexcept = default;

absl::StatusOr<size_t> RowEncoder::EncodeReplyPart(const Result& rows, size_t first, size_t max_bytes,
                                                   grpc::Slice* reply) const {
  return EncodeReply(rows, first, rows.rows(), max_bytes, reply);
}

absl::Status RowEncoder::EncodeReplyRow(const Result& rows, size_t row, grpc::Slice* reply) const {
  return EncodeReply(rows, row, std::min(row + 1, rows.rows()), kNoLimit, reply).status();
}

absl::StatusOr<size_t> RowEncoder::EncodeReply(const Result& rows, size_t first, size_t end, size_t max_bytes,
                                               grpc::Slice* reply) const {
  if (first >= end) {
    const char empty[] = {static_cast<char>(kGraph), 0};
    *reply = grpc::Slice(empty, sizeof(empty));
    return first;
  }
  WireBuffer out;
  out.Reserve(kFirstBytes);
  out.Advance(out.Room(0) + kHeaderBytes);
  ORMD_ASSIGN_OR_RETURN(const size_t next, PutSet(rows, first, end, max_bytes, out));
  char* begin = out.Room(0) - out.size();
  const char* header = PutHeaderBefore(begin + kHeaderBytes, out.size() - kHeaderBytes);
  *reply = ToSlice(out, static_cast<size_t>(header - begin));
  return next;
}

absl::StatusOr<size_t> RowEncoder::PutSet(const Result& rows, size_t first, size_t end, size_t max_bytes,
                                          WireBuffer& out) const {
  out.Raw(plan_->header.data(), plan_->header.size());
  size_t width = 1;
  size_t row = first;
  for (; row < end; ++row) {
    const size_t before = out.size();
    const size_t start = out.Open(kEntities, width);
    ORMD_RETURN_IF_ERROR(plan_->entity.Encode(rows, row, out));
    width = out.Close(start, width);
    if (row == first) out.Reserve(out.size() + ExpectedBytes(end - first - 1, out.size() - before, max_bytes));
    if (row == first || out.size() <= max_bytes) continue;
    out.Truncate(before);
    break;
  }
  return row;
}

}  // namespace ormd::wire
