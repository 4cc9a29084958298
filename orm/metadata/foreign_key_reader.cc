#include "orm/metadata/foreign_key_reader.h"

#include <algorithm>

#include "orm/base/strings.h"
#include "orm/metadata/deferrable.h"
#include "orm/metadata/naming.h"
#include "orm/metadata/near_name.h"
#include "orm/metadata/relation_reader.h"

namespace ormd {
namespace {

std::vector<std::string_view> ColumnNames(const EntityMetadata& entity) {
  std::vector<std::string_view> names;
  for (const Column& column : entity.columns) names.push_back(column.name);
  return names;
}

class Reader {
 public:
  Reader(EntityMetadata& entity, int position, BuildContext& context)
      : entity_(entity), position_(position), context_(context) {}

  void Read(const orm::ForeignKey& key) {
    if (key.columns().empty() || key.table().empty() || key.columns_size() != key.target_columns_size()) {
      return Tell("a foreign key needs `columns`, a `table` and as many `target_columns`");
    }
    ForeignKeyMetadata made;
    for (const std::string& column : key.columns()) ReadColumn(column, made.columns);
    if (made.columns.size() != static_cast<size_t>(key.columns_size())) return;
    made.name = key.has_name() ? key.name()
                               : ConstraintName(entity_.table, {key.columns().begin(), key.columns().end()}, "foreign");
    made.schema = key.schema();
    made.table = key.table();
    made.target_columns = {key.target_columns().begin(), key.target_columns().end()};
    made.delete_rule = ReferentialActionOf(key.on_delete());
    made.update_rule = ReferentialActionOf(key.on_update());
    made.deferrable = DeferrableOf(key.defer());
    entity_.foreign_keys.push_back(std::move(made));
  }

 private:
  void Tell(std::string_view message) {
    context_.faults.Add(entity_, {orm::EntityOptions::kForeignKeysFieldNumber, position_}, message);
  }

  void ReadColumn(const std::string& name, std::vector<size_t>& columns) {
    const auto found = std::find_if(entity_.columns.begin(), entity_.columns.end(),
                                    [&](const Column& column) { return column.name == name; });
    if (found == entity_.columns.end()) {
      return Tell(StrCat("a foreign key names no column: '", name, "'", Proposal(name, ColumnNames(entity_))));
    }
    columns.push_back(static_cast<size_t>(found - entity_.columns.begin()));
  }

  EntityMetadata& entity_;
  const int position_;
  BuildContext& context_;
};

}  // namespace

void ReadForeignKeys(EntityMetadata& entity, BuildContext& context) {
  const orm::EntityOptions& options = OptionsOf(entity);
  for (int i = 0; i < options.foreign_keys_size(); ++i) {
    Reader(entity, i, context).Read(options.foreign_keys(i));
  }
}

}  // namespace ormd
