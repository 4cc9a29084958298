// Errors as ormctl's JSON shows them.
#pragma once

#include <string>

#include "client/admin/exit_code.h"
#include "client/cli/json.h"
#include "client/cpp/error.h"

namespace ormd::cli {

using admin::ExitCode;
using enum admin::ExitCode;
using admin::ErrorText;
using admin::ExitCodeOf;

// {"reason", "message", "code", "violations", "metadata"}; the last two only where there are any.
Json ErrorJson(const client::Error& error, const std::string& address);

}  // namespace ormd::cli
