// ormctl as a function, so that tests can call it.
#pragma once

#include <iosfwd>

namespace ormd::cli {

// Runs one command line and answers its exit code (exit_code.h). Data go to `out`, everything else to `err`.
int Run(int argc, const char* const* argv, std::istream& in, std::ostream& out, std::ostream& err);

}  // namespace ormd::cli
