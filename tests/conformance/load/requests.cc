#include "tests/conformance/load/requests.h"

namespace ormd::conformance {

orm::v1::Value ValueOf(int64_t number) {
  orm::v1::Value value;
  value.set_int64(number);
  return value;
}

orm::v1::Value ValueOf(const std::string& text) {
  orm::v1::Value value;
  value.set_text(text);
  return value;
}

orm::v1::Create CreateOf(const google::protobuf::Message& message) {
  orm::v1::Create create;
  create.set_entity(message.GetDescriptor()->name());
  create.mutable_data()->set_message(message.SerializeAsString());
  return create;
}

}  // namespace ormd::conformance
