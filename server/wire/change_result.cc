#include "server/wire/change_result.h"

#include <algorithm>

#include "server/wire/reply_buffer.h"
#include "server/wire/value.h"

namespace ormd::wire {
namespace {

using orm::v1::ChangeResult;

constexpr uint32_t kResult = DelimitedTag(orm::v1::ChangeReply::kResultFieldNumber);
constexpr uint32_t kFlushResult = DelimitedTag(orm::v1::FlushReply::kResultsFieldNumber);
constexpr uint32_t kOperation =
    WireFormatLite::MakeTag(ChangeResult::kOperationFieldNumber, WireFormatLite::WIRETYPE_VARINT);
constexpr uint32_t kEntity = DelimitedTag(ChangeResult::kEntityFieldNumber);
constexpr uint32_t kLocal = DelimitedTag(ChangeResult::kLocalFieldNumber);
constexpr uint32_t kKey = DelimitedTag(ChangeResult::kKeyFieldNumber);
constexpr uint32_t kGenerated = DelimitedTag(ChangeResult::kGeneratedFieldNumber);
constexpr uint32_t kGeneratedFields = DelimitedTag(ChangeResult::kGeneratedFieldsFieldNumber);
constexpr uint32_t kKeyValue = DelimitedTag(orm::v1::Key::kValuesFieldNumber);
constexpr uint32_t kInt64 = WireFormatLite::MakeTag(orm::v1::Value::kInt64FieldNumber, WireFormatLite::WIRETYPE_VARINT);
constexpr uint32_t kText = DelimitedTag(orm::v1::Value::kTextFieldNumber);

ChangeResult::Operation OperationOf(StagedChange::Operation operation) {
  switch (operation) {
    case StagedChange::Operation::kCreate:
      return ChangeResult::CREATE;
    case StagedChange::Operation::kAssign:
      return ChangeResult::ASSIGN;
    case StagedChange::Operation::kRemove:
      return ChangeResult::REMOVE;
  }
  return ChangeResult::OPERATION_UNSPECIFIED;
}

// One orm.v1.Value of a key.
void EncodeKeyValue(const Type& type, const Value& value, WireBuffer& out) {
  const size_t start = out.Open(kKeyValue);
  if (const int64_t* number = value.get_if<int64_t>()) {
    out.TaggedVarint(kInt64, WireFormatLite::ZigZagEncode64(*number));
  } else if (const std::string* text = value.get_if<std::string>(); text != nullptr && type.kind != TypeKind::kJson) {
    out.TaggedBytes(kText, *text);
  } else {
    orm::v1::Value message;
    ToWire(type, value, &message);
    const std::string bytes = message.SerializeAsString();
    out.Raw(bytes.data(), bytes.size());
  }
  out.Close(start);
}

}  // namespace

grpc::Slice ChangeResultEncoder::EncodeReply(StagedChange::Operation operation, const Entity& entity) {
  reply_.Clear();
  Put(kResult, operation, entity, reply_);
  return grpc::Slice(reply_.view().data(), reply_.size());
}

void ChangeResultEncoder::AddTo(WireBuffer& reply, StagedChange::Operation operation, const Entity& entity) {
  Put(kFlushResult, operation, entity, reply);
}

void ChangeResultEncoder::Put(uint32_t tag, StagedChange::Operation operation, const Entity& entity, WireBuffer& out) {
  if (operation_ != operation || metadata_ != &entity.metadata() || !(made_ == entity.made)) Prepare(operation, entity);
  const size_t start = out.Open(tag);
  out.Raw(head_.data(), head_.size());
  if (!entity.local().empty()) out.TaggedBytes(kLocal, entity.local());
  if (entity.has_key()) PutKey(entity, out);
  if (plan_.has_value()) PutMade(entity, out);
  out.Close(start);
}

void ChangeResultEncoder::Prepare(StagedChange::Operation operation, const Entity& entity) {
  operation_ = operation;
  metadata_ = &entity.metadata();
  made_ = entity.made;
  WireBuffer head;
  head.TaggedVarint(kOperation, OperationOf(operation));
  head.TaggedBytes(kEntity, metadata_->name);
  head_ = head.view();
  plan_.reset();
  if (!made_.any()) return;
  plan_.emplace(*metadata_, made_);
  properties_ = plan_->properties();
}

void ChangeResultEncoder::PutKey(const Entity& entity, WireBuffer& out) {
  const size_t start = out.Open(kKey);
  for (size_t part = 0; part < entity.key().size(); ++part) {
    EncodeKeyValue(metadata_->columns[metadata_->key_columns[part]].type, entity.key()[part], out);
  }
  out.Close(start);
}

void ChangeResultEncoder::PutMade(const Entity& entity, WireBuffer& out) {
  misfits_.clear();
  const size_t start = out.Open(kGenerated);
  plan_->Encode(entity, out, &misfits_);
  out.Close(start);
  for (const PropertyMetadata* property : properties_) {
    const bool fits = std::find(misfits_.begin(), misfits_.end(), property->index) == misfits_.end();
    if (fits) out.TaggedBytes(kGeneratedFields, property->name);
  }
}

}  // namespace ormd::wire
