// Values as PostgreSQL sends them in binary: for the types whose binary form costs less than their text.
//
// Source: the send functions of PostgreSQL's types (timestamptz_send, numeric_send ...), stable since 7.4.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "orm/value/type.h"

namespace ormd {

enum class BinaryForm : uint8_t {
  kNone,  // not read in binary
  kBool,
  kSmallint,
  kInteger,
  kBigint,
  kReal,
  kDouble,
  kNumeric,
  kText,  // the text itself
  kJsonb,
  kDate,
  kTimestamp,
  kUuid,
  kBytes,
};

// Of the type with this OID.
BinaryForm BinaryFormOf(unsigned oid);

// Whether DecodeCell reads what stands in this form just as it would the text.
bool ReadsAs(BinaryForm form, TypeKind kind);

// Forms that become a text, appended by AppendBinaryText.
constexpr bool NeedsText(BinaryForm form) {
  return form == BinaryForm::kNumeric || form == BinaryForm::kDate || form == BinaryForm::kUuid;
}
void AppendBinaryText(BinaryForm form, std::string_view bytes, std::string& out);

// All others; the cell's view is one of the bytes.
Cell BinaryCell(BinaryForm form, std::string_view bytes);

}  // namespace ormd
