#include "tests/conformance/every_option/used_options.h"

#include <google/protobuf/descriptor.pb.h>

#include <filesystem>
#include <vector>

#include "orm/metadata/proto_sources.h"
#include "orm/options.pb.h"
#include "tests/conformance/daemon.h"

namespace ormd::conformance {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

void AddUsed(const Message& options, OptionNames& out);

void AddValue(const Message& options, const FieldDescriptor& field, int index, OptionNames& out) {
  const Reflection& reflection = *options.GetReflection();
  const bool repeated = field.is_repeated();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    AddUsed(repeated ? reflection.GetRepeatedMessage(options, &field, index) : reflection.GetMessage(options, &field),
            out);
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    out.insert((repeated ? reflection.GetRepeatedEnum(options, &field, index) : reflection.GetEnum(options, &field))
                   ->full_name());
  }
}

void AddUsed(const Message& options, OptionNames& out) {
  std::vector<const FieldDescriptor*> fields;
  options.GetReflection()->ListFields(options, &fields);
  for (const FieldDescriptor* field : fields) {
    out.insert(field->full_name());
    const int count = field->is_repeated() ? options.GetReflection()->FieldSize(options, field) : 1;
    for (int i = 0; i < count; ++i) AddValue(options, *field, i, out);
  }
}

void AddUsedBy(const Descriptor& message, OptionNames& out) {
  AddUsed(message.options().GetExtension(orm::entity), out);
  for (int i = 0; i < message.field_count(); ++i) {
    AddUsed(message.field(i)->options().GetExtension(orm::property), out);
  }
}

void AddKnown(const Descriptor& options, OptionNames& out) {
  for (int i = 0; i < options.field_count(); ++i) {
    const FieldDescriptor& field = *options.field(i);
    out.insert(field.full_name());
    if (field.message_type() != nullptr) AddKnown(*field.message_type(), out);
    // The zero of an enum is what an option that is not set means.
    for (int v = 1; field.enum_type() != nullptr && v < field.enum_type()->value_count(); ++v) {
      out.insert(field.enum_type()->value(v)->full_name());
    }
  }
}

}  // namespace

OptionNames UsedOptions(const std::string& directory) {
  std::vector<ProtoSource> sources;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    sources.emplace_back(entry.path().filename(), ReadFile(entry.path()));
  }
  FaultList faults;
  const ProtoFiles read = ReadProtoSources(sources, faults);
  OptionNames used;
  for (const google::protobuf::FileDescriptor* file : read.files) {
    for (int i = 0; i < file->message_type_count(); ++i) AddUsedBy(*file->message_type(i), used);
  }
  return used;
}

OptionNames KnownOptions() {
  OptionNames known;
  AddKnown(*orm::EntityOptions::descriptor(), known);
  AddKnown(*orm::PropertyOptions::descriptor(), known);
  return known;
}

}  // namespace ormd::conformance
