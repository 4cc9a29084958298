#include "client/cli/change_json.h"

#include <algorithm>
#include <ostream>

#include "client/cli/entity_json.h"

namespace ormd::cli {
namespace {

std::string OperationName(orm::v1::ChangeResult::Operation operation) {
  switch (operation) {
    case orm::v1::ChangeResult::CREATE:
      return "create";
    case orm::v1::ChangeResult::ASSIGN:
      return "assign";
    case orm::v1::ChangeResult::REMOVE:
      return "remove";
    default:
      return "";
  }
}

// "extra_update".
std::string ActionName(orm::v1::PlannedStatement::Action action) {
  std::string name = orm::v1::PlannedStatement::Action_Name(action);
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  return name;
}

std::string Sentence(const orm::v1::PlannedStatement& statement) {
  std::string text = ActionName(statement.action());
  std::replace(text.begin(), text.end(), '_', ' ');
  text +=
      " " + statement.entity() + " " + std::to_string(statement.rows()) + (statement.rows() == 1 ? " row" : " rows");
  for (int i = 0; i < statement.targets_size(); ++i) text += (i == 0 ? ": " : ", ") + statement.targets(i);
  return text;
}

}  // namespace

Json ChangeResultJson(const Catalog& catalog, const orm::v1::ChangeResult& result) {
  const client::EntityType& type = catalog.Get(result.entity(), "entity");
  Json json = Json::Object(
      {{"op", Json::String(OperationName(result.operation()))}, {"entity", Json::String(result.entity())}});
  if (!result.local().empty()) json.Add("local", Json::String(result.local()));
  if (result.has_key()) json.Add("key", KeyJson(type, result.key()));
  const auto message = catalog.model().Parse(type, result.generated());
  json.Add("generated", PropertiesJson(type, *message, result.generated_fields()));
  return json;
}

Json PlannedStatementJson(const orm::v1::PlannedStatement& statement) {
  Json targets = Json::Array();
  for (const std::string& target : statement.targets()) targets.items.push_back(Json::String(target));
  return Json::Object({{"action", Json::String(ActionName(statement.action()))},
                       {"entity", Json::String(statement.entity())},
                       {"rows", Json::Unsigned(statement.rows())},
                       {"sql", Json::String(statement.sql())},
                       {"targets", std::move(targets)}});
}

Json FlushReplyJson(const Catalog& catalog, const orm::v1::FlushReply& reply, bool dry_run) {
  Json list = Json::Array();
  if (dry_run) {
    for (const auto& statement : reply.plan()) list.items.push_back(PlannedStatementJson(statement));
  } else {
    for (const auto& result : reply.results()) list.items.push_back(ChangeResultJson(catalog, result));
  }
  return list;
}

void PrintPlan(const orm::v1::FlushReply& reply, std::ostream& out) {
  int number = 0;
  for (const orm::v1::PlannedStatement& statement : reply.plan()) {
    out << ++number << ". " << Sentence(statement) << "\n   " << statement.sql() << '\n';
  }
  out.flush();
}

}  // namespace ormd::cli
