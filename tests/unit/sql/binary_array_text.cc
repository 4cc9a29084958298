#include "tests/unit/sql/binary_array_text.h"

#include <algorithm>
#include <map>
#include <vector>

#include "orm/base/strings.h"
#include "orm/value/text.h"

namespace ormd {
namespace {

// Reads numbers in network order; nothing more once they have run out.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  bool ok() const { return ok_; }
  bool done() const { return rest_.empty(); }
  std::string_view Take(size_t count) {
    ok_ = ok_ && count <= rest_.size();
    const std::string_view taken = rest_.substr(0, ok_ ? count : 0);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  int32_t Int32() { return static_cast<int32_t>(Whole(Take(4))); }

  static int64_t Whole(std::string_view bytes) {
    int64_t number = bytes.empty() ? 0 : static_cast<int8_t>(bytes.front());
    for (const char byte : bytes.substr(std::min<size_t>(bytes.size(), 1))) {
      number = static_cast<int64_t>(static_cast<uint64_t>(number) << 8 | static_cast<uint8_t>(byte));
    }
    return number;
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

const std::map<int32_t, std::string>& Names() {
  static const std::map<int32_t, std::string> names = {
      {16, "boolean"},    {17, "bytea"},     {20, "bigint"},   {21, "smallint"}, {23, "integer"}, {25, "text"},
      {700, "real"},      {701, "double"},   {1042, "bpchar"}, {1082, "date"},   {1083, "time"},  {1184, "timestamptz"},
      {1186, "interval"}, {1700, "numeric"}, {2950, "uuid"},   {3802, "jsonb"}};
  return names;
}

std::string ElementText(int32_t type, std::string_view bytes) {
  if (type == 16 || type == 20 || type == 21 || type == 23) return StrCat(Reader::Whole(bytes));
  if (type == 25 || type == 1042) return StrCat("\"", bytes, "\"");
  return StrCat("x'", HexText(bytes), "'");
}

}  // namespace

std::optional<std::string> BinaryArrayText(std::string_view bytes) {
  Reader in(bytes);
  const int32_t dimensions = in.Int32();
  const int32_t has_nulls = in.Int32();
  const int32_t type = in.Int32();
  const auto name = Names().find(type);
  if (!in.ok() || dimensions != 1 || has_nulls < 0 || has_nulls > 1 || name == Names().end()) return std::nullopt;
  const int32_t count = in.Int32();
  in.Take(4);  // the lower bound
  std::vector<std::string> elements;
  for (int32_t i = 0; i < count && in.ok(); ++i) {
    const int32_t length = in.Int32();
    elements.push_back(length < 0 ? "null" : ElementText(type, in.Take(static_cast<size_t>(length))));
  }
  if (!in.ok() || !in.done()) return std::nullopt;
  return StrCat(name->second, "[", StrJoin(elements, ", "), "]");
}

}  // namespace ormd
