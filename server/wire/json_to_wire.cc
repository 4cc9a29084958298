#include "server/wire/json_to_wire.h"

#include <bit>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "orm/value/value.h"
#include "server/wire/field_plan.h"

namespace ormd::wire {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

constexpr uint32_t Delimited(int number) {
  return WireFormatLite::MakeTag(number, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
}

// Field 1 of Struct (its entries), ListValue (its values) and of a map's entry (the key); field 2 of an entry is its
// value.
constexpr uint32_t kFirst = Delimited(1);
constexpr uint32_t kEntryValue = Delimited(2);
constexpr uint32_t kNullValue = WireFormatLite::MakeTag(1, WireFormatLite::WIRETYPE_VARINT);
constexpr uint32_t kNumberValue = WireFormatLite::MakeTag(2, WireFormatLite::WIRETYPE_FIXED64);
constexpr uint32_t kStringValue = Delimited(3);
constexpr uint32_t kBoolValue = WireFormatLite::MakeTag(4, WireFormatLite::WIRETYPE_VARINT);
constexpr uint32_t kStructValue = Delimited(5);
constexpr uint32_t kListValue = Delimited(6);

// What a JSON value is written as.
enum class Slot { kValue, kStruct, kList, kMap, kScalar };

Slot SlotOf(const FieldDescriptor& field) {
  if (field.is_map()) return Slot::kMap;
  if (field.message_type() == nullptr) return Slot::kScalar;
  switch (field.message_type()->well_known_type()) {
    case Descriptor::WELLKNOWNTYPE_VALUE:
      return Slot::kValue;
    case Descriptor::WELLKNOWNTYPE_STRUCT:
      return Slot::kStruct;
    case Descriptor::WELLKNOWNTYPE_LISTVALUE:
      return Slot::kList;
    default:
      return Slot::kScalar;
  }
}

// Listens to nlohmann's parser. A value goes through Enter, which opens the messages around it, its own content, and
// Leave.
class Writer : public nlohmann::json::json_sax_t {
 public:
  Writer(const FieldDescriptor& field, WireBuffer& out)
      : out_(out), tag_(Delimited(field.number())), next_(SlotOf(field)), next_tag_(tag_) {
    if (next_ != Slot::kMap) return;
    key_plan_ = std::make_unique<FieldPlan>(PlanInner(*field.message_type()->map_key()));
    value_plan_ = std::make_unique<FieldPlan>(PlanInner(*field.message_type()->map_value()));
  }

  bool null() override {
    if (next_ != Slot::kValue) return depth() == 0;
    return Scalar([this] { out_.TaggedVarint(kNullValue, 0); }, Value());
  }
  bool boolean(bool value) override {
    return Scalar([=, this] { out_.TaggedVarint(kBoolValue, value); }, Value(value));
  }
  bool number_integer(number_integer_t value) override {
    return Number(static_cast<double>(value), Value(int64_t{value}));
  }
  bool number_unsigned(number_unsigned_t value) override {
    const bool fits = value <= static_cast<number_unsigned_t>(INT64_MAX);
    return Number(static_cast<double>(value), fits ? Value(static_cast<int64_t>(value)) : Value(std::to_string(value)));
  }
  bool number_float(number_float_t value, const string_t&) override { return Number(value, Value(value)); }
  bool string(string_t& value) override {
    if (next_ == Slot::kScalar) return Plain(Value(std::move(value)));
    return Scalar([&] { out_.TaggedBytes(kStringValue, value); }, Value());
  }
  bool binary(binary_t&) override { return false; }

  bool start_object(size_t) override {
    if (next_ == Slot::kMap) {
      frames_.push_back({Slot::kMap, 0});
      return true;
    }
    return StartContainer(Slot::kStruct, kStructValue);
  }
  bool key(string_t& name) override {
    const bool of_map = frames_.back().slot == Slot::kMap;
    Open(of_map ? tag_ : kFirst);
    next_ = of_map ? SlotOf(*value_plan_->field) : Slot::kValue;
    next_tag_ = kEntryValue;
    if (of_map) return key_plan_->value(*key_plan_, Value(std::move(name)), out_);
    out_.TaggedBytes(kFirst, name);
    return true;
  }
  bool end_object() override { return EndContainer(); }
  bool start_array(size_t) override { return StartContainer(Slot::kList, kListValue); }
  bool end_array() override { return EndContainer(); }
  bool parse_error(size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

 private:
  struct Frame {
    Slot slot;
    size_t opened;  // parts to close with it
  };

  size_t depth() const { return frames_.size(); }
  void Open(uint32_t tag) { starts_.push_back(out_.Open(tag)); }

  void Close(size_t count) {
    for (; count > 0; --count) {
      out_.Close(starts_.back());
      starts_.pop_back();
    }
  }

  // Behind a value: its entry ends, and in a list the next value may follow.
  void Leave() {
    if (frames_.empty()) return;
    if (frames_.back().slot != Slot::kList) return Close(1);
    ExpectItem();
  }

  void ExpectItem() {
    next_ = Slot::kValue;
    next_tag_ = kFirst;
  }

  bool Number(double number, Value value) {
    return Scalar(
        [=, this] {
          out_.Tag(kNumberValue);
          out_.Fixed64(std::bit_cast<uint64_t>(number));
        },
        std::move(value));
  }

  // `write` puts the content of a google.protobuf.Value.
  template <typename Write>
  bool Scalar(const Write& write, Value value) {
    if (next_ == Slot::kScalar) return Plain(value);
    if (next_ != Slot::kValue) return false;
    Open(next_tag_);
    write();
    Close(1);
    Leave();
    return true;
  }

  bool Plain(const Value& value) {
    if (!value_plan_->value(*value_plan_, value, out_)) return false;
    Leave();
    return true;
  }

  bool StartContainer(Slot slot, uint32_t value_tag) {
    if (next_ != Slot::kValue && next_ != slot) return false;
    Open(next_tag_);
    if (next_ == Slot::kValue) Open(value_tag);
    frames_.push_back({slot, next_ == Slot::kValue ? size_t{2} : size_t{1}});
    if (slot == Slot::kList) ExpectItem();
    return true;
  }

  bool EndContainer() {
    Close(frames_.back().opened);
    frames_.pop_back();
    Leave();
    return true;
  }

  WireBuffer& out_;
  uint32_t tag_;
  Slot next_;                                  // how the next value is written
  uint32_t next_tag_;                          // of the message that it is written into
  std::unique_ptr<const FieldPlan> key_plan_;  // of a map
  std::unique_ptr<const FieldPlan> value_plan_;
  std::vector<Frame> frames_;
  std::vector<size_t> starts_;  // of parts that are open
};

}  // namespace

bool JsonToWire(const FieldDescriptor& field, std::string_view json, WireBuffer& out) {
  const size_t size = out.size();
  Writer writer(field, out);
  if (nlohmann::json::sax_parse(json, &writer)) return true;
  out.Truncate(size);
  return false;
}

}  // namespace ormd::wire
