#include "client/cpp/session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/cpp/client.h"
#include "client/cpp/graph.h"
#include "tests/unit/client/fake_daemon.h"
#include "tests/unit/client/shop.h"

namespace ormd::client {
namespace {

using orm::v1::Command;
using orm::v1::Reply;
using testing::ElementsAre;

std::vector<Reply> CountReply(int64_t count) {
  std::vector<Reply> replies(1);
  replies[0].mutable_count()->set_count(count);
  return replies;
}

Command CountOf(const std::string& entity) {
  Command command;
  command.mutable_count()->set_entity(entity);
  return command;
}

Error UniqueViolation() {
  return Error(grpc::StatusCode::ALREADY_EXISTS, "UNIQUE_VIOLATION", "email is taken",
               {{"changes[1].email", "email is taken"}}, {{"property", "email"}});
}

void ExpectUniqueViolation(const Error& error) {
  EXPECT_EQ(error.code(), grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(error.reason(), "UNIQUE_VIOLATION");
  EXPECT_EQ(error.message(), "email is taken");
  EXPECT_EQ(error.metadata().at("property"), "email");
  EXPECT_EQ(error.violations().at(0).field, "changes[1].email");
  EXPECT_STREQ(error.what(), "UNIQUE_VIOLATION: email is taken (changes[1].email)");
}

Client ClientOf(const FakeDaemon& daemon) {
  ClientOptions options;
  options.address = daemon.address();
  return Client(options);
}

template <typename Call>
void ExpectUniqueViolationFrom(Call call) {
  try {
    call();
    FAIL() << "no error";
  } catch (const Error& error) {
    ExpectUniqueViolation(error);
  }
}

TEST(ClientTest, ErrorsAreDecodedFromTrailersAndFromReplies) {
  FakeDaemon daemon([](const Command&) -> std::vector<Reply> { throw UniqueViolation(); });
  Client client = ClientOf(daemon);
  ExpectUniqueViolationFrom([&] { client.em().Flush(); });
  ExpectUniqueViolationFrom([&] { client.StartSession()->Flush(); });
}

TEST(ClientTest, UnreachableDaemonIsUnavailableWithoutAReason) {
  ClientOptions options;
  options.address = "127.0.0.1:1";
  Client client(options);
  try {
    client.em().Count({});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), grpc::StatusCode::UNAVAILABLE);
    EXPECT_EQ(error.reason(), "");
  }
}

TEST(ClientTest, UnavailableReadsAreTriedAgainAndWritesAreNot) {
  int calls = 0;
  FakeDaemon daemon([&calls](const Command&) -> std::vector<Reply> {
    if (++calls % 2 == 1) throw Error(grpc::StatusCode::UNAVAILABLE, "DATABASE_UNAVAILABLE", "the database is away");
    return CountReply(7);
  });
  Client client = ClientOf(daemon);
  EXPECT_EQ(client.em().Count({}), 7);
  EXPECT_EQ(calls, 2);
  EXPECT_THROW(client.em().Flush(), Error);
  EXPECT_EQ(calls, 3);
}

TEST(ClientTest, ModelIsMadeFromTheDaemonsDescriptors) {
  FakeDaemon daemon([](const Command&) { return CountReply(0); });
  Client client = ClientOf(daemon);
  const auto model = client.model();
  EXPECT_EQ(model, client.model());
  const EntityType* item = model->Find("OrderItem");
  ASSERT_NE(item, nullptr);
  EXPECT_EQ(item, model->Find("shop.v1.OrderItem"));
  EXPECT_EQ(item->key_width(), 2u);
  EXPECT_EQ(item->key().at(0)->target, model->Find("Order"));
  EXPECT_EQ(model->Find("User")->FindProperty("createdAt")->name(), "created_at");
  EXPECT_EQ(model->Find("Nobody"), nullptr);
}

TEST(SessionTest, PipelinedCommandsAreAnsweredInOrder) {
  FakeDaemon daemon([](const Command& command) { return CountReply(std::stoll(command.count().entity())); });
  const auto session = ClientOf(daemon).StartSession();
  std::vector<std::future<Reply>> replies;
  for (int i = 0; i < 100; ++i) replies.push_back(session->Send(CountOf(std::to_string(i))));
  for (int i = 0; i < 100; ++i) EXPECT_EQ(replies[i].get().count().count(), i);
}

TEST(SessionTest, EveryCommandCarriesTheDefaultDeadline) {
  FakeDaemon daemon([](const Command&) { return CountReply(1); });
  ClientOptions options;
  options.address = daemon.address();
  options.timeout = std::chrono::milliseconds(2500);
  const auto session = Client(options).StartSession();
  session->Count({});
  EXPECT_EQ(daemon.commands().at(0).timeout().seconds(), 2);
  EXPECT_EQ(daemon.commands().at(0).timeout().nanos(), 500'000'000);
}

TEST(SessionTest, AnswerInPartsComesJoined) {
  FakeDaemon daemon([](const Command&) {
    std::vector<Reply> parts(2);
    for (int i = 0; i < 2; ++i) {
      auto* set = parts[i].mutable_find()->mutable_graph()->add_sets();
      set->set_entity("shop.v1.Tag");
      set->add_loaded("id");
      set->add_entities(ShopBytes(*ShopModel(), "Tag", "id: " + std::to_string(i + 1)));
    }
    return parts;
  });
  const auto session = ClientOf(daemon).StartSession();
  const EntityGraph graph(ShopModel(), session->Find({}));
  ASSERT_EQ(graph.roots().size(), 2u);
  EXPECT_EQ(graph.roots()[1]->key().values(0).int64(), 2);
}

TEST(SessionTest, DestructorEndsTheStream) {
  FakeDaemon daemon([](const Command&) { return CountReply(1); });
  {
    const auto session = ClientOf(daemon).StartSession();
    session->Count({});
    EXPECT_THAT(daemon.events(), ElementsAre());
  }
  EXPECT_THAT(daemon.events(), ElementsAre("stream ended"));
}

TEST(SessionTest, CommandsThatAreAwaitedAtTheEndAreStillAnswered) {
  FakeDaemon daemon([](const Command&) { return CountReply(3); });
  auto session = ClientOf(daemon).StartSession();
  std::future<Reply> reply = session->Send(CountOf("User"));
  session.reset();
  EXPECT_EQ(reply.get().count().count(), 3);
}

TEST(SessionTest, LostDaemonFailsWhatIsAwaitedAndWhatComesLater) {
  auto daemon = std::make_unique<FakeDaemon>([](const Command&) { return CountReply(3); });
  const auto session = ClientOf(*daemon).StartSession();
  session->Count({});
  daemon.reset();
  EXPECT_THROW(session->Count({}), Error);
  EXPECT_THROW(session->Count({}), Error);
}

TEST(SessionTest, TransactionalCommitsOrRollsBack) {
  FakeDaemon daemon([](const Command& command) {
    if (command.has_flush()) throw UniqueViolation();
    std::vector<Reply> replies(1);
    if (command.has_begin()) replies[0].mutable_begin()->set_depth(2);
    if (command.has_commit()) replies[0].mutable_commit();
    if (command.has_rollback()) replies[0].mutable_rollback();
    return replies;
  });
  const auto session = ClientOf(daemon).StartSession();
  session->Transactional([] {});
  ExpectUniqueViolationFrom([&] { session->Transactional([&] { session->Flush(); }); });
  const std::vector<Command> commands = daemon.commands();
  ASSERT_EQ(commands.size(), 5u);
  EXPECT_EQ(commands[1].commit().depth(), 2u);
  EXPECT_EQ(commands[4].rollback().depth(), 2u);
}

TEST(UnarySessionTest, DestructorClosesTheSession) {
  FakeDaemon daemon([](const Command&) { return CountReply(1); });
  Client client = ClientOf(daemon);
  {
    const auto session = client.OpenSession();
    EXPECT_EQ(session->id(), "s1");
    EXPECT_EQ(session->Count({}), 1);
  }
  EXPECT_THAT(daemon.events(), ElementsAre("open", "close s1"));
}

}  // namespace
}  // namespace ormd::client
