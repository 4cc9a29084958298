// The commands of ormctl. Each function adds one to the application; its work runs when the command line has been read,
// and throws UsageError, client::Error or ExitWith.
#pragma once

#include <string>

#include "client/cli/context.h"
#include "client/cli/exit_code.h"

namespace CLI {
class App;
}

namespace ormd::cli {

// Ends the program with a code; everything has been said already.
struct ExitWith {
  ExitCode code;
};

void AddCount(CLI::App& app, Context& context);
void AddCreate(CLI::App& app, Context& context);
void AddDebug(CLI::App& app, Context& context);
void AddDelete(CLI::App& app, Context& context);
void AddEntities(CLI::App& app, Context& context);
void AddFind(CLI::App& app, Context& context);
void AddFlush(CLI::App& app, Context& context);
void AddGenerate(CLI::App& app, Context& context);
void AddGet(CLI::App& app, Context& context);
void AddMigration(CLI::App& app, Context& context);
void AddSchema(CLI::App& app, Context& context);
// Of the command `schema`.
void AddDiagram(CLI::App& schema, Context& context);
void AddSeed(CLI::App& app, Context& context);
void AddSession(CLI::App& app, Context& context);
void AddUpdate(CLI::App& app, Context& context);

}  // namespace ormd::cli
