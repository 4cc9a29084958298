#include "client/cli/seed_date.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"

namespace ormd::cli {
namespace {

constexpr std::string_view kShape = "0000-00-00";

bool BeginsLikeADate(std::string_view text) {
  if (text.size() < kShape.size()) return false;
  for (size_t i = 0; i < kShape.size(); ++i) {
    const bool digit = absl::ascii_isdigit(static_cast<unsigned char>(text[i]));
    if (kShape[i] == '0' ? !digit : text[i] != kShape[i]) return false;
  }
  return true;
}

int Number(std::string_view digits) {
  int number = 0;
  for (const char digit : digits) number = number * 10 + (digit - '0');
  return number;
}

}  // namespace

std::optional<int64_t> ReadDay(std::string_view text) {
  if (!BeginsLikeADate(text)) return std::nullopt;
  return absl::CivilDay(Number(text.substr(0, 4)), Number(text.substr(5, 2)), Number(text.substr(8, 2))) -
         absl::CivilDay(1970);
}

std::string DayText(int64_t day) {
  const absl::CivilDay date = absl::CivilDay(1970) + day;
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(), date.day());
}

}  // namespace ormd::cli
