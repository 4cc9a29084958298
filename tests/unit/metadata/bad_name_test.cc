#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/metadata/schema_source.h"

namespace ormd {
namespace {

using testing::ElementsAre;

TEST(BadNameTest, ColumnsMustNotClash) {
  EXPECT_THAT(
      FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  int32 x = 2;
  int32 y = 3 [(orm.property).column = "X"];
  A z = 4 [(orm.property).many_to_one.columns = "x"];
}
)--"),
      ElementsAre("t.proto:6:16: A.y: column 'X' is taken by 'x'", "t.proto:7:12: A.z: column 'x' is taken by 'x'"));
}

TEST(BadNameTest, SomeNamesAreTaken) {
  EXPECT_THAT(
      FaultsOf(R"--(
message OrmdThing {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
}
enum Kind { X = 0; }
message B {
  option (orm.entity) = {table: "SQLite_b"};
  int64 id = 1 [(orm.property).primary = {}];
  Kind kind = 2 [(orm.property).native_enum = "path"];
}
)--"),
      ElementsAre("t.proto:3:3: OrmdThing: the table name 'ormd_thing' begins with ormd_",
                  "t.proto:8:3: B: the table name 'SQLite_b' begins with sqlite_",
                  "t.proto:10:18: B.kind: the name 'path' is that of a type of PostgreSQL"));
}

TEST(BadNameTest, TablesMustNotClash) {
  EXPECT_THAT(
      FaultsOf(R"--(
message A {
  option (orm.entity) = {table: "b"};
  int64 id = 1 [(orm.property).primary = {}];
}
message B {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  repeated A as = 2 [(orm.property).many_to_many.pivot_table = "c"];
}
message C {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  repeated A as = 2 [(orm.property).many_to_many = {}];
  repeated A bs = 3 [(orm.property).many_to_many.pivot_table = "c_as"];
}
message D {
  option (orm.entity) = {table: "c" schema: "other"};
  int64 id = 1 [(orm.property).primary = {}];
}
)--"),
      ElementsAre("t.proto:7:3: B: table 'b' is taken by t.A", "t.proto:9:22: B.as: pivot table 'c' is taken by t.C",
                  "t.proto:15:22: C.bs: pivot table 'c_as' is taken by t.C.as"));
}

TEST(BadNameTest, PropertiesMustNotClash) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  int32 some_name = 2 [json_name = "other"];
  int32 someName = 3;
}
)--"),
              ElementsAre("t.proto:6:9: The JSON camel-case name of field \"someName\" conflicts with field "
                          "\"some_name\". This is not allowed in proto3."));
}

TEST(BadNameTest, IdentifiersMustFitTheDatabase) {
  EXPECT_THAT(
      FaultsOf(R"--(
message A {
  option (orm.entity) = {table: "" schema: ""};
  int64 id = 1 [(orm.property).primary = {}];
  int32 x = 2 [(orm.property).column = ""];
  int32 y = 3 [(orm.property).column = "a234567890123456789012345678901234567890123456789012345678901234"];
}
)--"),
      ElementsAre("t.proto:3:3: A: the table name is empty", "t.proto:3:3: A: the schema name is empty",
                  "t.proto:5:16: A.x: the column name is empty",
                  "t.proto:6:16: A.y: the column name "
                  "'a234567890123456789012345678901234567890123456789012345678901234' is longer than 63 bytes"));
}

TEST(BadNameTest, PivotColumnsMustNotClash) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  repeated A x = 2 [(orm.property).many_to_many = {join_columns: "p" inverse_join_columns: "p"}];
}
)--"),
              ElementsAre("t.proto:5:21: A.x: column 'p' stands twice in the pivot table 'a_x'"));
}

TEST(BadNameTest, IndexNamesMustNotClash) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {indexes: {properties: "y" name: "i"} uniques: {properties: "x"}};
  int64 id = 1 [(orm.property).primary = {}];
  string x = 2 [(orm.property).unique = true];
  string y = 3;
}
message B {
  option (orm.entity) = {indexes: {properties: "id" name: "I"} checks: {name: "c" expression: "1 = 1"} checks: {name: "c" expression: "2 = 2"}};
  int64 id = 1 [(orm.property).primary = {}];
}
)--"),
              ElementsAre("t.proto:3:3: A: the name 'a_x_unique' of a unique constraint is taken by t.A",
                          "t.proto:9:3: B: the name 'I' of an index is taken by t.A",
                          "t.proto:9:3: B: the name 'c' of a check is taken by t.B"));
}

TEST(BadNameTest, IndexMustNameColumns) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {indexes: {properties: "nam" include: "many"} uniques: {properties: "sum"} uniques: {properties: "gone"}};
  int64 id = 1 [(orm.property).primary = {}];
  string name = 2;
  repeated A many = 3 [(orm.property).many_to_many = {}];
  int32 sum = 4 [(orm.property).formula.sql = "1"];
  int32 gone = 5 [(orm.property).persist = false];
}
)--"),
              ElementsAre("t.proto:3:3: A: an index names no property: 'nam'; did you mean 'name'?",
                          "t.proto:3:3: A: an index cannot hold 'many': it is a to-many relation",
                          "t.proto:3:3: A: a unique constraint cannot hold 'sum': it is a formula",
                          "t.proto:3:3: A: a unique constraint cannot hold 'gone': it is not stored"));
}

TEST(BadNameTest, IndexNeedsPropertiesOrAnExpression) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {indexes: {} indexes: {properties: "id" expression: "lower(x)"} uniques: {} checks: {}};
  int64 id = 1 [(orm.property).primary = {}];
}
)--"),
              ElementsAre("t.proto:3:3: A: an index has either `properties` or an `expression`",
                          "t.proto:3:3: A: a unique constraint needs `properties`",
                          "t.proto:3:3: A: a check needs an `expression`"));
}

TEST(BadNameTest, OrderMustNameARow) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {order: {property: "many"} order: {property: "elsewhere"}};
  int64 id = 1 [(orm.property).primary = {}];
  repeated A many = 2 [(orm.property).many_to_many = {order: {property: "idd"}}];
}
)--"),
              ElementsAre("t.proto:3:3: A: `order` cannot go by the to-many relation 'many'",
                          "t.proto:3:3: A: `order` names no property of A: 'elsewhere'",
                          "t.proto:5:24: A.many: `order` names no property of A: 'idd'; did you mean 'id'?"));
}

TEST(BadNameTest, EmptyCheckIsRefused) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  int32 x = 2 [(orm.property).check = ""];
}
)--"),
              ElementsAre("t.proto:5:16: A.x: `check` is empty"));
}

TEST(BadSourceTest, SyntaxFaultsComeAlone) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  int32 x = 2 [(orm.property).type = UUID];
  int32 y 3;
}
message B { string = 4; }
)--"),
              ElementsAre("t.proto:6:11: Missing field number.", "t.proto:8:20: Expected field name."));
}

TEST(BadSourceTest, UnknownOptionIsTold) {
  EXPECT_THAT(FaultsOf(R"--(
message A {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  int32 x = 2 [(orm.property).uniqe = true];
  int32 y = 3 [(orm.property) = {typ: UUID}];
  int32 z = 4 [(orm.property).type = UUIDD];
}
)--"),
              ElementsAre("t.proto:5:16: Option \"(orm.property).uniqe\" unknown. Ensure that your proto definition "
                          "file imports the proto which defines the option.",
                          "t.proto:6:33: Error while parsing option value for \"property\": Message type "
                          "\"orm.PropertyOptions\" has no field named \"typ\".",
                          "t.proto:7:38: Enum type \"orm.Type.Name\" has no value named \"UUIDD\" for option "
                          "\"orm.PropertyOptions.type\"."));
}

}  // namespace
}  // namespace ormd
