#include "server/merge/lookup_shape.h"

#include <algorithm>
#include <utility>

#include "orm/base/error.h"
#include "orm/query/find_options.h"

namespace ormd {
namespace {

// The columns of the key in rows of `fields` (orm/sql/select.h).
std::vector<size_t> KeyColumnsOf(const EntityMetadata& entity, const std::vector<size_t>& fields) {
  std::vector<size_t> key_columns;
  size_t column = 0;
  for (const size_t slot : fields) {
    const PropertyMetadata& property = entity.property(slot);
    for (size_t part = 0; property.primary && part < property.column_count; ++part)
      key_columns.push_back(column + part);
    column += property.formula.has_value() ? 1 : property.column_count;
  }
  return key_columns;
}

bool IsPlain(const Type& type) {
  switch (type.kind) {
    case TypeKind::kSmallint:
    case TypeKind::kInteger:
    case TypeKind::kBigint:
    case TypeKind::kUuid:
    case TypeKind::kText:
    case TypeKind::kVarchar:
    case TypeKind::kDate:
      return true;
    default:
      return false;
  }
}

// Names in their order: what is the same set in another order is read as another shape, which does no harm.
std::string NameOf(const EntityMetadata& entity, const google::protobuf::RepeatedPtrField<std::string>& fields) {
  std::string name = entity.name;
  for (const std::string& field : fields) name.append(1, '\n').append(field);
  return name;
}

}  // namespace

LookupShape::LookupShape(const EntityMetadata& entity, std::vector<size_t> fields)
    : entity(entity),
      fields(std::move(fields)),
      encoder(entity, this->fields),
      key_columns_(KeyColumnsOf(entity, this->fields)) {}

absl::StatusOr<Key> LookupShape::ReadKey(const Result& rows, size_t row) const {
  Key key;
  key.reserve(key_columns_.size());
  for (size_t i = 0; i < key_columns_.size(); ++i) {
    const Type& type = entity.columns[entity.key_columns[i]].type;
    ORMD_ASSIGN_OR_RETURN(Value value, DecodeCell(type, rows.cell(row, key_columns_[i])));
    key.push_back(std::move(value));
  }
  return key;
}

LookupShapes::LookupShapes(const Schema& schema) {
  whole_.reserve(schema.entities().size());
  for (const auto& entity : schema.entities()) {
    whole_.push_back(std::make_shared<const LookupShape>(*entity, DefaultFields(*entity)));
  }
}

absl::StatusOr<std::shared_ptr<const LookupShape>> LookupShapes::Get(
    const EntityMetadata& entity, const google::protobuf::RepeatedPtrField<std::string>& fields) {
  if (fields.empty()) return whole_[entity.index];
  std::string name = NameOf(entity, fields);
  {
    absl::MutexLock lock(&mutex_);
    const auto found = named_.find(name);
    if (found != named_.end()) return found->second;
  }
  absl::StatusOr<std::vector<size_t>> slots = ParseFields(entity, {fields.begin(), fields.end()});
  if (!slots.ok()) return UnderField(slots.status(), "fields");
  auto shape = std::make_shared<const LookupShape>(entity, *std::move(slots));
  absl::MutexLock lock(&mutex_);
  if (named_.size() >= kMost) return shape;
  return named_.emplace(std::move(name), std::move(shape)).first->second;
}

bool HasPlainKey(const EntityMetadata& entity) {
  return std::all_of(entity.key_columns.begin(), entity.key_columns.end(),
                     [&entity](size_t column) { return IsPlain(entity.columns[column].type); });
}

}  // namespace ormd
