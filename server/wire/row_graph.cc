#include "server/wire/row_graph.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "orm/base/error.h"
#include "server/wire/entity_plan.h"
#include "server/wire/reply_buffer.h"

namespace ormd::wire {
namespace {

constexpr size_t kExpectedEntityBytes = 64;

// The references to the entities of a level as one relation holds them, each serialised once.
class References {
 public:
  References(const RowLevel& items, const PropertyMetadata& relation)
      : items_(items),
        tag_(DelimitedTag(relation.field->number())),
        key_(*items.entity, items.fields, items.first_column, items.entity->key_fields) {}

  absl::Status Encode() {
    ends_.reserve(items_.row_of.size() + 1);
    ends_.push_back(0);
    for (const uint32_t row : items_.row_of) {
      const size_t start = bytes_.Open(tag_);
      ORMD_RETURN_IF_ERROR(key_.Encode(*items_.rows, row, bytes_));
      bytes_.Close(start);
      ends_.push_back(bytes_.size());
    }
    return absl::OkStatus();
  }

  void Append(uint32_t item, WireBuffer& out) const {
    out.Raw(bytes_.view().data() + ends_[item], ends_[item + 1] - ends_[item]);
  }

 private:
  const RowLevel& items_;
  const uint32_t tag_;
  const EntityPlan key_;
  WireBuffer bytes_;
  std::vector<size_t> ends_;
};

// Fields that stand in the rows, then a relation that does not.
struct Part {
  EntityPlan fields;
  const RowLinks* links = nullptr;  // nullptr: no relation
  std::unique_ptr<References> references;
};

const RowLinks* LinksOf(const RowLevel& level, size_t slot) {
  for (const RowLinks& links : level.links) {
    if (links.relation->index == slot && !links.relation->has_columns()) return &links;
  }
  return nullptr;
}

// Writes the set of one level.
class SetEncoder {
 public:
  SetEncoder(const RowGraph& graph, const RowLevel& level) : graph_(graph), level_(level) { MakeParts(); }

  absl::Status Encode(WireBuffer& out) {
    for (const Part& part : parts_) {
      if (part.references != nullptr) ORMD_RETURN_IF_ERROR(part.references->Encode());
    }
    const size_t set_width = VarintSize(level_.order.size() * kExpectedEntityBytes);
    const size_t set = out.Open(kSet, set_width);
    AppendDescription(out);
    size_t width = 1;  // entities of one set are mostly alike
    for (const uint32_t entity : level_.order) {
      const size_t start = out.Open(kEntities, width);
      ORMD_RETURN_IF_ERROR(EncodeEntity(entity, out));
      width = out.Close(start, width);
    }
    out.Close(set, set_width);
    return absl::OkStatus();
  }

 private:
  void MakeParts() {
    SlotMask mask(level_.entity->size());
    for (const size_t slot : level_.loaded) {
      const RowLinks* links = LinksOf(level_, slot);
      if (links == nullptr) {
        mask.Set(slot);
      } else if (IsSent(*links->relation)) {
        AddPart(mask, links);
        mask.Clear();
      }
    }
    AddPart(mask, nullptr);
  }

  void AddPart(const SlotMask& mask, const RowLinks* links) {
    Part part{EntityPlan(*level_.entity, level_.fields, level_.first_column, mask), links, nullptr};
    if (links != nullptr) {
      part.references = std::make_unique<References>(graph_.levels[links->level], *links->relation);
    }
    parts_.push_back(std::move(part));
  }

  void AppendDescription(WireBuffer& out) const {
    orm::v1::EntitySet set;
    set.set_entity(level_.entity->name);
    for (const Part& part : parts_) {
      for (const PropertyMetadata* property : part.fields.properties()) set.add_loaded(property->name);
      if (part.links != nullptr) set.add_loaded(part.links->relation->name);
    }
    const std::string bytes = set.SerializeAsString();
    out.Raw(bytes.data(), bytes.size());
  }

  absl::Status EncodeEntity(uint32_t entity, WireBuffer& out) const {
    for (const Part& part : parts_) {
      ORMD_RETURN_IF_ERROR(part.fields.Encode(*level_.rows, level_.row_of[entity], out));
      if (part.links == nullptr) continue;
      const RowLinks& links = *part.links;
      for (size_t i = links.begins[entity]; i < links.begins[entity + 1]; ++i) {
        part.references->Append(links.items[i], out);
      }
    }
    return absl::OkStatus();
  }

  const RowGraph& graph_;
  const RowLevel& level_;
  std::vector<Part> parts_;
};

// Nothing where the roots are the first set in its order: only a root that was found twice makes them differ.
void AppendRoots(const RowLevel& level, WireBuffer& out) {
  if (level.entity_of == level.order) return;
  std::vector<uint32_t> places(level.row_of.size());
  for (size_t i = 0; i < level.order.size(); ++i) places[level.order[i]] = static_cast<uint32_t>(i);
  const size_t start = out.Open(kRoots);
  for (const uint32_t root : level.entity_of) out.Varint(places[root]);
  out.Close(start);
}

size_t ExpectedBytes(const RowGraph& graph) {
  size_t entities = 0;
  for (const RowLevel& level : graph.levels) entities += level.order.size();
  return 1024 + entities * kExpectedEntityBytes;
}

}  // namespace

absl::StatusOr<grpc::Slice> EncodeRowGraph(const RowGraph& graph) {
  const size_t expected = ExpectedBytes(graph);
  const size_t width = VarintSize(expected);
  WireBuffer out;
  out.Reserve(expected);
  const size_t start = out.Open(kGraph, width);
  for (const size_t set : graph.sets) ORMD_RETURN_IF_ERROR(SetEncoder(graph, graph.levels[set]).Encode(out));
  AppendRoots(graph.levels.front(), out);
  out.Close(start, width);
  return ToSlice(out, 0);
}

}  // namespace ormd::wire
