// What a client asked, and what it was told.
#pragma once

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "orm/v1/session.pb.h"
#include "tests/conformance/failure.h"
#include "tests/conformance/load/row_history.h"

namespace ormd::conformance {

// What is known of a change: it stands, it does not, or nobody can tell.
enum class Fate { kDone, kNot, kUnknown };

// How long a client waits; without these, until the daemon answers.
struct Hurry {
  std::optional<std::chrono::milliseconds> deadline;
  std::optional<std::chrono::microseconds> cancels_after;

  bool any() const { return deadline.has_value() || cancels_after.has_value(); }
};

struct Told {
  Span span;                           // from before it was asked to after it was answered
  bool hurried = false;                // the client may have left before the answer
  bool ends_skipping = false;          // it is run also behind a command that failed
  std::optional<grpc::Status> status;  // none: it never came
  orm::v1::Reply reply;                // of a one-shot call: as on a stream
  Failure failure;                     // of the status, where it is not ok

  bool ok() const { return status.has_value() && status->ok(); }
  // What comes behind it in the session is skipped; not behind a rollback where there is nothing to roll back.
  bool begins_skipping() const { return !ok() && !(ends_skipping && failure.reason == "NO_TRANSACTION"); }
  // The daemon has refused it, or failed, for this reason.
  bool Failed(const std::string& reason) const { return !ok() && failure.reason == reason; }
  // The daemon's word counts: what it says has failed does not stand, but for COMMIT_UNKNOWN. What gRPC says instead
  // of it, without a reason, leaves everything open.
  Fate fate() const;

  void SetStatus(grpc::Status given);
};

// The fate of a transaction by all that was told of its commands; the last one is its commit.
Fate FateOfCommit(const std::vector<Told>& commands);

// A one-shot call of the EntityManager.
struct Call {
  std::string method;
  std::string request;  // serialised
  Hurry hurry;
  std::function<void(const Told&)> told;
};

// Asks all at once, and tells of each when all have ended.
void Play(const std::shared_ptr<grpc::Channel>& channel, const std::vector<Call>& calls);

}  // namespace ormd::conformance
