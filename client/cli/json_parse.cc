#include <algorithm>
#include <nlohmann/json.hpp>

#include "client/cli/errors.h"
#include "client/cli/json.h"

namespace ormd::cli {
namespace {

// Builds a Json from the parser's events; the parser itself keeps no stack of calls.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(const std::string& what, const std::string& path) : what_(what), path_(path) {}

  Json Take() { return std::move(root_); }

  bool null() override { return Add(Json()); }
  bool boolean(bool value) override { return Add(Json::Bool(value)); }
  bool number_integer(number_integer_t value) override { return Add(Json::Number(std::to_string(value))); }
  bool number_unsigned(number_unsigned_t value) override { return Add(Json::Number(std::to_string(value))); }
  bool number_float(number_float_t, const string_t& literal) override { return Add(Json::Number(literal)); }
  bool string(string_t& value) override { return Add(Json::String(std::move(value))); }
  bool binary(binary_t&) override { return false; }
  bool start_object(size_t) override { return Open(Json::Object()); }
  bool end_object() override { return Close(); }
  bool start_array(size_t) override { return Open(Json::Array()); }
  bool end_array() override { return Close(); }

  bool key(string_t& name) override {
    if (open_.back().Find(name) != nullptr) throw UsageError(what_ + ": the name \"" + name + "\" stands twice");
    open_.back().Add(std::move(name), Json());
    return true;
  }

  bool parse_error(size_t position, const std::string&, const nlohmann::json::exception&) override {
    throw MalformedJson(what_, position);
  }

 private:
  bool Open(Json value) {
    if (open_.size() >= kMaxJsonDepth) throw TooDeep(PathOfTop(), kMaxJsonDepth);
    open_.push_back(std::move(value));
    return true;
  }

  bool Close() {
    Json value = std::move(open_.back());
    open_.pop_back();
    return Add(std::move(value));
  }

  bool Add(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().is_array()) {
      open_.back().items.push_back(std::move(value));
    } else {
      open_.back().members.back().second = std::move(value);
    }
    return true;
  }

  // The way to the depth, cut to its first steps.
  std::string PathOfTop() const {
    constexpr size_t kSteps = 3;
    std::string path = path_;
    for (size_t i = 0; i < std::min(kSteps, open_.size()); ++i) {
      const Json& level = open_[i];
      path = level.is_array() ? Indexed(path, level.items.size()) : Under(path, level.members.back().first);
    }
    return path;
  }

  const std::string& what_;
  const std::string& path_;
  std::vector<Json> open_;
  Json root_;
};

}  // namespace

Json ParseJson(std::string_view text, const std::string& what, const std::string& path) {
  Builder builder(what, path);
  nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
  return builder.Take();
}

}  // namespace ormd::cli
