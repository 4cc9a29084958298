#include "server/wire/change_result.h"

#include <algorithm>
#include <cstring>

#include "server/wire/reply_buffer.h"
#include "server/wire/serialized_field.h"
#include "server/wire/value.h"

namespace ormd::wire {
namespace {

using orm::v1::ChangeResult;

constexpr uint32_t kResult = DelimitedTag(orm::v1::ChangeReply::kResultFieldNumber);
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

bool MadeAnything(const Entity& entity) {
  return std::find(entity.made.begin(), entity.made.end(), true) != entity.made.end();
}

}  // namespace

std::string_view ChangeResultEncoder::Encode(StagedChange::Operation operation, const Entity& entity) {
  if (operation_ != operation || metadata_ != &entity.metadata() || made_ != entity.made) Prepare(operation, entity);
  buffer_.Clear();
  buffer_.Raw(head_.data(), head_.size());
  if (!entity.local.empty()) buffer_.TaggedBytes(kLocal, entity.local);
  if (entity.has_key()) EncodeKey(entity);
  if (plan_.has_value()) EncodeMade(entity);
  return buffer_.view();
}

grpc::Slice ChangeResultEncoder::EncodeReply(StagedChange::Operation operation, const Entity& entity) {
  const std::string_view result = Encode(operation, entity);
  grpc::Slice slice(VarintSize(kResult) + VarintSize(result.size()) + result.size());
  char* const begin = reinterpret_cast<char*>(const_cast<uint8_t*>(slice.begin()));
  std::memcpy(PutVarint(result.size(), PutVarint(kResult, begin)), result.data(), result.size());
  return slice;
}

void ChangeResultEncoder::AddTo(orm::v1::FlushReply* reply, StagedChange::Operation operation, const Entity& entity) {
  AddSerialized(reply, orm::v1::FlushReply::kResultsFieldNumber, Encode(operation, entity));
}

void ChangeResultEncoder::PutInto(orm::v1::ChangeReply* reply, StagedChange::Operation operation,
                                  const Entity& entity) {
  AddSerialized(reply, orm::v1::ChangeReply::kResultFieldNumber, Encode(operation, entity));
}

void ChangeResultEncoder::Prepare(StagedChange::Operation operation, const Entity& entity) {
  operation_ = operation;
  metadata_ = &entity.metadata();
  made_ = entity.made;
  buffer_.Clear();
  buffer_.TaggedVarint(kOperation, OperationOf(operation));
  buffer_.TaggedBytes(kEntity, metadata_->name);
  head_ = buffer_.view();
  plan_.reset();
  if (!MadeAnything(entity)) return;
  plan_.emplace(*metadata_, made_);
  properties_ = plan_->properties();
}

void ChangeResultEncoder::EncodeKey(const Entity& entity) {
  const size_t start = buffer_.Open(kKey);
  for (size_t part = 0; part < entity.key().size(); ++part) {
    EncodeKeyValue(metadata_->columns[metadata_->key_columns[part]].type, entity.key()[part], buffer_);
  }
  buffer_.Close(start);
}

void ChangeResultEncoder::EncodeMade(const Entity& entity) {
  misfits_.clear();
  const size_t start = buffer_.Open(kGenerated);
  plan_->Encode(entity, buffer_, &misfits_);
  buffer_.Close(start);
  for (const PropertyMetadata* property : properties_) {
    const bool fits = std::find(misfits_.begin(), misfits_.end(), property->index) == misfits_.end();
    if (fits) buffer_.TaggedBytes(kGeneratedFields, property->name);
  }
}

}  // namespace ormd::wire
