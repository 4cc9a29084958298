#include "tests/unit/query/query_rows.h"

#include <utility>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/sql/sql_text.h"
#include "tests/unit/query/query_values.h"

namespace ormd {
namespace {

// What is referred to stands first; and the most rows of each.
constexpr std::pair<const char*, size_t> kTables[] = {{"Room", 3},  {"Shelf", 4}, {"Bin", 4}, {"Owner", 5},
                                                      {"Label", 4}, {"Item", 10}, {"Seal", 6}};

const EntityMetadata& TypeOf(const Schema& schema, std::string_view name) { return **schema.Find(name); }

bool IsWritten(const PropertyMetadata& property) {
  return property.is_scalar() && property.has_columns() && !property.version;
}

// A key to refer to; nullopt where there is no row. One without a constraint may be of no row.
std::optional<Key> AnyKey(const QueryWorld& world, const PropertyMetadata& relation, Dice& dice) {
  const std::vector<const WorldRow*> rows = world.RowsOf(*relation.target);
  if (!relation.constraint && dice.Chance(40)) {
    const EntityMetadata& target = *relation.target;
    return Key{RandomValue(target.columns[target.key_columns.front()].type, dice)};
  }
  return rows.empty() ? std::nullopt : std::optional<Key>(dice.Any(rows)->key);
}

// False where something that it needs is not there.
bool FillRow(const QueryWorld& world, WorldRow& row, size_t nulls, Dice& dice) {
  for (const auto& property : row.type->properties) {
    const bool null = property->nullable && dice.Chance(nulls);
    if (IsWritten(*property)) {
      row.scalars[property->index] = null ? Value() : RandomValue(property->type, dice);
    } else if (property->is_to_one() && property->has_columns() && !null) {
      const std::optional<Key> key = AnyKey(world, *property, dice);
      if (key.has_value()) row.references[property->index] = *key;
      if (!key.has_value() && !property->nullable) return false;
    }
  }
  return true;
}

void AddLinks(QueryWorld& world, const EntityMetadata& type, Dice& dice) {
  for (const auto& property : type.properties) {
    if (!property->pivot.has_value()) continue;
    const std::vector<const WorldRow*> owners = world.RowsOf(type);
    const std::vector<const WorldRow*> items = world.RowsOf(*property->target);
    if (owners.empty() || items.empty()) continue;
    for (size_t i = dice.Pick(2 * owners.size() + 1); i > 0; --i) {
      world.AddLink(*property, dice.Any(owners)->key, dice.Any(items)->key);
    }
  }
}

Key ColumnsOf(const WorldRow& row) {
  Key values;
  for (const Column& column : row.type->columns) {
    const PropertyMetadata& property = row.type->property(column.property);
    if (property.version) {
      values.push_back(1);
    } else if (property.is_scalar()) {
      values.push_back(row.scalars.at(property.index));
    } else {
      const auto reference = row.references.find(property.index);
      values.push_back(reference == row.references.end() ? Value() : reference->second[column.part]);
    }
  }
  return values;
}

class WorldWriter {
 public:
  WorldWriter(const OrmEnvironment& environment, Connection& connection)
      : platform_(environment.platform), connection_(connection) {}

  absl::Status Clear(const Schema& schema) {
    std::string script;
    for (const auto& type : schema.entities()) {
      ForEachPivot(*type, [&](const PropertyMetadata& relation) { Delete(relation.pivot->name, script); });
    }
    for (size_t i = std::size(kTables); i > 0; --i) {
      Delete(TypeOf(schema, kTables[i - 1].first).table, script);
    }
    return connection_.ExecuteScript(script, {});
  }

  absl::Status WriteRows(const QueryWorld& world, const EntityMetadata& type) {
    std::vector<std::string> columns;
    std::vector<Type> types;
    for (const Column& column : type.columns) {
      columns.push_back(platform_.Quote(column.name));
      types.push_back(column.type);
    }
    std::vector<Key> rows;
    for (const WorldRow* row : world.RowsOf(type)) rows.push_back(ColumnsOf(*row));
    return Insert(type.table, columns, types, rows);
  }

  absl::Status WriteLinks(const QueryWorld& world, const EntityMetadata& type) {
    absl::Status status;
    ForEachPivot(type, [&](const PropertyMetadata& relation) {
      std::vector<Key> rows;
      for (const auto& [linked, owner, item] : world.links()) {
        if (linked != &relation) continue;
        rows.push_back(owner);
        for (const Value& part : item) rows.back().push_back(part);
      }
      if (status.ok()) status = WritePivot(relation, rows);
    });
    return status;
  }

 private:
  template <typename Function>
  static void ForEachPivot(const EntityMetadata& type, Function&& function) {
    for (const auto& property : type.properties) {
      if (property->pivot.has_value()) function(*property);
    }
  }

  void Delete(std::string_view table, std::string& script) {
    StrAppend(&script, "DELETE FROM ", platform_.Quote(table), ";");
  }

  absl::Status WritePivot(const PropertyMetadata& relation, const std::vector<Key>& rows) {
    std::vector<std::string> columns;
    std::vector<Type> types;
    const auto add = [&](const std::vector<std::string>& names, const EntityMetadata& type) {
      for (size_t i = 0; i < names.size(); ++i) {
        columns.push_back(platform_.Quote(names[i]));
        types.push_back(type.columns[type.key_columns[i]].type);
      }
    };
    add(relation.pivot->owner_columns, *relation.owner);
    add(relation.pivot->target_columns, *relation.target);
    return Insert(relation.pivot->name, columns, types, rows);
  }

  absl::Status Insert(std::string_view table, const std::vector<std::string>& columns, const std::vector<Type>& types,
                      const std::vector<Key>& rows) {
    if (rows.empty()) return absl::OkStatus();
    Statement insert;
    insert.sql = StrCat("INSERT INTO ", platform_.Quote(table), " (", StrJoin(columns, ", "), ") VALUES ",
                        ValuesOf(platform_, RowsOf(types, rows), insert.params));
    SpellDocuments(types, rows, insert.params);
    return connection_.Execute(insert, {}).status();
  }

  // As other programs would write them: ormd tidies documents for SQLite.
  static void SpellDocuments(const std::vector<Type>& types, const std::vector<Key>& rows, std::vector<Param>& params) {
    for (size_t i = 0; i < params.size(); ++i) {
      const Value& value = rows[i / types.size()][i % types.size()];
      if (types[i % types.size()].kind == TypeKind::kJson && !value.is_null()) params[i] = value.as<std::string>();
    }
  }

  const Platform& platform_;
  Connection& connection_;
};

}  // namespace

QueryWorld RandomWorld(const Schema& schema, Dice dice) {
  QueryWorld world;
  const size_t nulls = 20 * dice.Pick(5);
  for (const auto& [name, most] : kTables) {
    const EntityMetadata& type = TypeOf(schema, name);
    for (size_t i = dice.Pick(most + 1); i > 0; --i) {
      WorldRow row;
      row.type = &type;
      if (FillRow(world, row, nulls, dice)) world.Add(std::move(row));
    }
    if (type.short_name != "Shelf") AddLinks(world, type, dice);
  }
  AddLinks(world, TypeOf(schema, "Shelf"), dice);
  return world;
}

absl::Status StoreWorld(const OrmEnvironment& environment, const QueryWorld& world) {
  ORMD_ASSIGN_OR_RETURN(PooledConnection connection, environment.pool.Acquire(Access::kWrite, {}));
  WorldWriter writer(environment, *connection);
  ORMD_RETURN_IF_ERROR(writer.Clear(environment.schema));
  for (const auto& table : kTables) {
    ORMD_RETURN_IF_ERROR(writer.WriteRows(world, TypeOf(environment.schema, table.first)));
  }
  for (const auto& type : environment.schema.entities()) {
    ORMD_RETURN_IF_ERROR(writer.WriteLinks(world, *type));
  }
  return absl::OkStatus();
}

}  // namespace ormd
