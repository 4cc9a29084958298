// The configuration file: TOML or INI with the names of the options as keys.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace ormd {

// Sets every option of `app` that the file names and that neither the command line nor the environment has set. What
// another command of ormd needs may stand in it too. Throws CLI::ParseError where the file cannot be read, names what
// is no setting (option_table.h), or holds a wrong value.
void ApplyConfigFile(CLI::App& app, const std::string& file);

}  // namespace ormd
