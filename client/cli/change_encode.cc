#include "client/cli/change_encode.h"

#include "client/cli/data_encode.h"
#include "client/cli/errors.h"
#include "client/cli/member_reader.h"
#include "client/cli/value_encode.h"

namespace ormd::cli {
namespace {

std::string What(const std::string& origin, const char* operation) { return Under(origin, operation); }

// Key or local name of the entity that an assign or a remove means.
template <typename Change>
void SetTarget(const MemberReader& options, const client::EntityType& type, const std::string& origin, Change* change) {
  const Json* key = options.Get("key");
  const auto local = options.Text("local");
  if ((key != nullptr) == local.has_value()) throw UsageError(options.what() + " needs either \"key\" or \"local\"");
  if (local.has_value()) {
    change->set_local(*local);
  } else {
    *change->mutable_key() = EncodeKey(&type, *key, Under(origin, "key"));
  }
  if (const Json* version = options.Get("version")) {
    *change->mutable_version() = EncodeValue(*version, Under(origin, "version"));
  }
}

orm::v1::Change EncodeChange(const Catalog& catalog, const Json& json, const std::string& origin) {
  if (!json.is_object() || json.members.size() != 1) {
    throw UsageError(origin + " must be an object with one of create, assign and remove");
  }
  const auto& [operation, body] = json.members.front();
  orm::v1::Change change;
  if (operation == "create") {
    *change.mutable_create() = EncodeCreate(catalog, body, origin);
  } else if (operation == "assign") {
    *change.mutable_assign() = EncodeAssign(catalog, body, origin);
  } else if (operation == "remove") {
    *change.mutable_remove() = EncodeRemove(catalog, body, origin);
  } else {
    throw UsageError(origin + ": no change is called \"" + operation + "\"; there are create, assign and remove");
  }
  return change;
}

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

}  // namespace

orm::v1::Create EncodeCreate(const Catalog& catalog, const Json& json, const std::string& origin) {
  const MemberReader options(json, What(origin, "create"), {"entity", "local", "data"});
  const std::string name = options.NeedText("entity");
  const client::EntityType& type = catalog.Get(name, Under(origin, "entity"));
  orm::v1::Create create;
  create.set_entity(type.name());
  create.set_local(options.Text("local").value_or(""));
  const Json* data = options.Get("data");
  *create.mutable_data() = EncodeData(catalog.model(), type, data != nullptr ? *data : Json::Object(), origin);
  return create;
}

orm::v1::Assign EncodeAssign(const Catalog& catalog, const Json& json, const std::string& origin) {
  const MemberReader options(json, What(origin, "assign"), {"entity", "key", "local", "data", "version"});
  const std::string name = options.NeedText("entity");
  const client::EntityType& type = catalog.Get(name, Under(origin, "entity"));
  orm::v1::Assign assign;
  assign.set_entity(type.name());
  SetTarget(options, type, origin, &assign);
  *assign.mutable_data() = EncodeData(catalog.model(), type, options.Need("data"), origin);
  return assign;
}

orm::v1::Remove EncodeRemove(const Catalog& catalog, const Json& json, const std::string& origin) {
  const MemberReader options(json, What(origin, "remove"), {"entity", "key", "local", "version"});
  const std::string name = options.NeedText("entity");
  const client::EntityType& type = catalog.Get(name, Under(origin, "entity"));
  orm::v1::Remove remove;
  remove.set_entity(type.name());
  SetTarget(options, type, origin, &remove);
  return remove;
}

orm::v1::Flush EncodeChanges(const Catalog& catalog, const Json& changes) {
  if (!changes.is_array()) throw UsageError("changes must be a list");
  orm::v1::Flush flush;
  for (size_t i = 0; i < changes.items.size(); ++i) {
    *flush.add_changes() = EncodeChange(catalog, changes.items[i], Indexed("changes", i));
  }
  return flush;
}

Json ParseChanges(std::string_view text) {
  if (Trim(text).starts_with('[')) return ParseJson(text, "the list of changes");
  Json changes = Json::Array();
  for (size_t number = 1; !text.empty(); ++number) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = Trim(text.substr(0, end));
    if (!line.empty()) {
      changes.items.push_back(
          ParseJson(line, "line " + std::to_string(number), Indexed("changes", changes.items.size())));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return changes;
}

}  // namespace ormd::cli
