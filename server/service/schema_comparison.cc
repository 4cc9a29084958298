#include "server/service/schema_comparison.h"

namespace ormd {
namespace {

orm::v1::Operation::Safety SafetyOf(Safety safety) {
  switch (safety) {
    case Safety::kSafe:
      return orm::v1::Operation::SAFE;
    case Safety::kMayLock:
      return orm::v1::Operation::MAY_LOCK;
    case Safety::kMayLoseData:
      return orm::v1::Operation::MAY_LOSE_DATA;
  }
  return orm::v1::Operation::SAFETY_UNSPECIFIED;
}

}  // namespace

CompareOptions FromProto(const orm::v1::SchemaFilter& filter) {
  CompareOptions options;
  options.drop_unknown = filter.drop_unknown();
  options.safe = filter.safe();
  options.ignore.assign(filter.ignore().begin(), filter.ignore().end());
  return options;
}

void ToProto(const std::vector<Operation>& operations, google::protobuf::RepeatedPtrField<orm::v1::Operation>* out) {
  for (const Operation& operation : operations) {
    orm::v1::Operation* made = out->Add();
    made->set_safety(SafetyOf(operation.safety));
    made->set_summary(operation.summary);
    for (const std::string& statement : operation.statements) made->add_statements(statement);
  }
}

}  // namespace ormd
