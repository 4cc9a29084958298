// Messages of the API as JSON.
#pragma once

#include <google/protobuf/message.h>

#include "client/admin/report.h"

namespace ormd::admin {

// A single answer: indented, or in one line.
void PrintMessage(const google::protobuf::Message& message, const Output& output);

// A list or a stream: one array, each row as soon as it is there, or an object a line. The array is whole once this is
// gone, also where an error ended the stream.
class JsonRows {
 public:
  // The output outlives it.
  explicit JsonRows(const Output& output) : output_(output) {}
  ~JsonRows();
  JsonRows(const JsonRows&) = delete;
  JsonRows& operator=(const JsonRows&) = delete;

  void Add(const google::protobuf::Message& message);

 private:
  const Output& output_;
  bool empty_ = true;
};

// All of a list.
template <typename Messages>
void PrintRows(const Messages& messages, const Output& output) {
  JsonRows rows(output);
  for (const auto& message : messages) rows.Add(message);
}

}  // namespace ormd::admin
