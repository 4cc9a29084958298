#include <utility>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/value/decode_array.h"
#include "orm/value/errors.h"
#include "orm/value/json_document.h"
#include "orm/value/json_string.h"

namespace ormd {
namespace {

// Builds the lists of an array type from the events of a JSON document. What is nested in an element of type json is
// collected as text.
class JsonArrayReader : public JsonReader {
 public:
  explicit JsonArrayReader(const Type& type) : type_(type) {}

  const absl::Status& status() const { return status_; }
  Value TakeArray() { return Value(std::move(array_)); }

 private:
  struct Frame {
    const Type* element;
    List items;
  };

  bool Literal(const std::string& literal) override {
    if (json_depth_ > 0) return AppendJson(literal);
    if (literal == "null") return Add(Value());
    if (literal == "true") return AddCell(Cell::Int64(1), literal);
    if (literal == "false") return AddCell(Cell::Int64(0), literal);
    return AddCell(Cell::Text(literal), literal);
  }

  bool Text(const std::string& text) override {
    std::string json;
    if (json_depth_ > 0 || OfJson()) AppendJsonString(text, json);
    if (json_depth_ > 0) return AppendJson(json);
    return AddCell(Cell::Text(text), json);
  }

  bool Name(const std::string& name) override {
    Separate();
    AppendJsonString(name, json_);
    json_ += ':';
    return true;
  }

  bool Open(bool object) override {
    if (json_depth_ > 0 || OfJson()) {
      AppendJson(object ? "{" : "[");
      closers_ += object ? '}' : ']';
      ++json_depth_;
      return true;
    }
    const Type* type = frames_.empty() ? &type_ : frames_.back().element;
    if (object || type->kind != TypeKind::kArray || type->element == nullptr) return Fail();
    frames_.push_back({type->element.get(), {}});
    return true;
  }

  bool Close() override {
    if (json_depth_ > 0) return CloseJson();
    List items = std::move(frames_.back().items);
    frames_.pop_back();
    if (!frames_.empty()) return Add(Value(std::move(items)));
    array_ = std::move(items);
    return true;
  }

  bool CloseJson() {
    json_ += closers_.back();
    closers_.pop_back();
    if (--json_depth_ > 0) return true;
    return Add(Value(std::exchange(json_, {})));
  }

  bool OfJson() const { return !frames_.empty() && frames_.back().element->kind == TypeKind::kJson; }

  void Separate() {
    const char last = json_.empty() ? '[' : json_.back();
    if (last != '[' && last != '{' && last != ':') json_ += ',';
  }

  bool AppendJson(std::string_view piece) {
    Separate();
    json_ += piece;
    return true;
  }

  // `json` is the same element as text of a document.
  bool AddCell(const Cell& cell, const std::string& json) {
    if (frames_.empty()) return Fail();
    if (OfJson()) return Add(Value(json));
    absl::StatusOr<Value> value = DecodeCell(*frames_.back().element, cell);
    status_ = value.status();
    return value.ok() && Add(*std::move(value));
  }

  bool Add(Value value) {
    if (frames_.empty()) return Fail();
    frames_.back().items.push_back(std::move(value));
    return true;
  }

  bool Fail() {
    status_ = UnreadableCell(type_);
    return false;
  }

  const Type& type_;
  std::vector<Frame> frames_;
  List array_;
  absl::Status status_;
  std::string json_;
  std::string closers_;
  size_t json_depth_ = 0;
};

}  // namespace

absl::StatusOr<Value> DecodeJsonArray(const Type& type, std::string_view text) {
  JsonArrayReader reader(type);
  const bool read = reader.Read(text);
  if (!reader.status().ok()) return reader.status();
  if (!read) return UnreadableCell(type);
  return reader.TakeArray();
}

}  // namespace ormd
