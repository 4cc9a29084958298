#include <algorithm>

#include "orm/base/error.h"
#include "orm/value/decode_array.h"
#include "orm/value/errors.h"
#include "orm/value/text_cursor.h"

namespace ormd {
namespace {

class ArrayLiteralReader {
 public:
  explicit ArrayLiteralReader(std::string_view text) : text_(text) {}

  // The array at the cursor.
  absl::StatusOr<Value> Array(const Type& type) {
    if (type.element == nullptr || !Accept('{')) return UnreadableCell(type);
    List items;
    if (Accept('}')) return Value(std::move(items));
    do {
      ORMD_ASSIGN_OR_RETURN(Value item, Item(*type.element));
      items.push_back(std::move(item));
    } while (Accept(','));
    if (!Accept('}')) return UnreadableCell(type);
    return Value(std::move(items));
  }

  bool done() const { return at_ == text_.size(); }

 private:
  bool Accept(char c) {
    if (done() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  absl::StatusOr<Value> Item(const Type& element) {
    if (element.kind == TypeKind::kArray) return Array(element);
    if (Accept('"')) return QuotedItem(element);
    const size_t end = std::min(text_.find_first_of(",{}", at_), text_.size());
    const std::string_view item = text_.substr(at_, end - at_);
    at_ = end;
    if (item.empty()) return UnreadableCell(element);
    return DecodeCell(element, item == "NULL" ? Cell::Null() : Cell::Text(item));
  }

  // Behind the opening quote. Only an item with backslashes needs a copy.
  absl::StatusOr<Value> QuotedItem(const Type& element) {
    const size_t end = text_.find_first_of("\"\\", at_);
    if (end == std::string_view::npos) return UnreadableCell(element);
    if (text_[end] == '"') {
      const std::string_view item = text_.substr(at_, end - at_);
      at_ = end + 1;
      return DecodeCell(element, Cell::Text(item));
    }
    if (!Unescape()) return UnreadableCell(element);
    return DecodeCell(element, Cell::Text(unescaped_));
  }

  // False where the closing quote is missing.
  bool Unescape() {
    unescaped_.clear();
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') {
        ++at_;
        return true;
      }
      if (text_[at_] == '\\' && ++at_ == text_.size()) return false;
      unescaped_ += text_[at_];
    }
    return false;
  }

  std::string_view text_;
  size_t at_ = 0;
  std::string unescaped_;
};

}  // namespace

absl::StatusOr<Value> DecodeArrayLiteral(const Type& type, std::string_view text) {
  if (!text.empty() && text.front() == '[') text.remove_prefix(std::min(text.find('{'), text.size()));
  ArrayLiteralReader reader(text);
  ORMD_ASSIGN_OR_RETURN(Value array, reader.Array(type));
  if (!reader.done()) return UnreadableCell(type);
  return array;
}

}  // namespace ormd
