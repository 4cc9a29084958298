#include "server/wire/message_fault.h"

#include <google/protobuf/descriptor.pb.h>

#include <algorithm>
#include <string>
#include <vector>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "server/wire/errors.h"
#include "server/wire/wire_reader.h"

namespace ormd::wire {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

constexpr size_t kPathSegments = 8;
constexpr size_t kNameBytes = 64;

// A message or group on the way down.
struct Frame {
  const Descriptor* type;   // nullptr: unknown
  size_t end;               // where its bytes end
  uint32_t group;           // field number of a group, else 0
  std::string segment;      // of the path; may be empty
  uint32_t last_field = 0;  // of the fields inside: the last one, and how often it stood in a row before
  size_t repeats = 0;
};

// A name and a value, as maps hold them: such a level is called by its name.
bool IsPair(const Descriptor& type) { return type.options().map_entry() || type.full_name() == "orm.v1.Pair"; }

std::string NameOfPair(std::string_view bytes) {
  WireReader reader(bytes);
  WireField field;
  if (reader.done() || !reader.Next(&field)) return "";
  if (field.field != 1 || field.type != WireFormatLite::WIRETYPE_LENGTH_DELIMITED) return "";
  size_t size = std::min(kNameBytes, field.bytes.size());
  while (size > 0 && size < field.bytes.size() && (field.bytes[size] & 0xC0) == 0x80) --size;
  return std::string(field.bytes.substr(0, size));
}

// Levels that only wrap a value have no name of their own in paths of conditions.
bool IsTransparent(const Descriptor& type) {
  const std::string& name = type.full_name();
  return name == "orm.v1.Value" || name == "orm.v1.MapValue" || name == "orm.v1.ListValue" || name == "orm.v1.Pair" ||
         name == "google.protobuf.Struct" || name == "google.protobuf.Value" || name == "google.protobuf.ListValue" ||
         type.options().map_entry();
}

std::string SegmentOf(const FieldDescriptor& field, std::string_view bytes, size_t index) {
  if (IsPair(*field.message_type())) return NameOfPair(bytes);
  std::string segment = IsTransparent(*field.containing_type()) ? "" : field.name();
  if (field.is_repeated()) StrAppend(&segment, "[", index, "]");
  return segment;
}

class Walk {
 public:
  Walk(const Descriptor& type, std::string_view bytes, int max_depth) : bytes_(bytes), max_depth_(max_depth) {
    frames_.push_back({&type, bytes.size(), 0, "", 0, 0});
  }

  absl::Status Run() {
    while (!frames_.empty()) {
      const Frame& top = frames_.back();
      if (at_ == top.end) {
        if (top.group != 0) return MalformedMessage(Path());
        frames_.pop_back();
      } else {
        ORMD_RETURN_IF_ERROR(Step());
      }
    }
    return MalformedMessage("");
  }

 private:
  // Reads one field of the innermost frame; goes into it where it is a message.
  absl::Status Step() {
    const Frame& top = frames_.back();
    WireReader reader(bytes_.substr(at_, top.end - at_));
    WireField field;
    if (!reader.Next(&field)) return MalformedMessage(Path());
    at_ += reader.position();
    Count(field.field);
    if (field.type == WireFormatLite::WIRETYPE_START_GROUP) return Enter({nullptr, top.end, field.field, "", 0, 0});
    if (field.type == WireFormatLite::WIRETYPE_END_GROUP) return LeaveGroup(field.field);
    if (top.type == nullptr || field.type != WireFormatLite::WIRETYPE_LENGTH_DELIMITED) return absl::OkStatus();
    const FieldDescriptor* known = top.type->FindFieldByNumber(static_cast<int>(field.field));
    return known == nullptr ? absl::OkStatus() : EnterBytes(*known, field.bytes);
  }

  absl::Status EnterBytes(const FieldDescriptor& field, std::string_view bytes) {
    if (field.type() == FieldDescriptor::TYPE_STRING) return CheckText(field, bytes);
    if (field.type() != FieldDescriptor::TYPE_MESSAGE) return absl::OkStatus();
    const size_t end = at_;
    at_ -= bytes.size();
    return Enter({field.message_type(), end, 0, SegmentOf(field, bytes, frames_.back().repeats), 0, 0});
  }

  void Count(uint32_t field) {
    Frame& top = frames_.back();
    top.repeats = top.last_field == field ? top.repeats + 1 : 0;
    top.last_field = field;
  }

  absl::Status Enter(Frame frame) {
    frames_.push_back(std::move(frame));
    if (frames_.size() > static_cast<size_t>(max_depth_) + 1) return MessageTooDeep(Path(), max_depth_);
    return absl::OkStatus();
  }

  absl::Status LeaveGroup(uint32_t group) {
    if (frames_.back().group != group) return MalformedMessage(Path());
    frames_.pop_back();
    return absl::OkStatus();
  }

  absl::Status CheckText(const FieldDescriptor& field, std::string_view text) const {
    if (google::protobuf::internal::IsStructurallyValidUTF8(text.data(), static_cast<int>(text.size()))) {
      return absl::OkStatus();
    }
    const bool named = !IsTransparent(*field.containing_type());
    return NotUtf8(named ? JoinField(Path(), field.name()) : Path());
  }

  std::string Path() const {
    std::string path;
    size_t segments = 0;
    for (const Frame& frame : frames_) {
      if (frame.segment.empty()) continue;
      if (++segments > kPathSegments) return StrCat(path, "...");
      path = JoinField(path, frame.segment);
    }
    return path;
  }

  std::string_view bytes_;
  size_t at_ = 0;
  int max_depth_;
  std::vector<Frame> frames_;
};

}  // namespace

absl::Status FindMessageFault(const Descriptor& type, std::string_view bytes, int max_depth) {
  return Walk(type, bytes, max_depth).Run();
}

}  // namespace ormd::wire
