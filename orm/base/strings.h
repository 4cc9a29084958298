// Text helpers for std::string_view. Debian builds abseil with a string_view of its own, to which std::string_view does
// not convert: use these instead of absl::StrCat, absl::StrAppend and absl::SimpleAtoi.
#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace ormd {

// For abseil's own functions (absl::StrSplit, absl::Base64Escape ...), and back.
inline absl::string_view ToAbsl(std::string_view text) { return absl::string_view(text.data(), text.size()); }
inline std::string_view FromAbsl(absl::string_view text) { return std::string_view(text.data(), text.size()); }

template <typename T>
decltype(auto) StrPiece(const T& piece) {
  if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    return ToAbsl(piece);
  } else {
    return (piece);
  }
}

template <typename... Pieces>
std::string StrCat(const Pieces&... pieces) {
  return absl::StrCat(StrPiece(pieces)...);
}

template <typename... Pieces>
void StrAppend(std::string* out, const Pieces&... pieces) {
  absl::StrAppend(out, StrPiece(pieces)...);
}

// The whole text as a decimal integer of type T ("-12", no plus, no spaces); nullopt where it is none or out of range.
template <typename T>
std::optional<T> ParseInteger(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// The elements, each something that StrCat takes, with `separator` between them.
template <typename Range>
std::string StrJoin(const Range& range, std::string_view separator) {
  std::string out;
  bool first = true;
  for (const auto& item : range) {
    if (!first) out.append(separator);
    first = false;
    StrAppend(&out, item);
  }
  return out;
}

}  // namespace ormd
