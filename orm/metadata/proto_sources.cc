#include "orm/metadata/proto_sources.h"

#include <google/protobuf/compiler/importer.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/descriptor_database.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <map>
#include <set>

#include "orm/options.pb.h"

namespace ormd {
namespace {

using google::protobuf::DescriptorDatabase;
using google::protobuf::DescriptorPool;
using google::protobuf::DescriptorPoolDatabase;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorProto;
using google::protobuf::Message;
using google::protobuf::compiler::MultiFileErrorCollector;
using google::protobuf::compiler::SourceTree;
using google::protobuf::compiler::SourceTreeDescriptorDatabase;

const std::string& OptionsFile() { return orm::PropertyOptions::descriptor()->file()->name(); }

// A file of the binary's pool under its own name.
bool IsOwn(const std::string& name) {
  if (name == OptionsFile()) return true;
  return name.rfind("google/protobuf/", 0) == 0 && DescriptorPool::generated_pool()->FindFileByName(name) != nullptr;
}

class MemoryTree : public SourceTree {
 public:
  explicit MemoryTree(const std::vector<ProtoSource>& sources) {
    for (const auto& [name, text] : sources) {
      if (!IsBuiltIn(name)) texts_.emplace(name, &text);
    }
  }

  google::protobuf::io::ZeroCopyInputStream* Open(const std::string& name) override {
    const auto found = texts_.find(name);
    if (found == texts_.end()) return nullptr;
    return new google::protobuf::io::ArrayInputStream(found->second->data(), static_cast<int>(found->second->size()));
  }

  const std::map<std::string, const std::string*>& texts() const { return texts_; }

 private:
  std::map<std::string, const std::string*> texts_;
};

// The files that the binary brings.
class BuiltInDatabase : public DescriptorDatabase {
 public:
  bool FindFileByName(const std::string& name, FileDescriptorProto* out) override {
    return IsOwn(name) && generated_.FindFileByName(name, out);
  }
  bool FindFileContainingSymbol(const std::string&, FileDescriptorProto*) override { return false; }
  bool FindFileContainingExtension(const std::string&, int, FileDescriptorProto*) override { return false; }

 private:
  DescriptorPoolDatabase generated_{*DescriptorPool::generated_pool()};
};

// Faults of the parser, and those of the linker, kept apart.
class Collector : public MultiFileErrorCollector {
 public:
  void AddError(const std::string& file, int line, int column, const std::string& message) override {
    // A file that is not there is told again, with the place of its import.
    if (!linking && line < 0) return;
    (linking ? link : syntax).push_back({file, line + 1, line < 0 ? 0 : column + 1, message});
  }

  bool linking = false;
  std::vector<SchemaFault> syntax;
  std::vector<SchemaFault> link;
};

// Marks what the linker says; places come from the database.
class LinkCollector : public DescriptorPool::ErrorCollector {
 public:
  LinkCollector(DescriptorPool::ErrorCollector* places, Collector* collector)
      : places_(places), collector_(collector) {}

  void AddError(const std::string& file, const std::string& element, const Message* descriptor, ErrorLocation location,
                const std::string& message) override {
    collector_->linking = true;
    places_->AddError(file, element, descriptor, location, message);
    collector_->linking = false;
  }

 private:
  DescriptorPool::ErrorCollector* places_;
  Collector* collector_;
};

// Copies a file and all that it imports into a pool of its own.
const FileDescriptor* CopyFile(const FileDescriptor& file, DescriptorPool& pool) {
  if (const FileDescriptor* copied = pool.FindFileByName(file.name())) return copied;
  for (int i = 0; i < file.dependency_count(); ++i) CopyFile(*file.dependency(i), pool);
  FileDescriptorProto proto;
  file.CopyTo(&proto);
  file.CopyJsonNameTo(&proto);
  file.CopySourceCodeInfoTo(&proto);
  return pool.BuildFile(proto);
}

}  // namespace

bool IsBuiltIn(const std::string& name) {
  for (size_t start = 0; start != std::string::npos;) {
    if (IsOwn(name.substr(start))) return true;
    const size_t slash = name.find('/', start);
    start = slash == std::string::npos ? slash : slash + 1;
  }
  return false;
}

ProtoFiles ReadProtoSources(const std::vector<ProtoSource>& sources, FaultList& faults) {
  MemoryTree tree(sources);
  BuiltInDatabase built_in;
  SourceTreeDescriptorDatabase database(&tree, &built_in);
  Collector collector;
  database.RecordErrorsTo(&collector);
  LinkCollector link_collector(database.GetValidationErrorCollector(), &collector);
  DescriptorPool linker(&database, &link_collector);

  ProtoFiles result{std::make_unique<DescriptorPool>(), {}};
  for (const auto& [name, text] : tree.texts()) {
    const FileDescriptor* file = linker.FindFileByName(name);
    if (file != nullptr) result.files.push_back(CopyFile(*file, *result.pool));
  }
  const bool parsed = collector.syntax.empty();
  if (!parsed) result.files.clear();
  for (SchemaFault& fault : parsed ? collector.link : collector.syntax) faults.Add(std::move(fault));
  return result;
}

}  // namespace ormd
