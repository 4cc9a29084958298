// One line of `ormctl session`: a command as JSON, and its reply as JSON.
#pragma once

#include <string>

#include "client/cli/catalog.h"
#include "client/cli/json.h"
#include "client/cli/populate.h"
#include "orm/v1/session.pb.h"

namespace ormd::cli {

struct SessionCommand {
  std::string name;
  orm::v1::Command command;
  Populate populate;  // of a command that answers entities
};

// {"find": {...}} and so on: an object with one member, whose name is find, get, count, create, assign, remove, flush,
// begin, commit, rollback, refresh, clear or sync. Throws UsageError for what is none of these, Error for values that
// cannot be sent.
SessionCommand EncodeCommand(const Catalog& catalog, const Json& json);

// {"find": [...]}: the command's name and its answer.
Json ReplyJson(const Catalog& catalog, const SessionCommand& command, const orm::v1::Reply& reply);

}  // namespace ormd::cli
