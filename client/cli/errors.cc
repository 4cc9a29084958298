#include "client/cli/errors.h"

namespace ormd::cli {
namespace {

client::Error FieldError(const std::string& reason, std::string message, const std::string& path,
                         std::map<std::string, std::string> metadata = {}) {
  std::vector<client::Violation> violations;
  if (!path.empty()) violations.push_back({path, message});
  return client::Error(grpc::StatusCode::INVALID_ARGUMENT, reason, std::move(message), std::move(violations),
                       std::move(metadata));
}

std::string ShortName(const client::EntityType& type) { return type.descriptor()->name(); }

// "id", or "an object of order, product".
std::string KeyShape(const client::EntityType& type) {
  std::string names;
  for (const client::Property* part : type.key()) names += (names.empty() ? "" : ", ") + part->name();
  return type.key().size() == 1 ? names : "an object of " + names;
}

}  // namespace

std::string Under(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : path + "." + std::string(name);
}

std::string Indexed(const std::string& path, size_t index) { return path + "[" + std::to_string(index) + "]"; }

UsageError MalformedJson(const std::string& what, size_t position) {
  return UsageError(what + " is not valid JSON (at character " + std::to_string(position) + ")");
}

UsageError NotAnObject(const std::string& what) { return UsageError(what + " must be a JSON object"); }

client::Error TooDeep(const std::string& path, size_t limit) {
  return FieldError("LIMIT_EXCEEDED", "nested too deep (at most " + std::to_string(limit) + " levels)", path,
                    {{"limit", "json_depth"}, {"maximum", std::to_string(limit)}});
}

client::Error ConditionTooDeep(const std::string& path, size_t limit) {
  return FieldError("LIMIT_EXCEEDED", "the condition is nested too deep (at most " + std::to_string(limit) + ")", path,
                    {{"limit", "condition_depth"}, {"maximum", std::to_string(limit)}});
}

client::Error UnknownProperty(const client::EntityType& type, std::string_view name, const std::string& path) {
  return FieldError("UNKNOWN_PROPERTY", ShortName(type) + " has no property \"" + std::string(name) + "\"", path,
                    {{"entity", type.name()}});
}

client::Error GivenTwice(const std::string& path) {
  return FieldError("BAD_VALUE", "the property is given twice", path);
}

client::Error WrongKind(std::string_view kind, std::string_view type, const std::string& path) {
  return FieldError("BAD_VALUE", "a value of kind " + std::string(kind) + " cannot be used as " + std::string(type),
                    path);
}

client::Error NotValid(std::string_view type, const std::string& path) {
  return FieldError("BAD_VALUE", "not a valid " + std::string(type), path);
}

client::Error OutOfRange(std::string_view type, const std::string& path) {
  return FieldError("BAD_VALUE", "out of the range of " + std::string(type), path);
}

client::Error UnknownLabel(const std::string& labels, const std::string& path) {
  return FieldError("BAD_VALUE", "not one of the values " + labels, path);
}

client::Error NotExact(const std::string& path) {
  return FieldError("BAD_VALUE", "a number of this size would be rounded here; give it as a string", path);
}

client::Error NotAKey(const client::EntityType& type, const std::string& path) {
  return FieldError("BAD_VALUE", "not a key of " + ShortName(type) + ", which is " + KeyShape(type), path,
                    {{"entity", type.name()}});
}

client::Error NotACollection(const std::string& path) {
  return FieldError("BAD_VALUE", "a to-many relation takes a list, or lists named add, remove and set", path);
}

client::Error Skipped() {
  return client::Error(grpc::StatusCode::ABORTED, "SKIPPED",
                       "not run, because a command before it failed; Rollback, Clear or Sync ends this");
}

}  // namespace ormd::cli
