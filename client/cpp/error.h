// What a failed call throws: the status of the call with the public reason, facts and field paths that ormd sends
// beside it.
#pragma once

#include <grpcpp/support/status.h>

#include <exception>
#include <map>
#include <string>
#include <vector>

namespace google::rpc {
class Status;
}

namespace ormd::client {

// One thing wrong in a request: `field` is a path such as "where.orders.total" or "changes[3].email".
struct Violation {
  std::string field;
  std::string description;

  bool operator==(const Violation&) const = default;
};

// Copied freely. `reason` is a name of orm.v1.Reason; empty where the error is not ormd's own (no connection,
// deadline).
class Error : public std::exception {
 public:
  Error(grpc::StatusCode code, std::string reason, std::string message, std::vector<Violation> violations = {},
        std::map<std::string, std::string> metadata = {});

  const char* what() const noexcept override { return text_.c_str(); }

  grpc::StatusCode code() const { return code_; }
  const std::string& reason() const { return reason_; }
  const std::string& message() const { return message_; }
  // Facts for programs, where they are known: entity, property, constraint, limit.
  const std::map<std::string, std::string>& metadata() const { return metadata_; }
  const std::vector<Violation>& violations() const { return violations_; }

 private:
  grpc::StatusCode code_;
  std::string reason_;
  std::string message_;
  std::vector<Violation> violations_;
  std::map<std::string, std::string> metadata_;
  std::string text_;
};

// "NOT_FOUND" and so on.
std::string CodeName(grpc::StatusCode code);

// Decode google.rpc.Status, from the trailers of a call or from a reply on a session stream. Must not be ok.
Error ErrorOf(const grpc::Status& status);
Error ErrorOf(const google::rpc::Status& status);

// Throws ErrorOf(status) unless it is ok.
void ThrowIfFailed(const grpc::Status& status);

}  // namespace ormd::client
