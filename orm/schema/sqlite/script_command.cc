#include "orm/schema/sqlite/script_command.h"

#include "orm/schema/sqlite/token_reader.h"

namespace ormd {
namespace {

using Verb = ScriptCommand::Verb;

// Behind IF [NOT] EXISTS, without its schema.
std::string ReadName(TokenReader& in) {
  if (in.AcceptWords({"IF"})) in.AcceptWords({"NOT"}), in.AcceptWords({"EXISTS"});
  return in.LowerQualifiedName();
}

Verb ReadCreated(TokenReader& in) {
  if (in.AcceptWords({"TABLE"})) return Verb::kCreateTable;
  if (in.AcceptWords({"VIEW"})) return Verb::kCreateView;
  in.AcceptWords({"UNIQUE"});
  return in.AcceptWords({"INDEX"}) || in.AcceptWords({"TRIGGER"}) ? Verb::kCreatePart : Verb::kOther;
}

// Behind ALTER TABLE.
ScriptCommand ReadAlter(TokenReader& in) {
  ScriptCommand command = {Verb::kOther, ReadName(in), ""};
  if (in.AcceptWords({"RENAME", "TO"})) {
    command.verb = Verb::kRenameTable;
    command.to = LowerName(in.Name());
  } else if (in.AcceptWords({"DROP"})) {
    command.verb = Verb::kDropColumn;
  }
  return command;
}

}  // namespace

ScriptCommand ReadScriptCommand(std::string_view sql) {
  TokenReader in(sql);
  ScriptCommand command;
  if (in.AcceptWords({"CREATE"})) {
    command.verb = ReadCreated(in);
  } else if (in.AcceptWords({"DROP", "TABLE"})) {
    command.verb = Verb::kDropTable;
  } else if (in.AcceptWords({"DROP", "VIEW"})) {
    command.verb = Verb::kDropView;
  } else if (in.AcceptWords({"ALTER", "TABLE"})) {
    return ReadAlter(in);
  }
  if (command.verb != Verb::kOther) command.name = ReadName(in);
  return command;
}

}  // namespace ormd
