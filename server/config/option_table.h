// The settings as command line options.
#pragma once

#include <CLI/CLI.hpp>

#include "server/config/settings.h"

namespace ormd {

// Adds --schema alone; what `ormd check` needs.
void AddSchemaOption(CLI::App& app, Settings& settings);

// Adds an option for every setting, each with its ORMD_* variable and its default. Wrong values throw
// CLI::ValidationError. `settings` must outlive the parse.
void AddServeOptions(CLI::App& app, Settings& settings);

}  // namespace ormd
