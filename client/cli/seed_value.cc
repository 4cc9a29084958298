#include "client/cli/seed_value.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "absl/strings/escaping.h"
#include "absl/strings/str_format.h"
#include "client/cli/seed_date.h"
#include "client/cli/seed_text.h"

namespace ormd::cli {
namespace {

using client::Property;

constexpr int64_t kMillion = 1'000'000;
// 2020-01-01 and five years on: the same rows come out whenever they are made.
constexpr int64_t kFirstDay = 18'262;
constexpr int64_t kDays = 1'826;
constexpr double kExact = 9'007'199'254'740'992;  // doubles count up to here

struct Range {
  double least = 0;
  double most = 0;
};

// The field, or that within a wrapper.
const google::protobuf::FieldDescriptor& NumberField(const Property& property) {
  const google::protobuf::Descriptor* type = property.field->message_type();
  const google::protobuf::FieldDescriptor* value = type == nullptr ? nullptr : type->FindFieldByName("value");
  return value == nullptr ? *property.field : *value;
}

// What the field itself holds.
double FieldMost(const Property& property) {
  switch (NumberField(property).cpp_type()) {
    case google::protobuf::FieldDescriptor::CPPTYPE_INT32:
      return 2'147'483'647;
    case google::protobuf::FieldDescriptor::CPPTYPE_UINT32:
      return 4'294'967'295;
    default:
      return kExact / 1'024;
  }
}

double KindMost(const SeedRule& rule) {
  if (rule.kind == "smallint") return 32'767;
  if (rule.kind == "integer") return 2'147'483'647;
  if (rule.kind == "decimal" && rule.precision > 0) {
    return std::min(std::pow(10, rule.precision - rule.scale) - std::pow(10, -static_cast<double>(rule.scale)),
                    kExact - 1);
  }
  return kExact / 1'024;
}

Range UsualRange(const std::string& name) {
  const auto says = [&](std::string_view part) { return name.find(part) != std::string::npos; };
  if (says("year")) return {1990, 2025};
  if (says("age")) return {18, 90};
  if (says("quantity") || says("amount") || says("count")) return {1, 20};
  if (says("rating") || says("stars")) return {1, 5};
  if (says("percent")) return {0, 100};
  return {1, 1000};
}

// Into the bounds, where it keeps its width if that fits.
Range Moved(Range range, double least, double most) {
  const double width = range.most - range.least;
  if (range.least < least) range = {least, least + width};
  if (range.most > most) range = {std::max(least, most - width), most};
  return range;
}

// The usual range, moved and cut to where the rule allows numbers; `step` away from a bound that is refused itself.
Range RangeOf(const Property& property, const SeedRule& rule, bool wide, double step) {
  const double type_most = std::min(KindMost(rule), rule.kind == "decimal" ? kExact : FieldMost(property));
  const double most = std::min(rule.most ? *rule.most - (rule.most_exclusive ? step : 0) : type_most, type_most);
  // Numbers are not negative unless they must be.
  const double usual_least = most > 0 ? 0 : std::max(-type_most, most - kMillion);
  const double least = rule.least ? *rule.least + (rule.least_exclusive ? step : 0) : usual_least;
  if (wide) return {least, most};
  return Moved(UsualRange(property.name()), least, most);
}

int64_t WholeNumber(const Property& property, const SeedRule& rule, bool wide, SeedRandom& random) {
  const Range range = RangeOf(property, rule, wide, 1);
  return random.Between(static_cast<int64_t>(std::ceil(range.least)), static_cast<int64_t>(std::floor(range.most)));
}

// In steps of the scale, so that bounds hold exactly.
std::string DecimalText(const Property& property, const SeedRule& rule, bool wide, SeedRandom& random) {
  const uint32_t scale = rule.precision > 0 ? std::min<uint32_t>(rule.scale, 6) : 2;
  const double factor = std::pow(10, scale);
  Range range = RangeOf(property, rule, wide, 1 / factor);
  range.most = std::min(range.most, kExact / factor);
  const int64_t steps = random.Between(static_cast<int64_t>(std::ceil(range.least * factor - 1e-6)),
                                       static_cast<int64_t>(std::floor(range.most * factor + 1e-6)));
  const auto whole = static_cast<int64_t>(factor);
  const uint64_t magnitude = steps < 0 ? 0 - static_cast<uint64_t>(steps) : static_cast<uint64_t>(steps);
  std::string text = (steps < 0 ? "-" : "") + std::to_string(magnitude / static_cast<uint64_t>(whole));
  if (scale > 0) text += absl::StrFormat(".%0*d", scale, magnitude % static_cast<uint64_t>(whole));
  return text;
}

std::string UuidText(SeedRandom& random) {
  const uint64_t high = random.Next();
  const uint64_t low = random.Next();
  return absl::StrFormat("%08x-%04x-4%03x-%04x-%012x", high >> 32, (high >> 16) & 0xFFFF, high & 0xFFF,
                         0x8000 | ((low >> 48) & 0x3FFF), low & 0xFFFF'FFFF'FFFF);
}

std::string DateText(const SeedRule& rule, SeedRandom& random) {
  const Range range = Moved({kFirstDay, kFirstDay + kDays}, rule.least.value_or(-1e9), rule.most.value_or(1e9));
  return DayText(random.Between(static_cast<int64_t>(range.least), static_cast<int64_t>(range.most)));
}

std::string TimeText(SeedRandom& random, bool wide) {
  std::string text = absl::StrFormat("%02d:%02d:%02d", random.Below(24), random.Below(60), random.Below(60));
  if (wide) text += absl::StrFormat(".%06d", random.Below(kMillion));
  return text;
}

std::string BytesText(SeedRandom& random) {
  std::string bytes;
  for (int i = 0; i < 8; ++i) bytes += static_cast<char>(random.Below(256));
  return absl::Base64Escape(bytes);
}

Json Document(const Property& property, SeedRandom& random) {
  const google::protobuf::Descriptor* type = property.field->message_type();
  if (property.field->is_map()) return Json::Object();
  if (type != nullptr && type->name() == "ListValue") return Json::Array();
  return Json::Object({{"note", Json::String(SeedWord(random))}});
}

bool IsWhole(const std::string& kind) { return kind == "smallint" || kind == "integer" || kind == "bigint"; }

Json Scalar(const Property& property, const SeedRule& rule, bool wide, SeedRandom& random) {
  const std::string& kind = rule.kind;
  if (kind == "bool")
    return Json::Bool(rule.values.empty() ? random.OneIn(2) : TruthOf(random.Pick(rule.values)).value_or(false));
  if (IsWhole(kind)) {
    if (!rule.values.empty()) return Json::Number(random.Pick(rule.values));
    return Json::Integer(WholeNumber(property, rule, wide, random));
  }
  if (!rule.values.empty()) return Json::String(random.Pick(rule.values));
  if (kind == "decimal") return Json::String(DecimalText(property, rule, wide, random));
  if (kind == "real" || kind == "double") return Json::Number(DecimalText(property, rule, wide, random));
  if (kind == "uuid") return Json::String(UuidText(random));
  if (kind == "date") return Json::String(DateText(rule, random));
  if (kind == "time") return Json::String(TimeText(random, wide));
  if (kind == "timestamp") {
    std::string text = DateText(rule, random);
    return Json::String(text + "T" + TimeText(random, wide) + "Z");
  }
  if (kind == "interval") return Json::String(std::to_string(random.Between(60, 86'400)) + "s");
  if (kind == "bytes") return Json::String(BytesText(random));
  if (kind == "json") return Document(property, random);
  return Json::String(SeedText(property.name(), {rule.shortest, rule.length, rule.fixed_length}, wide, random));
}

}  // namespace

Json SeedValue(const Property& property, const SeedRule& rule, bool wide, SeedRandom& random) {
  if (!rule.list) return Scalar(property, rule, wide, random);
  Json list = Json::Array();
  for (uint64_t left = random.Below(4); left > 0; --left) {
    list.items.push_back(Scalar(property, rule, wide, random));
  }
  return list;
}

}  // namespace ormd::cli
