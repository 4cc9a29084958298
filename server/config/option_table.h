// The settings as command line options.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "server/config/settings.h"

namespace ormd {

// Each adds one option, for commands that need no more. `settings` must outlive the parse, here and below.
void AddSchemaOption(CLI::App& app, Settings& settings);
void AddDatabaseOption(CLI::App& app, Settings& settings);
void AddMigrationsOption(CLI::App& app, Settings& settings);

// Adds --config, which names the file for ApplyConfigFile. `file` must outlive the parse.
void AddConfigOption(CLI::App& app, std::string& file);

// Adds an option for every setting, each with its ORMD_* variable and its default. Wrong values throw
// CLI::ValidationError.
void AddServeOptions(CLI::App& app, Settings& settings);

}  // namespace ormd
