// Whatever comes in is answered by a clear error, writes nothing, and leaves the daemon running.
#include <chrono>

#include "absl/strings/str_cat.h"
#include "tests/conformance/fixture.h"
#include "tests/conformance/raw_bytes.h"
#include "tests/conformance/raw_stream.h"

namespace ormd::conformance {
namespace {

using testing::Contains;
using testing::IsEmpty;

class BadInputTest : public ConformanceTest {
 protected:
  void TearDown() override {
    if (HasFatalFailure()) return;
    ORMD_EXPECT_OK(one().Count("Author"));
  }

  grpc::Status Where(const std::string& entity, const Json& where) {
    return one().Find({{"entity", entity}, {"where", where}}).status;
  }
  RawAnswer Ask(const std::string& method, const std::string& request) {
    return RawAsk(server().channel(), "/orm.v1.EntityManager/" + method, request);
  }
  // A reason of INVALID_ARGUMENT at this field, found without any SQL.
  void ExpectRefused(const grpc::Status& status, const std::string& reason, const std::string& field) {
    EXPECT_THAT(status, Fails(StatusCode::INVALID_ARGUMENT, reason, {field}));
    EXPECT_THAT(Statements(), IsEmpty());
  }
};

TEST_P(BadInputTest, AnUnknownEntity) {
  ExpectRefused(one().Count("Nobody").status, "UNKNOWN_ENTITY", "entity");
  ExpectRefused(one().Remove("shop.v1.Nobody", 1).status, "UNKNOWN_ENTITY", "entity");
}

TEST_P(BadInputTest, AnUnknownProperty) {
  const auto status = Where("Author", {{"nmae", "x"}});
  ExpectRefused(status, "UNKNOWN_PROPERTY", "where.nmae");
  EXPECT_EQ(FailureOf(status).metadata["entity"], "library.v1.Author");
  ExpectRefused(Where("Book", {{"author", {{"nmae", "x"}}}}), "UNKNOWN_PROPERTY", "where.author.nmae");
  ExpectRefused(one().Find({{"entity", "Book"}, {"populate", {"author", "autor"}}}).status, "UNKNOWN_PROPERTY",
                "populate[1]");
  ExpectRefused(one().Find({{"entity", "Book"}, {"order_by", {"titel"}}}).status, "UNKNOWN_PROPERTY", "order_by[0]");
  ExpectRefused(one().Find({{"entity", "Book"}, {"fields", {"titel"}}}).status, "UNKNOWN_PROPERTY", "fields[0]");
}

TEST_P(BadInputTest, AnUnknownOperator) {
  ExpectRefused(Where("Author", {{"age", {{"$above", 3}}}}), "BAD_OPERATOR", "where.age.$above");
  ExpectRefused(Where("Author", {{"$xor", Json::array()}}), "BAD_OPERATOR", "where.$xor");
}

TEST_P(BadInputTest, AValueOfTheWrongType) {
  ExpectRefused(Where("Author", {{"age", "old"}}), "BAD_VALUE", "where.age");
  ExpectRefused(Where("Author", {{"age", 3000000000}}), "BAD_VALUE", "where.age");
  ExpectRefused(Where("Author", {{"name", true}}), "BAD_VALUE", "where.name");
  ExpectRefused(Where("Book", {{"id", "not-a-uuid"}}), "BAD_VALUE", "where.id");
  ExpectRefused(Where("Book", {{"price", "1.2.3"}}), "BAD_VALUE", "where.price");
  ExpectRefused(Where("Book", {{"genre", "EPIC"}}), "BAD_VALUE", "where.genre");
  ExpectRefused(Where("Sample", {{"moment", "yesterday"}}), "BAD_VALUE", "where.moment");
  ExpectRefused(Where("Sample", {{"day", "2023-02-29"}}), "BAD_VALUE", "where.day");
  ExpectRefused(one().FindOne({{"entity", "Author"}, {"key", "x"}}).status, "BAD_VALUE", "key");
  ExpectRefused(one().FindOne({{"entity", "Stock"}, {"key", {"A1"}}}).status, "BAD_VALUE", "key");
}

TEST_P(BadInputTest, AValueInDataThatDoesNotFit) {
  ExpectRefused(one().Create("Sample", {{"id", 1}, {"token", "xyz"}}).status, "BAD_VALUE", "token");
  ExpectRefused(one().Create("Sample", {{"id", 1}, {"amount", "12,5"}}).status, "BAD_VALUE", "amount");
  ExpectRefused(one().Create("Sample", {{"id", 1}, {"code", "far too long"}}).status, "BAD_VALUE", "code");
  const auto flushed = one().Flush({{{"create", {{"entity", "Tag"}, {"data", {{"name", "a"}}}}}},
                                    {{"create", {{"entity", "Sample"}, {"data", {{"id", 1}, {"day", "soon"}}}}}}});
  ExpectRefused(flushed.status, "BAD_VALUE", "changes[1].day");
}

TEST_P(BadInputTest, AStatementOverTooManyTables) {
  const auto any = [](const Json& condition, size_t times) {
    return Json{{"$or", std::vector<Json>(times, condition)}};
  };
  ExpectRefused(Where("Author", any({{"books", {{"title", "x"}}}}, 64)), "LIMIT_EXCEEDED", "where");
  ExpectRefused(one().Count("Author", any({{"books", {{"title", "x"}}}}, 64)).status, "LIMIT_EXCEEDED", "where");
  const Json where = any({{"books", {{"title", "x"}}}}, 63);
  ExpectRefused(one().Find({{"entity", "Author"}, {"where", where}, {"order_by", {"name", "profile.bio"}}}).status,
                "LIMIT_EXCEEDED", "order_by[1]");
  ExpectRefused(one().Find({{"entity", "Author"}, {"order_by", std::vector<Json>(65, "name")}}).status,
                "LIMIT_EXCEEDED", "order_by");
  EXPECT_THAT(Where("Author", where), IsOk());
}

TEST_P(BadInputTest, NumbersThatAreEndlessWrittenOut) {
  std::string document = "[1e-999";
  for (int i = 0; i < 5'000; ++i) document += ",1e-999";
  document += "]";
  ExpectRefused(one().Create("Sample", {{"id", 1}, {"exact_json", document}}).status, "BAD_VALUE", "exact_json");
  ExpectRefused(Where("Sample", {{"exact_json", document}}), "BAD_VALUE", "where.exact_json");
}

TEST_P(BadInputTest, AConditionTenThousandLevelsDeep) {
  const std::string find = Field(1, "Author") + Field(2, DeepMap(10'000));
  const grpc::Status unary = Ask("Find", Field(2, find)).status.value();
  EXPECT_EQ(FailureOf(unary).code, StatusCode::INVALID_ARGUMENT) << unary.error_message();
  EXPECT_EQ(FailureOf(unary).reason, "LIMIT_EXCEEDED");
  EXPECT_FALSE(FailureOf(unary).fields.empty());
  const grpc::Status stream = Ask("FindStream", Field(2, find)).status.value();
  EXPECT_EQ(FailureOf(stream).reason, "LIMIT_EXCEEDED");
  const RawAnswer session = Ask("Session", Field(10, find));
  ASSERT_EQ(session.messages.size(), 1u);
  orm::v1::Reply reply;
  ASSERT_TRUE(reply.ParseFromString(session.messages.front()));
  EXPECT_EQ(FailureOf(ToGrpc(reply.error())).reason, "LIMIT_EXCEEDED");
  EXPECT_THAT(Statements(), IsEmpty());
}

TEST_P(BadInputTest, PathsByTheHundredThousandAreReadInTime) {
  orm::v1::CreateRequest request;
  request.mutable_create()->set_entity("Category");
  orm::v1::Data* data = request.mutable_create()->mutable_data();
  for (int i = 0; i < 230'000; ++i) data->add_fields(absl::StrCat("children[", i, "]"));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(5));
  orm::v1::ChangeReply reply;
  const auto stub = orm::v1::EntityManager::NewStub(server().channel());
  ExpectRefused(stub->Create(&context, request, &reply), "BAD_REQUEST", "fields[0]");
}

TEST_P(BadInputTest, AConditionDeeperThanItsLimit) {
  Json where = {{"name", "Ann"}};
  for (int i = 0; i < 40; ++i) where = {{"$and", Json::array({where})}};
  const auto status = Where("Author", where);
  EXPECT_EQ(FailureOf(status).reason, "LIMIT_EXCEEDED");
  EXPECT_EQ(FailureOf(status).code, StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(Statements(), IsEmpty());
}

TEST_P(BadInputTest, BytesThatAreNoMessage) {
  const grpc::Status status = Ask("Find", "\xff\xff\xff").status.value();
  EXPECT_EQ(FailureOf(status).code, StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(FailureOf(status).reason, "BAD_REQUEST");
}

TEST_P(BadInputTest, AMethodThatDoesNotExist) {
  EXPECT_EQ(Ask("Fnid", "").status.value().error_code(), StatusCode::UNIMPLEMENTED);
}

TEST_P(BadInputTest, AMissingRequiredValue) {
  ExpectRefused(one().Create("Stock", {{"shelf", "A1"}, {"amount", 1}}).status, "REQUIRED", "book");
  const auto all = one().Create("Book", {{"pages", 3}}).status;
  EXPECT_THAT(all, Fails(StatusCode::INVALID_ARGUMENT, "REQUIRED", {"title", "author"}));
}

// SQLite would keep null.
TEST_P(BadInputTest, NotANumberWhereTheDatabaseHasNone) {
  ORMD_ASSERT_OK(one().Create("Sample", {{"id", 1}, {"real", 0.5}}));
  auto session = server().Stream();
  const auto created = one().Create("Sample", {{"id", 2}, {"real", "NaN"}});
  const auto assigned = session.Assign("Sample", 1, {{"single", "NaN"}});
  if (sqlite()) {
    EXPECT_THAT(created.status, Fails(StatusCode::INVALID_ARGUMENT, "BAD_VALUE", {"real"}));
    EXPECT_THAT(assigned.status, Fails(StatusCode::INVALID_ARGUMENT, "BAD_VALUE", {"single"}));
    EXPECT_EQ(*one().Count("Sample"), 1);
  } else {
    ORMD_EXPECT_OK(created);
    ORMD_EXPECT_OK(assigned);
    EXPECT_EQ(one().FindOne({{"entity", "Sample"}, {"key", 2}}).value["real"], "NaN");
  }
}

TEST_P(BadInputTest, AForeignKeyThatPointsNowhere) {
  const auto status = one().Create("Book", {{"title", "One"}, {"author", {{"id", 4711}}}}).status;
  EXPECT_EQ(FailureOf(status).code, StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(FailureOf(status).reason, "FOREIGN_KEY_VIOLATION");
  EXPECT_EQ(*one().Count("Book"), 0);
}

TEST_P(BadInputTest, ADuplicate) {
  ORMD_ASSERT_OK(one().Create("Author", {{"name", "Ann"}, {"email", "a@example.org"}}));
  const auto failure = FailureOf(one().Create("Author", {{"name", "Eve"}, {"email", "a@example.org"}}).status);
  EXPECT_EQ(failure.code, StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(failure.reason, "UNIQUE_VIOLATION");
  EXPECT_EQ(failure.metadata.at("entity"), "library.v1.Author");
  EXPECT_EQ(failure.metadata.at("property"), "email");
  EXPECT_EQ(failure.message.find("example.org"), std::string::npos) << "messages hold no values";
}

TEST_P(BadInputTest, AValueThatACheckRefuses) {
  const auto ann = one().Create("Author", {{"name", "Ann"}});
  const auto status = one().Create("Book", {{"title", "One"}, {"author", {{"id", ann->key}}}, {"pages", -1}}).status;
  EXPECT_EQ(FailureOf(status).code, StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(FailureOf(status).reason, "CHECK_VIOLATION");
  EXPECT_EQ(FailureOf(status).metadata["constraint"], "book_pages_check");
}

TEST_P(BadInputTest, AVersionThatCannotBeCounted) {
  ORMD_ASSERT_OK(one().Create("Account", {{"name", "a"}, {"balance", "1"}, {"version", 2147483647}}));
  const auto status = one().Assign("Account", "a", {{"balance", "2"}}).status;
  EXPECT_THAT(status, Fails(StatusCode::INVALID_ARGUMENT, "BAD_VALUE", {"version"}));
  const auto found = one().FindOne({{"entity", "Account"}, {"key", "a"}});
  ORMD_ASSERT_OK(found);
  EXPECT_EQ(found->at("balance"), "1.0000");
}

TEST_P(BadInputTest, AValueThatFitsNoIndex) {
  std::string name;
  for (uint64_t n = 1; name.size() < 6'000; n = n * 6364136223846793005u + 1442695040888963407u) {
    absl::StrAppend(&name, n);  // which cannot be compressed
  }
  const auto status = one().Create("Tag", {{"name", name}}).status;
  if (sqlite()) {
    EXPECT_THAT(status, IsOk());
  } else {
    EXPECT_THAT(status, Fails(StatusCode::INVALID_ARGUMENT, "LIMIT_EXCEEDED", {"name"}));
  }
}

TEST_P(BadInputTest, RemovingOrChangingWhatIsNotThere) {
  const auto removed = one().Remove("Author", 4711).status;
  EXPECT_EQ(FailureOf(removed).code, StatusCode::NOT_FOUND);
  EXPECT_EQ(FailureOf(removed).reason, "ENTITY_NOT_FOUND");
  const auto changed = one().Assign("Author", 4711, {{"name", "x"}}).status;
  EXPECT_EQ(FailureOf(changed).reason, "ENTITY_NOT_FOUND");
}

TEST_P(BadInputTest, AnUnknownLocalName) {
  const Json data = {{"title", "One"}, {"author", {{"$local", "nobody"}}}};
  const auto failure = FailureOf(one().Flush({{{"create", {{"entity", "Book"}, {"data", data}}}}}).status);
  EXPECT_EQ(failure.code, StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(failure.fields, Contains(testing::HasSubstr("changes[0]")));
}

TEST_P(BadInputTest, TransactionsNeedASession) {
  EXPECT_EQ(FailureOf(one().Begin().status).code, StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(FailureOf(one().Begin().status).reason, "BAD_REQUEST");
}

TEST_P(BadInputTest, AnAnswerBeyondTheMessageLimit) {
  Json changes = Json::array();
  const std::string text(60'000, 'x');
  for (int i = 0; i < 50; ++i) changes.push_back({{"create", {{"entity", "Author"}, {"data", {{"name", text}}}}}});
  ORMD_ASSERT_OK(one().Flush(changes));
  ORMD_ASSERT_OK(one().Flush(changes));
  const auto status = one().Find({{"entity", "Author"}}).status;
  EXPECT_EQ(FailureOf(status).code, StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(FailureOf(status).reason, "LIMIT_EXCEEDED");
  auto session = server().Stream();
  const auto rows = session.Find({{"entity", "Author"}});
  ORMD_ASSERT_OK(rows);
  EXPECT_EQ(rows->size(), 100u) << "a session stream answers in parts";
}

TEST_P(BadInputTest, TablesThatAreNotThere) {
  grpc::ClientContext context;
  orm::v1::DropSchemaResponse response;
  ASSERT_THAT(server().schema().Drop(&context, {}, &response), IsOk());
  const auto status = one().Count("Author").status;
  EXPECT_EQ(FailureOf(status).code, StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(FailureOf(status).reason, "SCHEMA_OUT_OF_DATE");
  ASSERT_THAT(server().CreateTables(), IsOk());
}

ORMD_ON_EVERY_DATABASE(BadInputTest);

}  // namespace
}  // namespace ormd::conformance
