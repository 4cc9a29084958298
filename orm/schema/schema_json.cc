#include "orm/schema/schema_json.h"

#include "orm/base/error.h"
#include "orm/schema/errors.h"
#include "orm/schema/schema_json_parts.h"

namespace ormd {

std::string SchemaToJson(const DatabaseSchema& schema) {
  // Names and expressions come from entities and databases, which are UTF-8; anything else must not throw.
  return SchemaJson(schema).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

absl::StatusOr<DatabaseSchema> SchemaFromJson(std::string_view json) {
  const nlohmann::json document = nlohmann::json::parse(json.begin(), json.end(), nullptr, false);
  if (document.is_discarded()) return BadSchemaJson();
  absl::Status fault;
  DatabaseSchema schema = ReadSchemaJson(JsonPlace(document, "", fault));
  if (!fault.ok()) return fault;
  return schema;
}

}  // namespace ormd
