// Documents of type JSON, which are equal whatever their spelling.
#include "orm/base/error.h"
#include "tests/unit/unit/flush_fixture.h"

namespace ormd {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::StartsWith;

constexpr const char* kProto = R"(
syntax = "proto3";
package document;
import "orm/options.proto";

message Form {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary = {}];
  optional string body = 2 [(orm.property) = {type: JSON unique: true}];
  optional string note = 3 [(orm.property) = {type: JSON index: true}];
}
)";

class DocumentTest : public FlushTest {
 protected:
  DocumentTest() : FlushTest(kProto) {}

  Data Body(Value body) { return std::move(Data(entity("Form")).Set("body", std::move(body))); }
  Data Form(int64_t id, Value body, Value note = {}) {
    return std::move(Body(std::move(body)).Set("id", id).Set("note", std::move(note)));
  }

  // The ids of those that match, in order.
  std::vector<std::string> Ids(Value where) {
    EntityManager em = Fork();
    FindOptions options = Where("Form", std::move(where));
    options.order = *ParseOrder(entity("Form"), {{"id"}});
    const absl::StatusOr<FindResult> found = em.Find(entity("Form"), options, kContext);
    EXPECT_TRUE(found.ok()) << found.status();
    std::vector<std::string> ids;
    for (const Entity* form : found->roots) ids.push_back(KeyText(form->key()));
    return ids;
  }
};

TEST_P(DocumentTest, ConditionsLookAtTheContent) {
  Store(Form(1, {}, R"({"b":1.0,"a":[]})").Take());
  Store(Form(2, {}, "100").Take());
  Store(Form(3, {}).Take());
  // As other programs write it.
  RunScript(R"(INSERT INTO form (id, note) VALUES (4, '{ "a" : [ ], "b" : 1 }'), (5, '1e2'), (6, '100.1'))");
  const Map document = {{"a", List{}}, {"b", 1}};
  EXPECT_THAT(Ids(Map{{"note", Map{{"$eq", document}}}}), ElementsAre("1", "4"));
  EXPECT_THAT(Ids(Map{{"note", Map{{"$ne", document}}}}), ElementsAre("2", "5", "6"));
  EXPECT_THAT(Ids(Map{{"note", "100.00"}}), ElementsAre("2", "5"));
  EXPECT_THAT(Ids(Map{{"note", Map{{"$in", List{"1e2", "100.10", Value()}}}}}), ElementsAre("2", "3", "5", "6"));
  EXPECT_THAT(Ids(Map{{"note", Map{{"$nin", List{"1e2", "0"}}}}}), ElementsAre("1", "4", "6"));
  EXPECT_THAT(Ids(Map{{"note", Map{{"$not", Map{{"$eq", 100}}}}}}), ElementsAre("1", "4", "6"));
}

TEST_P(DocumentTest, AnEqualOneIsNoChange) {
  const Key key = Store(Form(1, R"({"a":[1,2.50]})").Take());
  for (const char* body : {R"( { "a" : [1.0, 25e-1] } )", R"({"a":0,"a":[1,2.5]})"}) {
    EntityManager em = Fork();
    Assign(em, "Form", key, Body(body));
    ASSERT_TRUE(em.Flush(kContext).ok());
    EXPECT_THAT(TakeWrites(), IsEmpty()) << body;
  }
  EntityManager em = Fork();
  Assign(em, "Form", key, Body(R"({"a":[1,2.51]})"));
  ASSERT_TRUE(em.Flush(kContext).ok());
  EXPECT_THAT(TakeWrites(), ElementsAre(StartsWith("UPDATE")));
}

TEST_P(DocumentTest, EqualOnesViolateAUniqueConstraint) {
  Store(Form(1, R"({"a":1,"b":2})").Take());
  EntityManager em = Fork();
  Create(em, Form(2, R"({"b":2.0,"a":1e0})"));
  const Error error = ErrorOf(em.Flush(kContext));
  EXPECT_EQ(ReasonName(error.reason), "UNIQUE_VIOLATION");
  EXPECT_THAT(error.metadata, Contains(Pair("constraint", "form_body_unique")));
  EXPECT_THAT(error.metadata, Contains(Pair("property", "body")));
}

TEST_P(DocumentTest, UniqueOnesChangeHands) {
  const Key first = Store(Form(1, R"({"a": 1})").Take());
  const Key second = Store(Form(2, "2").Take());
  EntityManager em = Fork();
  ASSERT_TRUE(em.Find(entity("Form"), Options("Form"), kContext).ok());
  Remove(em, "Form", first);
  Create(em, Form(3, "2.0"));
  Assign(em, "Form", second, Body(R"({"a":1.0})"));
  const absl::Status flushed = em.Flush(kContext);
  ASSERT_TRUE(flushed.ok()) << flushed;
  EXPECT_THAT(Ids(Map{{"body", R"({"a":1})"}}), ElementsAre("2"));
  EXPECT_THAT(Ids(Map{{"body", "2"}}), ElementsAre("3"));
}

INSTANTIATE_TEST_SUITE_P(Databases, DocumentTest, ::testing::ValuesIn(kDatabases));

}  // namespace
}  // namespace ormd
