#include "orm/driver/postgres/binary_form.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <type_traits>

#include "orm/value/civil_time.h"
#include "orm/value/text.h"

namespace ormd {
namespace {

uint8_t Swap(uint8_t number) { return number; }
uint16_t Swap(uint16_t number) { return __builtin_bswap16(number); }
uint32_t Swap(uint32_t number) { return __builtin_bswap32(number); }
uint64_t Swap(uint64_t number) { return __builtin_bswap64(number); }

// The number at the front of the bytes, in network order; 0 where they are too few.
template <typename Number>
Number Read(std::string_view bytes) {
  std::make_unsigned_t<Number> number = 0;
  if (bytes.size() >= sizeof(number)) std::memcpy(&number, bytes.data(), sizeof(number));
  return static_cast<Number>(std::endian::native == std::endian::little ? Swap(number) : number);
}

// The last moments of PostgreSQL's time, and its infinity, lie beyond 64 bits from our epoch.
int64_t ReadTimestamp(std::string_view bytes) {
  return std::min(Read<int64_t>(bytes), INT64_MAX - kPostgresEpochMicros) + kPostgresEpochMicros;
}

// Groups of four digits, the first with the weight 10000^weight.
class Numeric {
 public:
  explicit Numeric(std::string_view bytes) : bytes_(bytes) {}

  void AppendTo(std::string& out) const {
    if (sign() == kNan) {
      out += "NaN";
    } else if (sign() == kInfinity || sign() == kMinusInfinity) {
      out += sign() == kInfinity ? "Infinity" : "-Infinity";
    } else {
      if (sign() == kMinus) out.push_back('-');
      AppendInteger(out);
      AppendFraction(out);
    }
  }

 private:
  static constexpr int kMinus = 0x4000, kNan = 0xC000, kInfinity = 0xD000, kMinusInfinity = 0xF000;
  static constexpr int kHeader = 4;  // numbers before the digits

  int At(int index) const {
    const size_t offset = static_cast<size_t>(index) * sizeof(uint16_t);
    return offset > bytes_.size() ? 0 : Read<uint16_t>(bytes_.substr(offset));
  }
  int groups() const { return At(0); }
  int weight() const { return static_cast<int16_t>(At(1)); }
  int sign() const { return At(2); }
  int scale() const { return At(3); }
  // Groups that are not sent are zero.
  int Group(int index) const { return index >= 0 && index < groups() ? At(kHeader + index) : 0; }

  static void AppendGroup(int group, std::string& out) {
    const char digits[] = {static_cast<char>('0' + group / 1000), static_cast<char>('0' + group / 100 % 10),
                           static_cast<char>('0' + group / 10 % 10), static_cast<char>('0' + group % 10)};
    out.append(digits, sizeof(digits));
  }

  void AppendInteger(std::string& out) const {
    if (weight() < 0) return out.push_back('0');
    out += std::to_string(Group(0));
    for (int i = 1; i <= weight(); ++i) AppendGroup(Group(i), out);
  }

  void AppendFraction(std::string& out) const {
    if (scale() == 0) return;
    out.push_back('.');
    const size_t end = out.size() + static_cast<size_t>(scale());
    for (int i = weight() + 1; out.size() < end; ++i) AppendGroup(Group(i), out);
    out.resize(end);
  }

  std::string_view bytes_;
};

void AppendUuid(std::string_view bytes, std::string& out) { out += CanonicalUuid(HexText(bytes)).value_or(""); }

void AppendDate(std::string_view bytes, std::string& out) {
  constexpr int64_t kFirst = kMinTimestamp.micros / kMicrosPerDay, kLast = kMaxTimestamp.micros / kMicrosPerDay;
  const int64_t days = Read<int32_t>(bytes) + kPostgresEpochDays;
  if (days < kFirst || days > kLast) {
    out += "infinity";  // or BC: no date of ours either way
  } else {
    AppendDateText(days, out);
  }
}

}  // namespace

// OIDs of pg_type.dat, which never change; libpq has no names for them.
BinaryForm BinaryFormOf(unsigned oid) {
  switch (oid) {
    case 16:  // bool
      return BinaryForm::kBool;
    case 20:  // int8
      return BinaryForm::kBigint;
    case 21:  // int2
      return BinaryForm::kSmallint;
    case 23:  // int4
      return BinaryForm::kInteger;
    case 700:  // float4
      return BinaryForm::kReal;
    case 701:  // float8
      return BinaryForm::kDouble;
    case 1700:  // numeric
      return BinaryForm::kNumeric;
    case 25:    // text
    case 114:   // json
    case 1042:  // bpchar
    case 1043:  // varchar
      return BinaryForm::kText;
    case 3802:  // jsonb
      return BinaryForm::kJsonb;
    case 1082:  // date
      return BinaryForm::kDate;
    case 1114:  // timestamp
    case 1184:  // timestamptz
      return BinaryForm::kTimestamp;
    case 2950:  // uuid
      return BinaryForm::kUuid;
    case 17:  // bytea
      return BinaryForm::kBytes;
    default:
      return BinaryForm::kNone;
  }
}

bool ReadsAs(BinaryForm form, TypeKind kind) {
  switch (form) {
    case BinaryForm::kNone:
      return false;
    case BinaryForm::kBool:
      return kind == TypeKind::kBool;
    case BinaryForm::kSmallint:
    case BinaryForm::kInteger:
    case BinaryForm::kBigint:
      return kind == TypeKind::kSmallint || kind == TypeKind::kInteger || kind == TypeKind::kBigint;
    case BinaryForm::kReal:
      return kind == TypeKind::kReal;  // the text of 0.1f is read as another double than the float is
    case BinaryForm::kDouble:
      return kind == TypeKind::kDouble;
    case BinaryForm::kNumeric:
      return kind == TypeKind::kDecimal;
    case BinaryForm::kText:
      return kind == TypeKind::kText || kind == TypeKind::kVarchar || kind == TypeKind::kChar ||
             kind == TypeKind::kEnum || kind == TypeKind::kJson;
    case BinaryForm::kJsonb:
      return kind == TypeKind::kJson;
    case BinaryForm::kDate:
      return kind == TypeKind::kDate;
    case BinaryForm::kTimestamp:
      return kind == TypeKind::kTimestamp;
    case BinaryForm::kUuid:
      return kind == TypeKind::kUuid;
    case BinaryForm::kBytes:
      return kind == TypeKind::kBytes;
  }
  return false;
}

void AppendBinaryText(BinaryForm form, std::string_view bytes, std::string& out) {
  if (form == BinaryForm::kNumeric) return Numeric(bytes).AppendTo(out);
  return form == BinaryForm::kDate ? AppendDate(bytes, out) : AppendUuid(bytes, out);
}

Cell BinaryCell(BinaryForm form, std::string_view bytes) {
  switch (form) {
    case BinaryForm::kSmallint:
      return Cell::Int64(Read<int16_t>(bytes));
    case BinaryForm::kInteger:
      return Cell::Int64(Read<int32_t>(bytes));
    case BinaryForm::kBigint:
      return Cell::Int64(Read<int64_t>(bytes));
    case BinaryForm::kReal:
      return Cell::Double(static_cast<double>(std::bit_cast<float>(Read<int32_t>(bytes))));
    case BinaryForm::kDouble:
      return Cell::Double(std::bit_cast<double>(Read<int64_t>(bytes)));
    case BinaryForm::kBool:
      return Cell::Text(Read<int8_t>(bytes) != 0 ? "t" : "f");
    case BinaryForm::kTimestamp:
      return Cell::Timestamp(ReadTimestamp(bytes));
    case BinaryForm::kBytes:
      return Cell::Bytes(bytes);
    case BinaryForm::kJsonb:
      return Cell::Text(bytes.substr(std::min<size_t>(bytes.size(), 1)));  // behind the version
    default:
      return Cell::Text(bytes);
  }
}

}  // namespace ormd
