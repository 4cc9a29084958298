#include "tests/unit/server/server_fixture.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>
#include <utility>

#include "absl/synchronization/notification.h"
#include "orm/metadata/loader.h"
#include "orm/schema/schema_manager.h"
#include "orm/unit/row_query.h"
#include "server/wire/message.h"
#include "server/wire/reply_buffer.h"

namespace ormd {
namespace {

std::unique_ptr<Schema> Load(const char* source) {
  LoadResult result = LoadSchemaFromSources({{"t.proto", source}});
  if (!result.ok()) throw std::runtime_error(FaultText(result.faults.front()));
  return std::move(result.schema);
}

// A varint field of the wire needs no generated message for two fields.
std::string ItemMessage(const std::string& name) {
  wire::WireBuffer message;
  message.TaggedBytes(wire::DelimitedTag(2), name);
  return std::string(message.view());
}

}  // namespace

absl::Time FakeClock::Now() const {
  absl::MutexLock lock(&mutex_);
  return now_;
}

void FakeClock::Advance(absl::Duration duration) {
  absl::MutexLock lock(&mutex_);
  now_ += duration;
}

const char* ServerFixture::SchemaSource() {
  return R"(
    syntax = "proto3";
    package t;
    import "orm/options.proto";
    message Item {
      option (orm.entity) = {};
      int64 id = 1 [(orm.property).primary.generated = IDENTITY];
      string name = 2 [(orm.property).unique = true];
    })";
}

ServerFixture::ServerFixture(std::string_view name, const char* source) : database(name), schema(Load(source)) {
  const Platform& platform = database.is_sqlite() ? SqlitePlatform() : PostgresPlatform();
  PoolOptions options;
  options.size = 4;
  pool = std::make_unique<Pool>(*MakeDriver(database.url()), options, &observer);
  environment = std::make_unique<OrmEnvironment>(*schema, platform, *pool);
  executor = std::make_unique<Executor>(kWorkers, 5);
  PooledConnection connection = *pool->Acquire(Access::kWrite, FreeContext());
  if (!SchemaManager(*schema, DialectOf(platform)).Create(*connection, SchemaMode::kRun, FreeContext()).ok()) {
    throw std::runtime_error("no tables");
  }
}

std::shared_ptr<Session> ServerFixture::NewSession() {
  return std::make_shared<Session>(*environment, *executor, [this] { return clock.Now(); });
}

std::shared_ptr<absl::Notification> ServerFixture::HoldWorkers() {
  auto go = std::make_shared<absl::Notification>();
  for (size_t i = 0; i < kWorkers; ++i) executor->Submit([go] { go->WaitForNotification(); });
  return go;
}

int64_t ServerFixture::CountItems() {
  return *CountRows(*environment, *schema->entities().front(), Condition{}, FreeContext());
}

Context FreeContext() { return {absl::InfiniteFuture(), std::make_shared<Cancellation>()}; }

orm::v1::Command CreateItem(const std::string& name) {
  orm::v1::Command command;
  command.mutable_create()->set_entity("Item");
  command.mutable_create()->mutable_data()->set_message(ItemMessage(name));
  return command;
}

orm::v1::Command CountCommand() {
  orm::v1::Command command;
  command.mutable_count()->set_entity("Item");
  return command;
}

orm::v1::Command FlushCommand() {
  orm::v1::Command command;
  command.mutable_flush();
  return command;
}

orm::v1::Command BeginCommand() {
  orm::v1::Command command;
  command.mutable_begin();
  return command;
}

orm::v1::Command CommitCommand() {
  orm::v1::Command command;
  command.mutable_commit();
  return command;
}

orm::v1::Command RollbackCommand() {
  orm::v1::Command command;
  command.mutable_rollback();
  return command;
}

orm::v1::Command ClearCommand() {
  orm::v1::Command command;
  command.mutable_clear();
  return command;
}

orm::v1::Command SyncCommand() {
  orm::v1::Command command;
  command.mutable_sync();
  return command;
}

orm::v1::Command BadCommand() {
  orm::v1::Command command;
  command.mutable_find()->set_entity("Nothing");
  return command;
}

orm::v1::Reply Read(const EncodedReply& reply) {
  orm::v1::Reply read;
  EXPECT_TRUE(wire::ParseMessage(ReplyBytes(0, reply), &read).ok());
  return read;
}

absl::StatusOr<Replies> Ask(Session& session, const orm::v1::Command& command) {
  absl::Notification done;
  absl::StatusOr<Replies> answer;
  session.Submit(std::make_shared<orm::v1::Command>(command), FreeContext(), 0, [&](absl::StatusOr<Replies> replies) {
    answer = std::move(replies);
    done.Notify();
  });
  done.WaitForNotification();
  return answer;
}

void AwaitNoTransaction(const Session& session) {
  while (session.in_transaction()) std::this_thread::yield();
}

}  // namespace ormd
