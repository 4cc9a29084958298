#include "server/merge/lookup_shape.h"

#include <algorithm>
#include <utility>

#include "orm/base/error.h"
#include "orm/query/find_options.h"

namespace ormd {
namespace {

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

LookupShape::LookupShape(const Platform& platform, const EntityMetadata& entity, const std::vector<size_t>& fields)
    : entity(entity), select(platform, entity, fields), encoder(entity, fields), hydrator_(entity, fields) {}

absl::StatusOr<RowByKey> LookupShape::FindKeys(const Result& rows) const {
  RowByKey row_of;
  row_of.reserve(rows.rows());
  for (size_t row = 0; row < rows.rows(); ++row) {
    ORMD_ASSIGN_OR_RETURN(Key key, hydrator_.ReadKey(rows, row));
    row_of.emplace(std::move(key), row);
  }
  return row_of;
}

LookupShapes::LookupShapes(const Platform& platform, const Schema& schema) : platform_(platform) {
  whole_.reserve(schema.entities().size());
  for (const auto& entity : schema.entities()) {
    whole_.push_back(std::make_shared<const LookupShape>(platform, *entity, DefaultFields(*entity)));
  }
}

absl::StatusOr<std::shared_ptr<const LookupShape>> LookupShapes::Get(
    const EntityMetadata& entity, const google::protobuf::RepeatedPtrField<std::string>& fields) {
  if (fields.empty()) return Whole(entity);
  std::string name = NameOf(entity, fields);
  {
    absl::MutexLock lock(&mutex_);
    const auto found = named_.find(name);
    if (found != named_.end()) return found->second;
  }
  absl::StatusOr<std::vector<size_t>> slots = ParseFields(entity, {fields.begin(), fields.end()});
  if (!slots.ok()) return UnderField(slots.status(), "fields");
  auto shape = std::make_shared<const LookupShape>(platform_, entity, *slots);
  if (fields.size() > static_cast<int>(entity.properties.size())) return shape;  // repeats have no end
  absl::MutexLock lock(&mutex_);
  if (named_.size() >= kMost) return shape;
  return named_.emplace(std::move(name), std::move(shape)).first->second;
}

bool HasPlainKey(const EntityMetadata& entity) {
  return std::all_of(entity.key_columns.begin(), entity.key_columns.end(),
                     [&entity](size_t column) { return IsPlain(entity.columns[column].type); });
}

}  // namespace ormd
