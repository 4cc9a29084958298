#include "client/admin/json_rows.h"

#include <google/protobuf/util/json_util.h>

#include <ostream>

namespace ormd::admin {
namespace {

std::string JsonOf(const google::protobuf::Message& message, bool pretty) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  options.add_whitespace = pretty;
  std::string json;
  // Messages of the API have a JSON form, whatever they hold.
  (void)google::protobuf::util::MessageToJsonString(message, &json, options);
  while (!json.empty() && json.back() == '\n') json.pop_back();
  return json;
}

}  // namespace

void PrintMessage(const google::protobuf::Message& message, const Output& output) {
  output.out << JsonOf(message, output.format == Format::kJson) << '\n';
}

JsonRows::~JsonRows() {
  if (output_.format == Format::kJson) output_.out << (empty_ ? "[]\n" : "\n]\n") << std::flush;
}

void JsonRows::Add(const google::protobuf::Message& message) {
  const bool array = output_.format == Format::kJson;
  if (array) output_.out << (empty_ ? "[\n" : ",\n");
  output_.out << JsonOf(message, false) << (array ? "" : "\n") << std::flush;
  empty_ = false;
}

}  // namespace ormd::admin
