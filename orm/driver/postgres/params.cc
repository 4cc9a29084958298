#include "orm/driver/postgres/params.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "orm/driver/errors.h"

namespace ormd {
namespace {

constexpr int kText = 0;
constexpr int kBinary = 1;

bool IsNumber(const Param& param) {
  return std::holds_alternative<int64_t>(param) || std::holds_alternative<double>(param);
}

}  // namespace

absl::StatusOr<ParamArrays> ParamArrays::Of(const std::vector<Param>& params) {
  ParamArrays arrays;
  arrays.values_.reserve(params.size());
  arrays.lengths_.assign(params.size(), 0);
  arrays.formats_.assign(params.size(), kText);
  arrays.numbers_.resize(kNumberSize * std::count_if(params.begin(), params.end(), IsNumber));
  for (size_t i = 0; i < params.size(); ++i) {
    if (const auto* integer = std::get_if<int64_t>(&params[i])) {
      arrays.AddInt64(*integer);
    } else if (const auto* number = std::get_if<double>(&params[i])) {
      arrays.AddDouble(*number);
    } else if (const auto* text = std::get_if<std::string>(&params[i])) {
      if (text->find('\0') != std::string::npos) return TextWithNul();
      arrays.values_.push_back(text->c_str());
    } else if (const auto* bytes = std::get_if<Bytes>(&params[i])) {
      arrays.lengths_[i] = static_cast<int>(bytes->data.size());
      arrays.formats_[i] = kBinary;
      arrays.values_.push_back(bytes->data.data());
    } else {
      arrays.values_.push_back(nullptr);
    }
  }
  return arrays;
}

char* ParamArrays::NextNumber() { return &numbers_[kNumberSize * numbers_used_++]; }

void ParamArrays::AddInt64(int64_t value) {
  char* text = NextNumber();
  *std::to_chars(text, text + kNumberSize - 1, value).ptr = '\0';
  values_.push_back(text);
}

void ParamArrays::AddDouble(double value) {
  if (std::isnan(value)) return values_.push_back("NaN");
  if (std::isinf(value)) return values_.push_back(value > 0 ? "Infinity" : "-Infinity");
  char* text = NextNumber();
  *std::to_chars(text, text + kNumberSize - 1, value).ptr = '\0';
  values_.push_back(text);
}

}  // namespace ormd
