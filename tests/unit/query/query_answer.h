// Answers to finds in a form that people and programs can compare.
#pragma once

#include <google/protobuf/dynamic_message.h>

#include <map>
#include <string>
#include <vector>

#include "orm/metadata/schema.h"
#include "orm/v1/graph.pb.h"

namespace ormd {

struct QueryAnswer {
  std::vector<std::string> roots;               // by name, in result order
  std::map<std::string, std::string> entities;  // what was read of each
  std::string fault;                            // why it is no answer at all
};

// A value as answers show it: "null", 'a b', 1.50, [1, 2]. What the wire does not tell apart looks alike.
std::string ShownValue(const Type& type, const Value& value);
// "Bin('1.50', 2, 0)".
std::string ShownEntity(const EntityMetadata& type, const Key& key);

class AnswerReader {
 public:
  explicit AnswerReader(const Schema& schema) : schema_(schema) {}

  // Adds a graph, which may be a part of an answer.
  void Read(const orm::v1::Graph& graph, QueryAnswer& answer);

 private:
  using Message = google::protobuf::Message;
  using Field = google::protobuf::FieldDescriptor;

  std::string ReadEntity(const EntityMetadata& type, const orm::v1::EntitySet& set, const std::string& bytes,
                         QueryAnswer& answer);
  std::string Property(const Message& message, const PropertyMetadata& property);
  void AppendKey(const Message& message, const EntityMetadata& type, std::vector<std::string>& parts);
  std::string NameOf(const Message& message, const EntityMetadata& type);
  Value Scalar(const Message& message, const Field& field, const Type& type, int index);

  const Schema& schema_;
  google::protobuf::DynamicMessageFactory messages_;
};

}  // namespace ormd
