#include "orm/sql/postgres_binary_array.h"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <utility>

#include "orm/value/civil_time.h"
#include "orm/value/hex.h"
#include "orm/value/integer_range.h"

namespace ormd {
namespace {

constexpr size_t kHeaderSize = 20;
constexpr size_t kHasNulls = 7;        // the last byte of the flag
constexpr size_t kUsualSize = 16;      // of an element with its length
constexpr size_t kMostDigits = 1'000;  // of a numeric: longer ones are left to PostgreSQL's own parser
constexpr uint16_t kMinus = 0x4000;
constexpr uint8_t kJsonbVersion = 1;

// The OID of the type that PostgresCastType names, in pg_type.dat; 0 where there is none for a kind.
uint32_t OidOf(TypeKind kind) {
  switch (kind) {
    case TypeKind::kBool:
      return 16;
    case TypeKind::kSmallint:
      return 21;
    case TypeKind::kInteger:
      return 23;
    case TypeKind::kBigint:
      return 20;
    case TypeKind::kReal:
      return 700;
    case TypeKind::kDouble:
      return 701;
    case TypeKind::kDecimal:
      return 1700;
    case TypeKind::kChar:
      return 1042;
    case TypeKind::kUuid:
      return 2950;
    case TypeKind::kBytes:
      return 17;
    case TypeKind::kDate:
      return 1082;
    case TypeKind::kTime:
      return 1083;
    case TypeKind::kTimestamp:
      return 1184;
    case TypeKind::kInterval:
      return 1186;
    case TypeKind::kJson:
      return 3802;
    case TypeKind::kText:
    case TypeKind::kVarchar:
    case TypeKind::kEnum:
      return 25;
    case TypeKind::kArray:
      break;
  }
  return 0;
}

bool IsNumber(std::string_view digits) { return digits.find_first_not_of("0123456789") == digits.npos; }

// In network order.
template <typename Number>
char* Write(Number value, char* to) {
  for (int shift = 8 * (sizeof(Number) - 1); shift >= 0; shift -= 8) {
    *to++ = static_cast<char>(static_cast<std::make_unsigned_t<Number>>(value) >> shift);
  }
  return to;
}

// Four digits, the first of which may lie in front of the text and the last behind it: those are zeros.
uint16_t GroupAt(std::string_view digits, ptrdiff_t first) {
  int group = 0;
  for (ptrdiff_t i = first; i < first + 4; ++i) {
    const bool written = i >= 0 && i < static_cast<ptrdiff_t>(digits.size());
    group = group * 10 + (written ? digits[static_cast<size_t>(i)] - '0' : 0);
  }
  return static_cast<uint16_t>(group);
}

// Where the value is a T: what `write` does with it.
template <typename T, typename Write>
bool With(const Value& value, const Write& write) {
  const T* content = value.get_if<T>();
  return content != nullptr && write(*content);
}

}  // namespace

bool PostgresBinaryArray::Knows(const Type& element) {
  return element.database_type.empty() && OidOf(element.kind) != 0;
}

PostgresBinaryArray::PostgresBinaryArray(const Type& element, size_t count) : kind_(element.kind) {
  out_.reserve(kHeaderSize + count * kUsualSize);
  std::array<char, kHeaderSize> header;
  char* to = Write<int32_t>(count == 0 ? 0 : 1, header.data());  // dimensions
  to = Write<int32_t>(0, to);                                    // whether there are nulls
  to = Write<uint32_t>(OidOf(kind_), to);
  if (count > 0) to = Write<int32_t>(1, Write(static_cast<int32_t>(count), to));  // the lower bound is 1
  out_.append(header.data(), to);
}

bool PostgresBinaryArray::Add(const Value& value) {
  if (!value.is_null()) return PutElement(value);
  out_[kHasNulls] = 1;
  return PutLength(-1);
}

Bytes PostgresBinaryArray::Finish() && { return Bytes{std::move(out_)}; }

// Texts of all kinds stand as they are.
bool PostgresBinaryArray::PutElement(const Value& value) {
  switch (kind_) {
    case TypeKind::kBool:
      return With<bool>(value, [this](bool flag) { return Put<uint8_t>(flag); });
    case TypeKind::kSmallint:
    case TypeKind::kInteger:
    case TypeKind::kBigint:
      return With<int64_t>(value, [this](int64_t number) { return PutInteger(number); });
    case TypeKind::kReal:
      return With<double>(value,
                          [this](double real) { return Put(std::bit_cast<uint32_t>(static_cast<float>(real))); });
    case TypeKind::kDouble:
      return With<double>(value, [this](double real) { return Put(std::bit_cast<uint64_t>(real)); });
    case TypeKind::kTimestamp:
      return With<Timestamp>(value, [this](Timestamp time) { return Put(time.micros - kPostgresEpochMicros); });
    case TypeKind::kInterval:
      return With<int64_t>(value, [this](int64_t micros) { return PutInterval(micros); });
    case TypeKind::kBytes:
      return With<Bytes>(value, [this](const Bytes& bytes) { return PutText(bytes.data); });
    default:
      return With<std::string>(value, [this](const std::string& text) { return PutWord(text); });
  }
}

bool PostgresBinaryArray::PutWord(std::string_view text) {
  switch (kind_) {
    case TypeKind::kJson:
      return PutDocument(text);
    case TypeKind::kDecimal:
      return PutNumeric(text);
    case TypeKind::kDate:
      return PutDate(text);
    case TypeKind::kTime:
      return PutTime(text);
    case TypeKind::kUuid:
      return PutUuid(text);
    default:
      return PutText(text);
  }
}

bool PostgresBinaryArray::PutLength(int32_t length) {
  std::array<char, sizeof(length)> bytes;
  out_.append(bytes.data(), Write(length, bytes.data()));
  return true;
}

template <typename Number>
bool PostgresBinaryArray::Put(Number value) {
  std::array<char, sizeof(int32_t) + sizeof(Number)> bytes;
  out_.append(bytes.data(), Write(value, Write<int32_t>(sizeof(Number), bytes.data())));
  return true;
}

bool PostgresBinaryArray::PutText(std::string_view text) {
  PutLength(static_cast<int32_t>(text.size()));
  out_ += text;
  return true;
}

bool PostgresBinaryArray::PutDocument(std::string_view text) {
  PutLength(static_cast<int32_t>(text.size() + 1));
  out_.push_back(kJsonbVersion);
  out_ += text;
  return true;
}

bool PostgresBinaryArray::PutInteger(int64_t number) {
  if (!FitsInteger(kind_, number)) return false;
  if (kind_ == TypeKind::kSmallint) return Put(static_cast<int16_t>(number));
  return kind_ == TypeKind::kInteger ? Put(static_cast<int32_t>(number)) : Put(number);
}

bool PostgresBinaryArray::PutInterval(int64_t micros) {
  std::array<char, 2 * sizeof(int64_t)> bytes;
  Write<int64_t>(0, Write(micros, bytes.data()));  // no days, no months
  return PutText({bytes.data(), bytes.size()});
}

// Groups of four digits to both sides of the point.
bool PostgresBinaryArray::PutNumeric(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const size_t point = std::min(text.find('.'), text.size());
  const std::string_view integer = text.substr(0, point);
  const std::string_view fraction = point == text.size() ? std::string_view() : text.substr(point + 1);
  if (integer.empty() || text.size() > kMostDigits || !IsNumber(integer) || !IsNumber(fraction)) return false;
  const auto in_front = static_cast<ptrdiff_t>((integer.size() + 3) / 4);
  const auto behind = static_cast<ptrdiff_t>((fraction.size() + 3) / 4);
  std::array<char, sizeof(uint16_t) * (4 + kMostDigits)> bytes;
  char* to = Write(static_cast<int16_t>(in_front + behind), bytes.data());
  to = Write(static_cast<int16_t>(in_front - 1), to);
  to = Write<uint16_t>(negative ? kMinus : 0, to);
  to = Write(static_cast<int16_t>(fraction.size()), to);
  const ptrdiff_t first = static_cast<ptrdiff_t>(integer.size()) - 4 * in_front;
  for (ptrdiff_t i = 0; i < in_front; ++i) to = Write(GroupAt(integer, first + 4 * i), to);
  for (ptrdiff_t i = 0; i < behind; ++i) to = Write(GroupAt(fraction, 4 * i), to);
  return PutText({bytes.data(), to});
}

bool PostgresBinaryArray::PutDate(std::string_view text) {
  TextCursor in(text);
  const std::optional<int64_t> days = ReadDate(in);
  return days.has_value() && in.done() && Put(static_cast<int32_t>(*days - kPostgresEpochDays));
}

bool PostgresBinaryArray::PutTime(std::string_view text) {
  TextCursor in(text);
  const std::optional<int64_t> micros = ReadTimeOfDay(in);
  return micros.has_value() && in.done() && Put(*micros);
}

bool PostgresBinaryArray::PutUuid(std::string_view text) {
  std::array<char, 16> bytes;
  size_t digits = 0;
  int byte = 0;
  for (const char c : text) {
    if (c == '-') continue;
    const int digit = HexDigit(c);
    if (digit < 0 || digits == 2 * bytes.size()) return false;
    byte = byte << 4 | digit;
    if (++digits % 2 == 0) bytes[digits / 2 - 1] = static_cast<char>(byte);
  }
  return digits == 2 * bytes.size() && PutText({bytes.data(), bytes.size()});
}

}  // namespace ormd
