// Turns .proto sources into descriptors, with protobuf's own compiler front end.
#pragma once

#include <google/protobuf/descriptor.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "orm/metadata/fault_list.h"

namespace ormd {

// (name as imports write it, text).
using ProtoSource = std::pair<std::string, std::string>;

// What came of a set of sources. The pool has no database behind it and keeps the places of everything.
struct ProtoFiles {
  std::unique_ptr<google::protobuf::DescriptorPool> pool;
  std::vector<const google::protobuf::FileDescriptor*> files;  // the sources without faults, by name
};

// True for files that the binary brings itself: orm/options.proto and protobuf's well-known types, also below another
// folder (a copy for editors). Sources of these names are not read.
bool IsBuiltIn(const std::string& name);

// Parses and links; adds faults. Where one source has a syntax fault, only the faults of syntax are told and nothing is
// linked.
ProtoFiles ReadProtoSources(const std::vector<ProtoSource>& sources, FaultList& faults);

}  // namespace ormd
