#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "client/cli/commands/commands.h"

namespace ormd::cli {
namespace {

Json Texts(const google::protobuf::RepeatedPtrField<std::string>& texts) {
  Json list = Json::Array();
  for (const std::string& text : texts) list.items.push_back(Json::String(text));
  return list;
}

std::string Joined(const google::protobuf::RepeatedPtrField<std::string>& texts) {
  std::string joined;
  for (const std::string& text : texts) joined += (joined.empty() ? "" : ", ") + text;
  return joined;
}

// "many_to_one".
std::string KindName(orm::v1::Property::Kind kind) {
  std::string name = orm::v1::Property::Kind_Name(kind);
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  return name;
}

Json PropertyJson(const orm::v1::Property& property) {
  Json json =
      Json::Object({{"name", Json::String(property.name())}, {"kind", Json::String(KindName(property.kind()))}});
  if (!property.type().empty()) json.Add("type", Json::String(property.type()));
  if (!property.target().empty()) json.Add("target", Json::String(property.target()));
  if (!property.mapped_by().empty()) json.Add("mapped_by", Json::String(property.mapped_by()));
  json.Add("nullable", Json::Bool(property.nullable()));
  json.Add("generated", Json::Bool(property.generated()));
  json.Add("lazy", Json::Bool(property.lazy()));
  json.Add("hidden", Json::Bool(property.hidden()));
  json.Add("columns", Texts(property.columns()));
  return json;
}

Json PropertyRow(const orm::v1::Property& property) {
  const std::string type = property.type().empty() ? property.target() : property.type();
  std::string notes;
  const auto note = [&notes](bool holds, const std::string& text) {
    if (holds) notes += (notes.empty() ? "" : ", ") + text;
  };
  note(property.nullable(), "nullable");
  note(property.generated(), "generated");
  note(property.lazy(), "lazy");
  note(property.hidden(), "hidden");
  note(!property.mapped_by().empty(), "mapped by " + property.mapped_by());
  return Json::Object({{"property", Json::String(property.name())},
                       {"kind", Json::String(KindName(property.kind()))},
                       {"type", Json::String(type)},
                       {"columns", Json::String(Joined(property.columns()))},
                       {"notes", Json::String(notes)}});
}

Json EntitySummary(const orm::v1::Entity& entity) {
  return Json::Object({{"name", Json::String(entity.name())},
                       {"table", Json::String(entity.table())},
                       {"key", Texts(entity.primary_key())}});
}

void List(Context& context) {
  ListPrinter printer(context.format, {"name", "table", "key"}, context.out);
  for (const auto& type : context.catalog().model().entities()) {
    Json row = EntitySummary(type->info());
    if (context.format == Format::kTable) row.members.back().second = Json::String(Joined(type->info().primary_key()));
    printer.Add(row);
  }
  printer.End();
}

void PrintTable(const orm::v1::Entity& entity, Context& context) {
  context.out << entity.name() << ": table " << entity.table() << ", key " << Joined(entity.primary_key());
  if (!entity.version_property().empty()) context.out << ", version " << entity.version_property();
  if (entity.readonly()) context.out << ", read only";
  context.out << '\n';
  if (!entity.comment().empty()) context.out << entity.comment() << '\n';
  context.out << '\n';
  ListPrinter printer(Format::kTable, {}, context.out);
  for (const orm::v1::Property& property : entity.properties()) printer.Add(PropertyRow(property));
  printer.End();
}

void Show(const std::string& name, Context& context) {
  const orm::v1::Entity entity = context.client().GetEntity(name);
  if (context.format == Format::kTable) return PrintTable(entity, context);
  Json json = EntitySummary(entity);
  if (!entity.version_property().empty()) json.Add("version", Json::String(entity.version_property()));
  json.Add("readonly", Json::Bool(entity.readonly()));
  if (!entity.comment().empty()) json.Add("comment", Json::String(entity.comment()));
  Json properties = Json::Array();
  for (const orm::v1::Property& property : entity.properties()) properties.items.push_back(PropertyJson(property));
  json.Add("properties", std::move(properties));
  PrintObject(context.format, json, context.out);
}

}  // namespace

void AddEntities(CLI::App& app, Context& context) {
  const auto name = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("entities", "List the entities, or show one with its properties");
  command->fallthrough();
  command->add_option("NAME", *name, "The entity to show");
  command->footer(R"(Examples:
  ormctl entities
  ormctl entities User -o json)");
  command->callback([name, &context] { name->empty() ? List(context) : Show(*name, context); });
}

}  // namespace ormd::cli
