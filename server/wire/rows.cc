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
constexpr size_t kReplyBytes = 32;  // at most, around a set: tags and lengths of graph, find and reply, and its head

// What a row is expected to need at most; more is no fault.
constexpr size_t kSingleRowBytes = 1024;

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

absl::Status RowEncoder::Encode(const Result& rows, orm::v1::EntitySet* set) const {
  set->mutable_entities()->Reserve(static_cast<int>(rows.rows()));
  return EncodePart(rows, 0, std::numeric_limits<size_t>::max(), set).status();
}

absl::StatusOr<size_t> RowEncoder::EncodePart(const Result& rows, size_t first, size_t max_bytes,
                                              orm::v1::EntitySet* set) const {
  plan_->entity.Describe(set);
  WireBuffer out;
  size_t row = first;
  for (size_t bytes = plan_->header.size() + kReplyBytes; row < rows.rows(); ++row) {
    out.Clear();
    ORMD_RETURN_IF_ERROR(plan_->entity.Encode(rows, row, out));
    bytes += 1 + VarintSize(out.size()) + out.size();
    if (row > first && bytes > max_bytes) break;
    set->add_entities(out.view().data(), out.view().size());
  }
  return row;
}

absl::StatusOr<size_t> RowEncoder::EncodeReplyPart(const Result& rows, size_t first, size_t max_bytes,
                                                   grpc::ByteBuffer* reply) const {
  return EncodeReply(rows, first, rows.rows(), max_bytes, reply);
}

absl::Status RowEncoder::EncodeReplyRow(const Result& rows, size_t row, grpc::ByteBuffer* reply) const {
  return EncodeReply(rows, row, std::min(row + 1, rows.rows()), kSingleRowBytes, reply).status();
}

absl::StatusOr<size_t> RowEncoder::EncodeReply(const Result& rows, size_t first, size_t end, size_t max_bytes,
                                               grpc::ByteBuffer* reply) const {
  if (first >= end) {
    WireBuffer empty;
    *reply = ToByteBuffer(empty, 0);
    return first;
  }
  WireBuffer out;
  out.Reserve(std::min<size_t>(max_bytes, 512 + (end - first) * 64));
  out.Advance(out.Room(kHeaderBytes) + kHeaderBytes);
  out.Raw(plan_->header.data(), plan_->header.size());
  size_t width = 1;  // rows of one result are mostly alike
  size_t row = first;
  for (; row < end; ++row) {
    const size_t before = out.size();
    const size_t start = out.Open(kEntities, width);
    ORMD_RETURN_IF_ERROR(plan_->entity.Encode(rows, row, out));
    width = out.Close(start, width);
    if (row == first || out.size() <= max_bytes) continue;
    out.Truncate(before);
    break;
  }
  char* begin = out.Room(0) - out.size();
  const char* header = PutHeaderBefore(begin + kHeaderBytes, out.size() - kHeaderBytes);
  *reply = ToByteBuffer(out, static_cast<size_t>(header - begin));
  return row;
}

}  // namespace ormd::wire
