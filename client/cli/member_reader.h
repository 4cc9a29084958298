// The options of a command that stand in a JSON object.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "client/cli/json.h"

namespace ormd::cli {

// Adds the names of a text with commas, without the blanks around them.
void SplitNames(std::string_view text, google::protobuf::RepeatedPtrField<std::string>* names);

// Reads a command's options and throws UsageError for one that it does not know or whose value is of another kind. Null
// members count as absent. The JSON must outlive it.
class MemberReader {
 public:
  // `what` begins the messages ("find", "changes[3].create"). Null counts as an empty object.
  MemberReader(const Json& json, std::string what, std::initializer_list<std::string_view> allowed);

  const std::string& what() const { return what_; }
  // nullptr where it is absent.
  const Json* Get(std::string_view name) const;
  const Json& Need(std::string_view name) const;
  std::string NeedText(std::string_view name) const;
  std::optional<std::string> Text(std::string_view name) const;
  std::optional<uint32_t> Count(std::string_view name) const;
  bool Flag(std::string_view name) const;
  // A list of texts, or one text with commas.
  google::protobuf::RepeatedPtrField<std::string> Names(std::string_view name) const;

 private:
  [[noreturn]] void Fail(std::string_view name, std::string_view expected) const;

  const Json& json_;
  const std::string what_;
};

}  // namespace ormd::cli
