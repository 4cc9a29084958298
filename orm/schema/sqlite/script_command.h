// What a statement of a script does to tables, views and what hangs on them.
#pragma once

#include <string>
#include <string_view>

namespace ormd {

struct ScriptCommand {
  enum class Verb {
    kOther,
    kCreateTable,
    kCreateView,
    kCreatePart,  // an index, a trigger
    kDropTable,
    kDropView,
    kDropColumn,
    kRenameTable,
  };
  Verb verb = Verb::kOther;
  std::string name;  // of the table, view or part, in lower case
  std::string to;    // of a rename, in lower case
};

// kOther for what is temporary, which is none of the schema's.
ScriptCommand ReadScriptCommand(std::string_view sql);

}  // namespace ormd
