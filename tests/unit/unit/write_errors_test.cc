// What an error of a flush says of the entity, where its tables have keys that are no relations.
#include "orm/base/error.h"
#include "tests/unit/unit/unit_fixture.h"

namespace ormd {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::Not;
using ::testing::Pair;

constexpr const char* kProto = R"(
syntax = "proto3";
package errors;
import "orm/options.proto";

message Item {
  option (orm.entity) = {};
  string sku = 1 [(orm.property).primary = {}];
}

message Shelf {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
}

message Stock {
  option (orm.entity) = {foreign_keys: {columns: "sku" table: "item" target_columns: "sku"}};
  int64 id = 1 [(orm.property).primary = {}];
  string sku = 2;
  Shelf shelf = 3 [(orm.property).many_to_one = {}];
}
)";

class WriteErrorsTest : public UnitTest {
 protected:
  WriteErrorsTest() : UnitTest(kProto) {}
};

// SQLite names no constraint: then the relation must not be blamed.
TEST_P(WriteErrorsTest, AKeyThatIsNoRelationIsNotTakenForTheOnlyRelation) {
  Store(Data(entity("Shelf")).Set("id", 1).Take());
  EntityManager em = Fork();
  EntityData stock =
      Data(entity("Stock"), "changes[0]").Set("id", 1).Set("sku", "gone").Point("shelf", ByKey({int64_t{1}})).Take();
  ASSERT_TRUE(em.Create(std::move(stock), "", kContext).ok());
  const Error error = ErrorOf(em.Flush(kContext));
  EXPECT_EQ(error.reason, Reason::kForeignKeyViolation);
  EXPECT_THAT(error.metadata, Contains(Pair("entity", "errors.Stock")));
  if (is_sqlite()) {
    EXPECT_THAT(error.metadata, Not(Contains(::testing::Key("property"))));
  } else {
    EXPECT_THAT(error.metadata, Contains(Pair("property", "sku")));
  }
  EXPECT_THAT(error.violations,
              ElementsAre(Field(&FieldViolation::field, is_sqlite() ? "changes[0]" : "changes[0].sku")));
}

INSTANTIATE_TEST_SUITE_P(Databases, WriteErrorsTest, ::testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
