// Rows of readonly entities are not written by way of their relations either.
#include "orm/base/error.h"
#include "tests/unit/unit/flush_fixture.h"

namespace ormd {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kProto = R"(
syntax = "proto3";
package fixed;
import "orm/options.proto";

message Owner {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  optional string name = 2;
  repeated Fixed items = 3 [(orm.property).one_to_many.mapped_by = "owner"];
  Fixed only = 4 [(orm.property).one_to_one.mapped_by = "sole"];
  repeated Fixed linked = 5 [(orm.property).many_to_many.mapped_by = "links"];
}

message Fixed {
  option (orm.entity) = {readonly: true};
  int64 id = 1 [(orm.property).primary = {}];
  Owner owner = 2 [(orm.property) = {nullable: true many_to_one: {}}];
  Owner sole = 3 [(orm.property) = {nullable: true one_to_one: {}}];
  repeated Owner links = 4 [(orm.property).many_to_many = {}];
}
)";

class ReadonlyTest : public FlushTest {
 protected:
  ReadonlyTest() : FlushTest(kProto) {}

  void SetUp() override {
    RunScript("INSERT INTO owner (id) VALUES (1), (2); INSERT INTO fixed (id, owner_id, sole_id) VALUES (1, 1, 1), "
              "(2, NULL, NULL)");
    TakeSql();
  }
};

TEST_P(ReadonlyTest, IsNotWrittenFromTheOtherSide) {
  const auto refused = [this](Data data) {
    EntityManager em = Fork();
    const auto assigned =
        em.Assign({&entity("Owner"), {Value(int64_t{1})}, ""}, data.Take(), std::nullopt, kContext).status();
    EXPECT_EQ(ReasonOf(assigned), Reason::kReadOnly) << assigned;
    EXPECT_TRUE(em.Flush(kContext).ok());
  };
  const auto two = [] { return ByKey({Value(int64_t{2})}); };
  refused(std::move(Data(entity("Owner")).Items("items", CollectionOperation::kSet)));
  refused(std::move(Data(entity("Owner")).Items("items", CollectionOperation::kAdd, two())));
  refused(std::move(Data(entity("Owner")).Point("only", Null())));
  refused(std::move(Data(entity("Owner")).Point("only", two())));
  refused(std::move(Data(entity("Owner")).Items("linked", CollectionOperation::kAdd, two())));
  EXPECT_THAT(TakeWrites(), IsEmpty());
  EntityManager em = Fork();
  Assign(em, "Owner", {Value(int64_t{1})}, std::move(Data(entity("Owner")).Set("name", "Ann")));
  EXPECT_TRUE(em.Flush(kContext).ok());
  EXPECT_THAT(Query("SELECT owner_id FROM fixed WHERE id = 1"), ElementsAre("1"));
}

INSTANTIATE_TEST_SUITE_P(All, ReadonlyTest, ::testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
