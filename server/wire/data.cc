#include "server/wire/data.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "orm/base/error.h"
#include "orm/base/strings.h"
#include "orm/metadata/about_property.h"
#include "orm/value/type.h"
#include "server/wire/data_paths.h"
#include "server/wire/decode_scalar.h"
#include "server/wire/errors.h"
#include "server/wire/message_fields.h"

namespace ormd::wire {
namespace {

// Zero in the property's canonical form; null where "" is no value of its type and null is one.
absl::StatusOr<Value> CanonicalZero(const PropertyMetadata& property) {
  absl::StatusOr<Value> zero = Canonicalize(property.type, ZeroOf(*property.field));
  if (!zero.ok() && property.nullable) return Value();
  return zero;
}

// The value of a key's scalar; nullopt where it is missing or null. What nobody else makes may be absent: it is zero.
std::optional<Value> KeyPart(const EntityData& data, const PropertyMetadata& property) {
  for (const EntityData::Scalar& scalar : data.scalars) {
    if (scalar.property == &property) return scalar.value.is_null() ? std::nullopt : std::optional(scalar.value);
  }
  if (property.field->has_presence() || property.optional_at_create()) return std::nullopt;
  absl::StatusOr<Value> zero = CanonicalZero(property);
  return zero.ok() ? std::optional(*std::move(zero)) : std::nullopt;
}

bool AppendKeyRelation(const EntityData& data, const PropertyMetadata& property, Key& key) {
  for (const EntityData::Reference& reference : data.references) {
    if (reference.property != &property || reference.target.kind != Target::Kind::kKey) continue;
    key.insert(key.end(), reference.target.key.begin(), reference.target.key.end());
    return true;
  }
  return false;
}

// The key, where the data give that and nothing else.
std::optional<Key> KeyAlone(const EntityData& data) {
  const auto of_key = [](const auto& given) { return given.property->primary; };
  if (!data.collections.empty()) return std::nullopt;
  if (!std::all_of(data.scalars.begin(), data.scalars.end(), of_key)) return std::nullopt;
  if (!std::all_of(data.references.begin(), data.references.end(), of_key)) return std::nullopt;
  Key key;
  for (const PropertyMetadata* part : data.entity->primary_key) {
    if (part->is_scalar()) {
      std::optional<Value> value = KeyPart(data, *part);
      if (!value.has_value()) return std::nullopt;
      key.push_back(*std::move(value));
    } else if (!AppendKeyRelation(data, *part, key)) {
      return std::nullopt;
    }
  }
  return key;
}

Target ToTarget(EntityData data) {
  Target target;
  if (std::optional<Key> key = KeyAlone(data)) {
    target.kind = Target::Kind::kKey;
    target.key = *std::move(key);
  } else {
    target.kind = Target::Kind::kNew;
    target.data = std::make_unique<EntityData>(std::move(data));
  }
  return target;
}

Target LocalTarget(const std::string& local) {
  Target target;
  target.kind = Target::Kind::kLocal;
  target.local = local;
  return target;
}

absl::Status DecodeWithPaths(const EntityMetadata& entity, const orm::v1::Data& data, size_t depth, EntityData* out);

// Decodes one entity and, through Relation, those that nest in it.
class EntityDecoder {
 public:
  // `out` holds nothing yet but its origin.
  EntityDecoder(const EntityMetadata& entity, const PathNode* paths, size_t depth, EntityData* out)
      : paths_(paths), depth_(depth), data_(*out) {
    data_.entity = &entity;
  }

  absl::Status Decode(std::string_view bytes) {
    if (depth_ > kDataDepth) return DataTooDeep(data_.origin, kDataDepth);
    ORMD_ASSIGN_OR_RETURN(MessageFields fields, MessageFields::Read(*data_.entity, bytes, data_.origin));
    data_.scalars.reserve(fields.size());
    for (const auto& property : data_.entity->properties) {
      const std::span<const WireField> parts = fields.Take(property->index);
      if (parts.empty() && paths_ == nullptr) continue;
      ORMD_RETURN_IF_ERROR(Property(*property, parts));
    }
    return absl::OkStatus();
  }

 private:
  std::string PathOf(const PropertyMetadata& property) const { return JoinField(data_.origin, property.name); }
  std::string ItemPath(const PropertyMetadata& property, size_t item) const {
    return StrCat(PathOf(property), "[", item, "]");
  }
  const PathNode* PathsOf(const PropertyMetadata& property, size_t item = PathNode::kNoItem) const {
    return paths_ == nullptr ? nullptr : paths_->Find(property, item);
  }
  bool IsNamed(const PropertyMetadata& property) const { return paths_ != nullptr && paths_->Names(property); }
  bool HasItemPaths(const PropertyMetadata& property) const {
    return paths_ != nullptr && paths_->FindItemFrom(property, 0) != nullptr;
  }
  // Without paths everything that is present is given.
  bool IsGiven(const PropertyMetadata& property, bool present) const {
    return paths_ != nullptr && paths_->names_below ? IsNamed(property) : present;
  }

  absl::Status Property(const PropertyMetadata& property, std::span<const WireField> parts) {
    if (property.is_scalar()) {
      return IsGiven(property, !parts.empty()) ? Scalar(property, parts) : absl::OkStatus();
    }
    for (const WireField& part : parts) {
      if (part.type != WireFormatLite::WIRETYPE_LENGTH_DELIMITED) {
        return MalformedEntity(PathOf(property), *data_.entity);
      }
    }
    return property.is_to_one() ? ToOne(property, parts) : ToMany(property, parts);
  }

  absl::Status Scalar(const PropertyMetadata& property, std::span<const WireField> parts) {
    if (property.read_only()) return ReadOnlyProperty(PathOf(property), property);
    const absl::Status status =
        ReadScalar(property, parts, &data_.scalars.emplace_back(EntityData::Scalar{&property, {}}).value);
    return status.ok() ? status : UnderField(AboutProperty(status, property), PathOf(property));
  }

  static absl::Status ReadScalar(const PropertyMetadata& property, std::span<const WireField> parts, Value* out) {
    if (!parts.empty()) {
      ORMD_RETURN_IF_ERROR(DecodeScalar(*property.field, parts, out));
      return MakeCanonical(property.type, *out);
    }
    if (property.field->has_presence()) return absl::OkStatus();
    ORMD_ASSIGN_OR_RETURN(*out, CanonicalZero(property));
    return absl::OkStatus();
  }

  absl::Status ToOne(const PropertyMetadata& property, std::span<const WireField> parts) {
    const PathNode* below = PathsOf(property);
    if (below != nullptr && below->reference != nullptr) return Local(property, *below->reference, !parts.empty());
    const bool named_below = below != nullptr && !below->children.empty();
    if (!IsGiven(property, !parts.empty() || named_below) && !named_below) return absl::OkStatus();
    Target target;
    if (!parts.empty() || named_below) {
      std::string storage;
      ORMD_ASSIGN_OR_RETURN(target, Nested(property, JoinedBytes(parts, storage), below, PathOf(property)));
    }
    data_.references.push_back({&property, std::move(target)});
    return absl::OkStatus();
  }

  absl::Status Local(const PropertyMetadata& property, const orm::v1::LocalReference& reference, bool present) {
    if (present) return GivenTwice(PathOf(property));
    if (reference.local().empty()) return MissingField(PathOf(property), "the local name");
    data_.references.push_back({&property, LocalTarget(reference.local())});
    return absl::OkStatus();
  }

  absl::Status ToMany(const PropertyMetadata& property, std::span<const WireField> parts) {
    ORMD_RETURN_IF_ERROR(CheckItems(property, parts.size()));
    const PathNode* below = PathsOf(property);
    if (below != nullptr && !below->collections.empty()) {
      if (!parts.empty()) return GivenTwice(PathOf(property));
      return Changes(property, below->collections);
    }
    if (!IsGiven(property, !parts.empty()) && !HasItemPaths(property)) return absl::OkStatus();
    EntityData::Items items{&property, CollectionOperation::kSet, {}};
    for (size_t i = 0; i < parts.size(); ++i) {
      ORMD_ASSIGN_OR_RETURN(Target target,
                            Nested(property, parts[i].bytes, PathsOf(property, i), ItemPath(property, i)));
      items.targets.push_back(std::move(target));
    }
    data_.collections.push_back(std::move(items));
    return absl::OkStatus();
  }

  // Every path to an item must find one.
  absl::Status CheckItems(const PropertyMetadata& property, size_t count) const {
    const PathNode* missing = paths_ == nullptr ? nullptr : paths_->FindItemFrom(property, count);
    return missing == nullptr ? absl::OkStatus() : PathToNoItem(JoinField(data_.origin, missing->source));
  }

  absl::StatusOr<Target> Nested(const PropertyMetadata& property, std::string_view bytes, const PathNode* paths,
                                std::string origin) const {
    EntityData data;
    data.origin = std::move(origin);
    ORMD_RETURN_IF_ERROR(EntityDecoder(*property.target, paths, depth_ + 1, &data).Decode(bytes));
    return ToTarget(std::move(data));
  }

  absl::Status Changes(const PropertyMetadata& property, const std::vector<const orm::v1::CollectionChange*>& changes) {
    for (const orm::v1::CollectionChange* change : changes) {
      EntityData::Items items{&property, CollectionOperation::kAdd, {}};
      ORMD_ASSIGN_OR_RETURN(items.operation, OperationOf(property, *change));
      for (const orm::v1::CollectionItem& item : change->items()) {
        ORMD_ASSIGN_OR_RETURN(Target target, Item(property, item, items.operation, items.targets.size()));
        items.targets.push_back(std::move(target));
      }
      data_.collections.push_back(std::move(items));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<CollectionOperation> OperationOf(const PropertyMetadata& property,
                                                  const orm::v1::CollectionChange& change) const {
    switch (change.operation()) {
      case orm::v1::CollectionChange::ADD:
        return CollectionOperation::kAdd;
      case orm::v1::CollectionChange::REMOVE:
        return CollectionOperation::kRemove;
      case orm::v1::CollectionChange::SET:
        return CollectionOperation::kSet;
      default:
        return BadEnumField(PathOf(property));
    }
  }

  absl::StatusOr<Target> Item(const PropertyMetadata& property, const orm::v1::CollectionItem& item,
                              CollectionOperation operation, size_t index) const {
    std::string path = ItemPath(property, index);
    if (item.item_case() == orm::v1::CollectionItem::ITEM_NOT_SET) return MissingField(path, "the item");
    if (item.has_local()) {
      if (item.local().empty()) return MissingField(path, "the local name");
      return LocalTarget(item.local());
    }
    EntityData data;
    data.origin = path;
    ORMD_RETURN_IF_ERROR(DecodeWithPaths(*property.target, item.data(), depth_ + 1, &data));
    Target target = ToTarget(std::move(data));
    if (operation == CollectionOperation::kRemove && target.kind == Target::Kind::kNew) return RemovesNewEntity(path);
    return target;
  }

  const PathNode* paths_;
  const size_t depth_;
  EntityData& data_;
};

absl::Status DecodeWithPaths(const EntityMetadata& entity, const orm::v1::Data& data, size_t depth, EntityData* out) {
  if (data.fields().empty() && data.references().empty() && data.collections().empty()) {
    return EntityDecoder(entity, nullptr, depth, out).Decode(data.message());
  }
  const absl::StatusOr<PathNode> paths = ParseDataPaths(entity, data);
  if (!paths.ok()) return UnderField(paths.status(), out->origin);
  return EntityDecoder(entity, &*paths, depth, out).Decode(data.message());
}

}  // namespace

absl::Status DecodeData(const EntityMetadata& entity, const orm::v1::Data& data, EntityData* out) {
  return DecodeWithPaths(entity, data, 1, out);
}

}  // namespace ormd::wire
