#include "client/cli/app.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/unit/client/fake_daemon.h"
#include "tests/unit/client/shop.h"

namespace ormd::cli {
namespace {

using client::Error;
using client::FakeDaemon;
using client::ShopBytes;
using client::ShopModel;
using orm::v1::Command;
using orm::v1::Reply;
using testing::HasSubstr;
using testing::StartsWith;

struct Outcome {
  int code;
  std::string out;
  std::string err;
};

Outcome RunAt(const std::string& address, std::vector<std::string> arguments, const std::string& input = "") {
  arguments.insert(arguments.begin(), "ormctl");
  if (!address.empty()) arguments.insert(arguments.end(), {"--address", address});
  std::vector<const char*> argv;
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  const int code = Run(static_cast<int>(argv.size()), argv.data(), in, out, err);
  return {code, out.str(), err.str()};
}

// A daemon that holds one user, whose key is "u1", and answers every write as done.
std::vector<Reply> Answer(const Command& command) {
  std::vector<Reply> replies(1);
  Reply& reply = replies.front();
  if (command.has_find() || command.has_find_one()) {
    auto* set = reply.mutable_find()->mutable_graph()->add_sets();
    set->set_entity("shop.v1.User");
    for (const char* name : {"id", "email", "name"}) set->add_loaded(name);
    set->add_entities(ShopBytes(*ShopModel(), "User", R"(id: "u1" email: "a@x")"));
  } else if (command.has_count()) {
    reply.mutable_count()->set_count(3);
  } else if (command.has_begin()) {
    reply.mutable_begin()->set_depth(1);
  } else if (command.has_commit()) {
    reply.mutable_commit();
  } else if (command.has_rollback()) {
    reply.mutable_rollback()->set_cleared(true);
  } else if (command.has_create() || command.has_assign() || command.has_remove()) {
    auto* result = reply.mutable_change()->mutable_result();
    result->set_operation(command.has_create()   ? orm::v1::ChangeResult::CREATE
                          : command.has_assign() ? orm::v1::ChangeResult::ASSIGN
                                                 : orm::v1::ChangeResult::REMOVE);
    result->set_entity("shop.v1.User");
    result->mutable_key()->add_values()->set_text("u1");
  }
  return replies;
}

Outcome RunOn(FakeDaemon& daemon, std::vector<std::string> arguments, const std::string& input = "") {
  return RunAt(daemon.address(), std::move(arguments), input);
}

Outcome RunFailing(grpc::StatusCode code, const std::string& reason, std::vector<std::string> arguments) {
  FakeDaemon daemon([&](const Command&) -> std::vector<Reply> {
    throw Error(code, reason, "it failed", {{"email", "it failed"}, {"name", "that too"}});
  });
  return RunOn(daemon, std::move(arguments));
}

TEST(AppTest, FindPrintsAnArrayLinesOrATable) {
  FakeDaemon daemon(Answer);
  EXPECT_EQ(RunOn(daemon, {"find", "User", "-o", "ndjson"}).out, "{\"id\":\"u1\",\"email\":\"a@x\",\"name\":null}\n");
  EXPECT_EQ(RunOn(daemon, {"-o", "json", "find", "User"}).out,
            "[\n  {\n    \"id\": \"u1\",\n    \"email\": \"a@x\",\n    \"name\": null\n  }\n]\n");
  EXPECT_EQ(RunOn(daemon, {"find", "User", "--fields", "id,email,name"}).out, "id  email  name\nu1  a@x    null\n");
}

TEST(AppTest, FindSendsItsOptions) {
  FakeDaemon daemon(Answer);
  ASSERT_EQ(RunOn(daemon, {"find", "User", "--where", R"({"age": {"$gte": 9007199254740993}})", "--populate",
                           "orders,orders.items", "--order-by", R"({"email": "desc"})", "--limit", "5", "--offset", "2",
                           "--fields", "id,email"})
                .code,
            0);
  const orm::v1::Find find = daemon.commands().at(0).find();
  EXPECT_EQ(find.where().pairs(0).value().map().pairs(0).value().int64(), 9007199254740993);
  EXPECT_EQ(find.populate_size(), 2);
  EXPECT_TRUE(find.order_by(0).descending());
  EXPECT_EQ(find.limit(), 5u);
  EXPECT_EQ(find.offset(), 2u);
  EXPECT_EQ(find.fields_size(), 2);
}

TEST(AppTest, NothingFoundIsAnEmptyArrayOrAHeader) {
  FakeDaemon daemon([](const Command&) { return std::vector<Reply>(1); });
  EXPECT_EQ(RunOn(daemon, {"find", "User", "-o", "json"}).out, "[]\n");
  EXPECT_EQ(RunOn(daemon, {"find", "User", "-o", "ndjson"}).out, "");
  EXPECT_EQ(RunOn(daemon, {"find", "User"}).out, "id  email  name  created_at\n");
}

TEST(AppTest, WhatCannotBeWrittenIsAFailure) {
  FakeDaemon daemon(Answer);
  const std::vector<const char*> argv = {"ormctl", "find", "User", "--address", daemon.address().c_str()};
  std::istringstream in;
  std::ostringstream out, err;
  out.setstate(std::ios::badbit);
  EXPECT_EQ(cli::Run(static_cast<int>(argv.size()), argv.data(), in, out, err), 1);
  EXPECT_THAT(err.str(), HasSubstr("cannot be written"));
}

TEST(AppTest, CountIsABareNumberOrAnObject) {
  FakeDaemon daemon(Answer);
  EXPECT_EQ(RunOn(daemon, {"count", "User"}).out, "3\n");
  EXPECT_EQ(RunOn(daemon, {"count", "User", "-o", "json"}).out, "{\"count\": 3}\n");
}

TEST(AppTest, CreateAndUpdatePrintTheEntityAsItStands) {
  FakeDaemon daemon(Answer);
  const std::string entity = "{\"id\":\"u1\",\"email\":\"a@x\",\"name\":null}\n";
  EXPECT_EQ(RunOn(daemon, {"create", "User", R"({"email": "a@x"})", "-o", "ndjson"}).out, entity);
  EXPECT_EQ(RunOn(daemon, {"update", "User", "u1", R"({"email": "a@x"})", "-o", "ndjson"}).out, entity);
  EXPECT_EQ(daemon.commands().at(2).assign().key().values(0).text(), "u1");
}

TEST(AppTest, DeleteSaysWhatItDid) {
  FakeDaemon daemon(Answer);
  const Outcome table = RunOn(daemon, {"delete", "User", "u1"});
  EXPECT_EQ(table.out, "");
  EXPECT_EQ(table.err, "deleted shop.v1.User u1\n");
  EXPECT_EQ(RunOn(daemon, {"delete", "User", "u1", "-o", "ndjson"}).out,
            "{\"op\":\"remove\",\"entity\":\"shop.v1.User\",\"key\":\"u1\",\"generated\":{}}\n");
}

TEST(AppTest, FlushAnswersInInputOrder) {
  FakeDaemon daemon([](const Command&) {
    std::vector<Reply> replies(1);
    auto* created = replies[0].mutable_flush()->add_results();
    created->set_operation(orm::v1::ChangeResult::CREATE);
    created->set_entity("shop.v1.Order");
    created->set_local("first");
    created->mutable_key()->add_values()->set_int64(5);
    created->set_generated(ShopBytes(*ShopModel(), "Order", "id: 5"));
    created->add_generated_fields("id");
    auto* removed = replies[0].mutable_flush()->add_results();
    removed->set_operation(orm::v1::ChangeResult::REMOVE);
    removed->set_entity("shop.v1.OrderItem");
    removed->mutable_key()->add_values()->set_int64(5);
    removed->mutable_key()->add_values()->set_int64(7);
    return replies;
  });
  const std::string changes = R"({"create": {"entity": "Order", "local": "first", "data": {"user": "u1"}}}

{"remove": {"entity": "OrderItem", "key": {"order": 5, "product": 7}}}
)";
  EXPECT_EQ(
      RunOn(daemon, {"flush", "-o", "ndjson"}, changes).out,
      "{\"op\":\"create\",\"entity\":\"shop.v1.Order\",\"local\":\"first\",\"key\":5,\"generated\":{\"id\":5}}\n"
      "{\"op\":\"remove\",\"entity\":\"shop.v1.OrderItem\",\"key\":{\"order\":5,\"product\":7},\"generated\":{}}\n");
  EXPECT_EQ(daemon.commands().at(0).flush().changes_size(), 2);
}

TEST(AppTest, DryRunPrintsThePlanWithItsSql) {
  FakeDaemon daemon([](const Command& command) {
    EXPECT_TRUE(command.flush().dry_run());
    std::vector<Reply> replies(1);
    auto* insert = replies[0].mutable_flush()->add_plan();
    insert->set_action(orm::v1::PlannedStatement::EXTRA_UPDATE);
    insert->set_entity("shop.v1.User");
    insert->set_rows(2);
    insert->set_sql("update \"user\"");
    insert->add_targets("new");
    insert->add_targets("alice");
    return replies;
  });
  EXPECT_EQ(RunOn(daemon, {"flush", "--dry-run"}, "[]").out,
            "1. extra update shop.v1.User 2 rows: new, alice\n   update \"user\"\n");
  EXPECT_EQ(RunOn(daemon, {"flush", "--dry-run", "-o", "ndjson"}, "[]").out,
            "{\"action\":\"extra_update\",\"entity\":\"shop.v1.User\",\"rows\":2,\"sql\":\"update \\\"user\\\"\","
            "\"targets\":[\"new\",\"alice\"]}\n");
}

TEST(AppTest, ErrorsPrintReasonMessageAndPaths) {
  const Outcome outcome = RunFailing(grpc::StatusCode::ALREADY_EXISTS, "UNIQUE_VIOLATION", {"count", "User"});
  EXPECT_EQ(outcome.err, "UNIQUE_VIOLATION: it failed (email)\n  that too (name)\n");
  EXPECT_EQ(outcome.out, "");
}

TEST(AppTest, ExitCodesTellErrorsApart) {
  using grpc::StatusCode;
  const auto code = [](StatusCode status, const char* reason) {
    return RunFailing(status, reason, {"count", "User"}).code;
  };
  EXPECT_EQ(code(StatusCode::INVALID_ARGUMENT, "BAD_VALUE"), 1);
  EXPECT_EQ(code(StatusCode::FAILED_PRECONDITION, "FOREIGN_KEY_VIOLATION"), 1);
  EXPECT_EQ(code(StatusCode::DEADLINE_EXCEEDED, "STATEMENT_TIMEOUT"), 1);
  EXPECT_EQ(code(StatusCode::NOT_FOUND, "ENTITY_NOT_FOUND"), 3);
  EXPECT_EQ(code(StatusCode::UNAUTHENTICATED, "UNAUTHENTICATED"), 4);
  EXPECT_EQ(code(StatusCode::PERMISSION_DENIED, "NOT_ALLOWED"), 4);
  EXPECT_EQ(code(StatusCode::UNAVAILABLE, "DATABASE_UNAVAILABLE"), 5);
  EXPECT_EQ(code(StatusCode::RESOURCE_EXHAUSTED, "POOL_EXHAUSTED"), 5);
  EXPECT_EQ(code(StatusCode::ALREADY_EXISTS, "UNIQUE_VIOLATION"), 6);
  EXPECT_EQ(code(StatusCode::ABORTED, "OPTIMISTIC_LOCK"), 6);
}

TEST(AppTest, WrongUsageIsTwo) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{},
                                             {"nonsense"},
                                             {"find"},
                                             {"find", "User", "--where", "{"},
                                             {"find", "User", "--limit", "-1"},
                                             {"find", "User", "--limit", "many"},
                                             {"-o", "xml", "find", "User"},
                                             {"create", "User", "not json"},
                                             {"create", "User", "[]"},
                                             {"flush", "-f", "/nonexistent/changes.json"},
                                             {"schema", "drop"},
                                             {"schema", "create", "--dump", "--run"}}) {
    const Outcome outcome = RunAt("", arguments);
    EXPECT_EQ(outcome.code, 2) << outcome.err;
    EXPECT_THAT(outcome.err, StartsWith("USAGE: "));
    EXPECT_EQ(outcome.out, "");
  }
}

TEST(AppTest, AnUnknownCommandIsNamed) {
  const auto said = [](std::vector<std::string> arguments) { return RunAt("", std::move(arguments)).err; };
  EXPECT_EQ(said({"nonsense"}), "USAGE: there is no command 'nonsense'; --help tells more\n");
  EXPECT_EQ(said({"schema", "nonsense", "--dump"}), "USAGE: there is no command 'nonsense'; --help tells more\n");
  EXPECT_EQ(said({"schema"}), "USAGE: A subcommand is required; --help tells more\n");
}

TEST(AppTest, WhatChangesASchemaAsksForTheSameOptions) {
  for (const char* command : {"update", "drop", "fresh"}) {
    EXPECT_EQ(RunAt("", {"schema", command}).err, "USAGE: --dump or --run is required; --help tells more\n");
  }
}

TEST(AppTest, ATimeoutBeyondReasonIsRefusedInAShortLine) {
  for (const char* timeout : {"0", "-1", "1e300"}) {
    const Outcome outcome = RunAt("", {"debug", "--timeout", timeout});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_LT(outcome.err.size(), 100u) << outcome.err;
  }
}

TEST(AppTest, HelpHasExamples) {
  for (const char* command :
       {"find", "get", "count", "create", "update", "delete", "flush", "session", "entities", "debug"}) {
    const Outcome outcome = RunAt("", {command, "--help"});
    EXPECT_EQ(outcome.code, 0);
    EXPECT_THAT(outcome.out, HasSubstr("Example"));
  }
}

TEST(AppTest, UnreachableDaemonIsFive) {
  const Outcome outcome = RunAt("127.0.0.1:1", {"debug"});
  EXPECT_EQ(outcome.code, 5);
  EXPECT_THAT(outcome.err, StartsWith("UNAVAILABLE: cannot reach ormd at 127.0.0.1:1"));
}

TEST(AppTest, UnknownEntityComesInTheDaemonsWords) {
  FakeDaemon daemon(Answer);
  const Outcome outcome = RunOn(daemon, {"create", "Usr", "{}"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.err, "UNKNOWN_ENTITY: unknown entity; is 'User' meant? (entity)\n");
}

TEST(AppTest, FaultsOfDataCarryTheChangesPath) {
  FakeDaemon daemon(Answer);
  const Outcome outcome = RunOn(daemon, {"flush"}, R"([{"create": {"entity": "Tag", "data": {"id": "x"}}}])");
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.err, "BAD_VALUE: not a valid integer (changes[0].id)\n");
  EXPECT_TRUE(daemon.commands().empty());
}

TEST(AppTest, SchemaAndEntitiesAndDebug) {
  FakeDaemon daemon(Answer);
  EXPECT_EQ(RunOn(daemon, {"schema", "create", "--dump"}).out, "-- create table \"user\"\nCREATE TABLE \"user\" ();\n");
  EXPECT_EQ(RunOn(daemon, {"schema", "create", "-o", "ndjson"}).out,
            "{\"safety\":\"SAFE\",\"summary\":\"create table \\\"user\\\"\",\"statements\":[\"CREATE TABLE "
            "\\\"user\\\" ()\"]}\n");
  EXPECT_EQ(RunOn(daemon, {"schema", "create"}).err, "create table \"user\"\n1 step ran\n");
  EXPECT_THAT(RunOn(daemon, {"entities"}).out, HasSubstr("shop.v1.OrderItem  order_item  order, product\n"));
  EXPECT_THAT(RunOn(daemon, {"entities", "User"}).out, HasSubstr("email       scalar       text"));
  EXPECT_THAT(RunOn(daemon, {"debug"}).out, HasSubstr("sqlite"));
  EXPECT_THAT(RunOn(daemon, {"debug"}).out, HasSubstr("4 connections, the writer's among them: "));
}

std::string Lines(std::initializer_list<const char*> lines) {
  std::string text;
  for (const char* line : lines) text += std::string(line) + "\n";
  return text;
}

void ExpectSessionPlays(std::vector<std::string> arguments) {
  FakeDaemon daemon(Answer);
  const Outcome outcome =
      RunOn(daemon, std::move(arguments),
            Lines({R"({"begin": {"isolation": "serializable"}})", R"({"get": {"entity": "User", "key": "u1"}})",
                   R"({"count": {"entity": "User"}})", "", R"({"rollback": null})"}));
  EXPECT_EQ(outcome.out, Lines({R"({"begin":{"depth":1}})", R"({"get":{"id":"u1","email":"a@x","name":null}})",
                                R"({"count":3})", R"({"rollback":{"cleared":true}})"}));
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(daemon.commands().at(0).begin().isolation(), orm::v1::SERIALIZABLE);
}

TEST(SessionCommandTest, StreamAndUnaryDoorsPlayAlike) {
  ExpectSessionPlays({"session"});
  ExpectSessionPlays({"session", "--unary"});
}

void ExpectSkipsAfterAMalformedLine(std::vector<std::string> arguments) {
  FakeDaemon daemon(Answer);
  const Outcome outcome =
      RunOn(daemon, std::move(arguments),
            Lines({R"({"begin": {}})", R"({"create": )", R"({"commit": {}})", R"({"rollback": {}})"}));
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.out, HasSubstr(R"({"error":{"reason":"BAD_REQUEST","message":"line 2 is not valid JSON)"));
  EXPECT_THAT(outcome.out, HasSubstr(R"("reason":"SKIPPED")"));
  const std::vector<Command> commands = daemon.commands();
  ASSERT_EQ(commands.size(), 2u);
  EXPECT_TRUE(commands[1].has_rollback());
}

TEST(SessionCommandTest, NothingIsCommittedAfterALineThatCannotBeSent) {
  ExpectSkipsAfterAMalformedLine({"session"});
  ExpectSkipsAfterAMalformedLine({"session", "--unary"});
}

// The stream's daemon sees to it itself.
TEST(SessionCommandTest, BehindARollbackThatFailsCommandsRun) {
  FakeDaemon daemon([](const Command& command) -> std::vector<Reply> {
    if (command.has_rollback()) throw Error(grpc::StatusCode::FAILED_PRECONDITION, "NO_TRANSACTION", "none is open");
    return Answer(command);
  });
  const Outcome outcome = RunOn(daemon, {"session", "--unary"},
                                Lines({R"({"rollback": {}})", R"({"count": {"entity": "User"}})"}));
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out, HasSubstr(R"("reason":"NO_TRANSACTION")"));
  EXPECT_THAT(outcome.out, HasSubstr(R"({"count":3})"));
}

TEST(SessionCommandTest, ExitCodeIsThatOfTheFirstError) {
  FakeDaemon daemon([](const Command& command) -> std::vector<Reply> {
    if (command.has_count()) throw Error(grpc::StatusCode::NOT_FOUND, "ENTITY_NOT_FOUND", "gone");
    return Answer(command);
  });
  const Outcome outcome = RunOn(daemon, {"session", "--unary"},
                                Lines({R"({"count": {"entity": "User"}})", R"({"commit": {}})", R"({"sync": {}})"}));
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.out, HasSubstr(R"("reason":"ENTITY_NOT_FOUND","message":"gone","code":"NOT_FOUND")"));
  EXPECT_THAT(outcome.out, HasSubstr(R"({"sync":{}})"));
}

}  // namespace
}  // namespace ormd::cli
