// The errors that ormctl finds itself, in the words and with the field paths that the daemon uses.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "client/cpp/error.h"
#include "client/cpp/model.h"

namespace ormd::cli {

// The command line, or JSON in it, cannot be read: exit code 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Field paths: "where" and "name" make "where.name"; an empty path adds nothing. "items" and 2 make "items[2]".
std::string Under(const std::string& path, std::string_view name);
std::string Indexed(const std::string& path, size_t index);

UsageError MalformedJson(const std::string& what, size_t position);
UsageError NotAnObject(const std::string& what);

client::Error TooDeep(const std::string& path, size_t limit);
client::Error ConditionTooDeep(const std::string& path, size_t limit);
client::Error UnknownProperty(const client::EntityType& type, std::string_view name, const std::string& path);
client::Error GivenTwice(const std::string& path);
// "a value of kind list cannot be used as integer".
client::Error WrongKind(std::string_view kind, std::string_view type, const std::string& path);
// "not a valid uuid".
client::Error NotValid(std::string_view type, const std::string& path);
client::Error OutOfRange(std::string_view type, const std::string& path);
client::Error UnknownLabel(const std::string& labels, const std::string& path);
client::Error NotExact(const std::string& path);
client::Error NotAKey(const client::EntityType& type, const std::string& path);
// What stands for a to-many relation is none of its forms.
client::Error NotACollection(const std::string& path);
// A command that comes after a failed one.
client::Error Skipped();

}  // namespace ormd::cli
