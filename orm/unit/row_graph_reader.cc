#include "orm/unit/row_graph_reader.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "orm/base/error.h"
#include "orm/unit/errors.h"
#include "orm/unit/relation_query.h"
#include "orm/unit/row_query.h"

namespace ormd {
namespace {

constexpr uint32_t kNone = KeyTable::kNone;

// Columns of the level's rows in which the wanted ones of its fields stand.
template <typename Wanted>
std::vector<size_t> ColumnsWhere(const RowLevel& level, const Wanted& wanted) {
  std::vector<size_t> columns;
  size_t column = level.first_column;
  for (const size_t slot : level.fields) {
    const PropertyMetadata& property = level.entity->property(slot);
    const size_t count = property.formula.has_value() ? 1 : property.column_count;
    for (size_t part = 0; part < count && wanted(property); ++part) columns.push_back(column + part);
    column += count;
  }
  return columns;
}

std::vector<size_t> ColumnsOf(const RowLevel& level, const PropertyMetadata& wanted) {
  return ColumnsWhere(level, [&wanted](const PropertyMetadata& property) { return &property == &wanted; });
}

std::vector<size_t> LoadedSlots(std::vector<size_t> fields, const std::vector<PopulateNode>& nodes) {
  for (const PopulateNode& node : nodes) {
    if (!RowGraphReader::ReadsTargets(*node.relation)) fields.push_back(node.relation->index);
  }
  std::sort(fields.begin(), fields.end());
  return fields;
}

std::vector<uint32_t> Count(size_t size) {
  std::vector<uint32_t> numbers(size);
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

// An owner has one item at most; of several rows that claim it the last one does.
void KeepLast(size_t owners, std::vector<uint32_t>& owner_of) {
  std::vector<bool> taken(owners);
  for (auto owner = owner_of.rbegin(); owner != owner_of.rend(); ++owner) {
    if (*owner == kNone) continue;
    if (taken[*owner]) {
      *owner = kNone;
    } else {
      taken[*owner] = true;
    }
  }
}

// Fills the lists of a relation from pairs, in their order; a pair without an owner or an item says nothing.
void Group(const std::vector<uint32_t>& owner_of, const std::vector<uint32_t>& item_of, size_t owners,
           RowLinks& links) {
  const auto is_link = [&](size_t i) { return owner_of[i] != kNone && item_of[i] != kNone; };
  links.begins.assign(owners + 1, 0);
  for (size_t i = 0; i < owner_of.size(); ++i) {
    if (is_link(i)) ++links.begins[owner_of[i] + 1];
  }
  std::partial_sum(links.begins.begin(), links.begins.end(), links.begins.begin());
  links.items.resize(links.begins.back());
  std::vector<uint32_t> next(links.begins.begin(), links.begins.end() - 1);
  for (size_t i = 0; i < owner_of.size(); ++i) {
    if (is_link(i)) links.items[next[owner_of[i]]++] = item_of[i];
  }
}

}  // namespace

absl::StatusOr<std::optional<RowGraph>> RowGraphReader::Read(const EntityMetadata& entity, const FindOptions& options) {
  ORMD_ASSIGN_OR_RETURN(const size_t roots, ReadLevel(SelectOf(entity, options), options.fields, options.populate));
  ORMD_RETURN_IF_ERROR(Populate(roots, options.populate));
  if (!whole_keys_) return std::nullopt;
  return std::move(graph_);
}

absl::Status RowGraphReader::Populate(size_t owners, const Nodes& nodes) {
  for (const PopulateNode& node : nodes) {
    if (!whole_keys_ || EntitiesOf(owners) == 0) break;
    ORMD_ASSIGN_OR_RETURN(const std::optional<size_t> items, ReadRelation(owners, node));
    if (items.has_value()) ORMD_RETURN_IF_ERROR(Populate(*items, node.children));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<size_t>> RowGraphReader::ReadRelation(size_t owners, const PopulateNode& node) {
  if (ReadsTargets(*node.relation)) return ReadTargets(owners, node);
  return node.relation->kind == PropertyKind::kManyToMany ? ReadLinked(owners, node) : ReadMapped(owners, node);
}

absl::StatusOr<std::optional<size_t>> RowGraphReader::ReadTargets(size_t owners, const PopulateNode& node) {
  const EntityMetadata& target = *node.relation->target;
  const Columns columns = ColumnsOf(level(owners), *node.relation);
  if (columns.empty()) return std::nullopt;
  ORMD_ASSIGN_OR_RETURN(std::vector<Key> keys, TargetKeys(owners, target, columns));
  if (keys.empty()) return std::nullopt;
  ORMD_ASSIGN_OR_RETURN(const size_t items, ReadItems(TargetQuery(target, std::move(keys)), node));
  ORMD_ASSIGN_OR_RETURN(const Numbers item_of, Find(items, owners, level(owners).row_of, columns));
  Link(owners, node, items, Count(EntitiesOf(owners)), item_of);
  return items;
}

absl::StatusOr<std::optional<size_t>> RowGraphReader::ReadMapped(size_t owners, const PopulateNode& node) {
  ORMD_ASSIGN_OR_RETURN(std::vector<Key> keys, KeysOf(owners));
  ORMD_ASSIGN_OR_RETURN(const size_t items, ReadItems(MappedQuery(*node.relation, std::move(keys)), node));
  if (!whole_keys_) return std::nullopt;
  const Columns columns = ColumnsOf(level(items), *node.relation->mapped_by);
  ORMD_ASSIGN_OR_RETURN(const Numbers owner_of, Find(owners, items, level(items).row_of, columns));
  const Numbers item_of = EntitiesIn(items, RowsInOrder(*node.relation, items));
  Numbers owner_of_row;
  owner_of_row.reserve(item_of.size());
  for (const uint32_t item : item_of) owner_of_row.push_back(owner_of[item]);
  if (node.relation->is_to_one()) KeepLast(EntitiesOf(owners), owner_of_row);
  Link(owners, node, items, owner_of_row, item_of);
  return items;
}

absl::StatusOr<std::optional<size_t>> RowGraphReader::ReadLinked(size_t owners, const PopulateNode& node) {
  ORMD_ASSIGN_OR_RETURN(std::vector<Key> keys, KeysOf(owners));
  ORMD_ASSIGN_OR_RETURN(const size_t items, ReadItems(LinkedQuery(*node.relation, std::move(keys)), node));
  if (!whole_keys_) return std::nullopt;
  Columns columns(level(items).first_column);
  std::iota(columns.begin(), columns.end(), 0);
  const Numbers rows = RowsInOrder(*node.relation, items);
  ORMD_ASSIGN_OR_RETURN(const Numbers owner_of, Find(owners, items, rows, columns));
  Link(owners, node, items, owner_of, EntitiesIn(items, rows));
  return items;
}

absl::StatusOr<size_t> RowGraphReader::ReadItems(const SelectQuery& query, const PopulateNode& node) {
  return ReadLevel(query, DefaultFields(*query.entity), node.children);
}

absl::StatusOr<size_t> RowGraphReader::ReadLevel(const SelectQuery& query, std::vector<size_t> sent,
                                                 const Nodes& nodes) {
  RowLevel next;
  next.entity = query.entity;
  next.fields = query.fields;
  next.first_column = query.pivot.has_value() ? query.pivot->owner->key_columns.size() : 0;
  next.loaded = LoadedSlots(std::move(sent), nodes);
  next.key_columns = ColumnsWhere(next, [](const PropertyMetadata& property) { return property.primary; });
  Statement select = CompileSelect(environment_.platform, query);
  select.max_bytes = environment_.max_rows_bytes;
  ORMD_ASSIGN_OR_RETURN(next.rows, lease_.Execute(select, context_));
  ORMD_RETURN_IF_ERROR(NumberEntities(next, keys_.emplace_back(*query.entity)));
  graph_.levels.push_back(std::move(next));
  return graph_.levels.size() - 1;
}

// Rows of one entity are alike; should they not be, the last one counts, as it does for an entity.
absl::Status RowGraphReader::NumberEntities(RowLevel& level, KeyTable& keys) {
  const size_t rows = level.rows->rows();
  const bool one_row_each = level.first_column == 0;
  level.entity_of.reserve(rows);
  if (one_row_each) keys.Reserve(rows);
  if (one_row_each) level.row_of.reserve(rows);
  for (size_t row = 0; row < rows; ++row) {
    ORMD_ASSIGN_OR_RETURN(const uint32_t entity, keys.Add(*level.rows, row, level.key_columns));
    level.entity_of.push_back(entity);
    if (entity == kNone) {
      whole_keys_ = false;
    } else if (entity == level.row_of.size()) {
      level.row_of.push_back(static_cast<uint32_t>(row));
    } else {
      level.row_of[entity] = static_cast<uint32_t>(row);
    }
  }
  entities_ += level.row_of.size();
  if (entities_ <= environment_.max_entities) return absl::OkStatus();
  return unit_error::TooManyEntities(environment_.max_entities);
}

RowGraphReader::Numbers RowGraphReader::RowsInOrder(const PropertyMetadata& relation, size_t items) {
  const Numbers& entity_of = level(items).entity_of;
  if (!IsSortedByReader(relation)) return Count(entity_of.size());
  Numbers next(EntitiesOf(items));  // by entity: where its next row comes
  for (const uint32_t entity : entity_of) ++next[entity];
  uint32_t begin = 0;
  for (const uint32_t entity : keys_[items].ByKey()) begin += std::exchange(next[entity], begin);
  Numbers rows(entity_of.size());
  for (uint32_t row = 0; row < rows.size(); ++row) rows[next[entity_of[row]]++] = row;
  return rows;
}

RowGraphReader::Numbers RowGraphReader::EntitiesIn(size_t index, const Numbers& rows) {
  Numbers entities;
  entities.reserve(rows.size());
  for (const uint32_t row : rows) entities.push_back(level(index).entity_of[row]);
  return entities;
}

void RowGraphReader::Link(size_t owners, const PopulateNode& node, size_t items, const Numbers& owner_of,
                          const Numbers& item_of) {
  RowLinks& links = level(owners).links.emplace_back();
  links.relation = node.relation;
  links.level = items;
  Group(owner_of, item_of, EntitiesOf(owners), links);
}

absl::StatusOr<RowGraphReader::Numbers> RowGraphReader::Find(size_t wanted, size_t source, const Numbers& rows,
                                                             const Columns& columns) {
  Numbers found;
  found.reserve(rows.size());
  for (const uint32_t row : rows) {
    ORMD_ASSIGN_OR_RETURN(const uint32_t entity, keys_[wanted].Find(*level(source).rows, row, columns));
    found.push_back(entity);
  }
  return found;
}

absl::StatusOr<std::vector<Key>> RowGraphReader::KeysOf(size_t owners) {
  const RowLevel& from = level(owners);
  std::vector<Key> keys;
  keys.reserve(from.row_of.size());
  for (const uint32_t row : from.row_of) {
    ORMD_ASSIGN_OR_RETURN(Key key, keys_[owners].Read(*from.rows, row, from.key_columns));
    keys.push_back(std::move(key));
  }
  return keys;
}

absl::StatusOr<std::vector<Key>> RowGraphReader::TargetKeys(size_t owners, const EntityMetadata& target,
                                                            const Columns& columns) {
  const RowLevel& from = level(owners);
  KeyTable table(target);
  std::vector<Key> keys;
  for (const uint32_t row : from.row_of) {
    ORMD_ASSIGN_OR_RETURN(const uint32_t number, table.Add(*from.rows, row, columns));
    if (number != keys.size()) continue;
    ORMD_ASSIGN_OR_RETURN(Key key, table.Read(*from.rows, row, columns));
    keys.push_back(std::move(key));
  }
  return keys;
}

}  // namespace ormd
