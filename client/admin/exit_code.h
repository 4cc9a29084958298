// How a command ends: exit codes that scripts can use, and errors as people read them.
#pragma once

#include <string>

#include "client/cpp/error.h"

namespace ormd::admin {

enum ExitCode : int {
  kOk = 0,
  kFailed = 1,
  kUsage = 2,
  kNotFound = 3,  // also: a comparison that found differences
  kAuth = 4,
  kUnavailable = 5,  // also: pool exhausted
  kConflict = 6,     // unique, version, serialization, deadlock, lock
};

ExitCode ExitCodeOf(const client::Error& error);

// "REASON: message (field path)"; each further violation on a line of its own. No newline at the end. An error that the
// daemon did not give a reason shows its status code; one without a connection says what could not be reached.
std::string ErrorText(const client::Error& error, const std::string& address);

// The parts of that text: the reason or status code, and the message.
std::string ErrorHead(const client::Error& error);
std::string ErrorMessage(const client::Error& error, const std::string& address);

}  // namespace ormd::admin
