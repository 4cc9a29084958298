#include "orm/metadata/fault_list.h"

#include <google/protobuf/descriptor.pb.h>

#include <algorithm>
#include <tuple>

#include "orm/base/strings.h"
#include "orm/options.pb.h"

namespace ormd {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorProto;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorProto;
using google::protobuf::SourceLocation;
using Path = std::vector<int>;

Path PathOf(const Descriptor& type) {
  if (type.containing_type() == nullptr) return {FileDescriptorProto::kMessageTypeFieldNumber, type.index()};
  Path path = PathOf(*type.containing_type());
  path.insert(path.end(), {DescriptorProto::kNestedTypeFieldNumber, type.index()});
  return path;
}

Path PathOf(const FieldDescriptor& field) {
  Path path = PathOf(*field.containing_type());
  path.insert(path.end(), {DescriptorProto::kFieldFieldNumber, field.index()});
  return path;
}

// An option by its path; a repeated one has its position behind.
bool FindOption(const FileDescriptor& file, Path path, SourceLocation* place) {
  if (file.GetSourceLocation(path, place)) return true;
  path.push_back(0);
  return file.GetSourceLocation(path, place);
}

// The nearest place that the sources have: the option itself, an option round it, else the element at `element`.
SchemaFault Locate(const FileDescriptor& file, const Path& element, const Path& extension, const OptionPath& option) {
  Path path = element;
  path.insert(path.end(), extension.begin(), extension.end());
  const size_t shortest = path.size();
  path.insert(path.end(), option.begin(), option.end());
  SourceLocation place;
  bool found = FindOption(file, path, &place);
  while (!found && path.size() > shortest) {
    path.pop_back();
    found = FindOption(file, path, &place);
  }
  if (!found) found = file.GetSourceLocation(element, &place);
  if (!found) return {file.name(), 0, 0, ""};
  return {file.name(), place.start_line + 1, place.start_column + 1, ""};
}

SchemaFault LocateMessage(const Descriptor& type, int extension, const OptionPath& option) {
  return Locate(*type.file(), PathOf(type), {DescriptorProto::kOptionsFieldNumber, extension}, option);
}

auto PlaceOf(const SchemaFault& fault) { return std::tie(fault.file, fault.line, fault.column); }

}  // namespace

void FaultList::Add(const EntityMetadata& entity, const OptionPath& option, std::string_view message) {
  SchemaFault fault = LocateMessage(*entity.descriptor, orm::kEntityFieldNumber, option);
  fault.message = StrCat(entity.short_name, ": ", message);
  faults_.push_back(std::move(fault));
}

void FaultList::Add(const PropertyMetadata& property, const OptionPath& option, std::string_view message) {
  const FieldDescriptor& field = *property.field;
  const Path extension = {google::protobuf::FieldDescriptorProto::kOptionsFieldNumber, orm::kPropertyFieldNumber};
  SchemaFault fault = Locate(*field.file(), PathOf(field), extension, option);
  fault.message = StrCat(property.owner->short_name, ".", property.name, ": ", message);
  faults_.push_back(std::move(fault));
}

void FaultList::Add(const Descriptor& message_type, int extension, std::string_view message) {
  SchemaFault fault = LocateMessage(message_type, extension, {});
  fault.message = StrCat(message_type.name(), ": ", message);
  faults_.push_back(std::move(fault));
}

std::vector<SchemaFault> FaultList::Take() {
  std::vector<SchemaFault> faults = std::move(faults_);
  faults_.clear();
  std::stable_sort(faults.begin(), faults.end(), [](const auto& a, const auto& b) { return PlaceOf(a) < PlaceOf(b); });
  const auto same = [](const auto& a, const auto& b) { return PlaceOf(a) == PlaceOf(b) && a.message == b.message; };
  faults.erase(std::unique(faults.begin(), faults.end(), same), faults.end());
  return faults;
}

}  // namespace ormd
