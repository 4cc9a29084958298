#include "server/service/session_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "server/wire/message.h"
#include "tests/unit/server/server_fixture.h"

namespace ormd {
namespace {

using orm::v1::Command;
using orm::v1::Reply;

// Plays gRPC: reads come from the test, writes are kept until the test lets them go out.
class FakeIo : public StreamIo {
 public:
  void Read(grpc::ByteBuffer* message) override {
    absl::MutexLock lock(&mutex_);
    ASSERT_EQ(reading_, nullptr) << "two reads at once";
    reading_ = message;
  }
  void Write(const grpc::ByteBuffer& message, bool more_soon) override {
    absl::MutexLock lock(&mutex_);
    EXPECT_FALSE(more_soon && written_.empty()) << "the first write may not wait for another";
    ASSERT_FALSE(writing_) << "two writes at once";
    writing_ = true;
    Reply reply;
    ASSERT_TRUE(wire::ParseMessage(message, &reply).ok());
    written_.push_back(std::move(reply));
  }
  void Finish(const absl::Status& status) override {
    absl::MutexLock lock(&mutex_);
    ASSERT_FALSE(finished_.has_value()) << "finished twice";
    finished_ = status;
  }

  bool reading() {
    absl::MutexLock lock(&mutex_);
    return reading_ != nullptr;
  }
  void AwaitRead() {
    absl::MutexLock lock(&mutex_);
    auto ready = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return reading_ != nullptr; };
    mutex_.Await(absl::Condition(&ready));
  }
  // Fills the read that is under way.
  void Give(const grpc::ByteBuffer& message) {
    absl::MutexLock lock(&mutex_);
    *std::exchange(reading_, nullptr) = message;
  }
  void EndInput() {
    absl::MutexLock lock(&mutex_);
    reading_ = nullptr;
  }
  // Waits for the write of the reply number `count`.
  Reply AwaitWrite(size_t count) {
    absl::MutexLock lock(&mutex_);
    auto ready = [this, count]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return written_.size() >= count; };
    mutex_.Await(absl::Condition(&ready));
    writing_ = false;
    return written_[count - 1];
  }
  size_t written() {
    absl::MutexLock lock(&mutex_);
    return written_.size();
  }
  absl::Status AwaitFinish() {
    absl::MutexLock lock(&mutex_);
    auto ready = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return finished_.has_value(); };
    mutex_.Await(absl::Condition(&ready));
    return *finished_;
  }
  bool finished() {
    absl::MutexLock lock(&mutex_);
    return finished_.has_value();
  }

 private:
  absl::Mutex mutex_;
  grpc::ByteBuffer* reading_ ABSL_GUARDED_BY(mutex_) = nullptr;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<Reply> written_ ABSL_GUARDED_BY(mutex_);
  std::optional<absl::Status> finished_ ABSL_GUARDED_BY(mutex_);
};

class SessionStreamTest : public testing::Test {
 protected:
  static constexpr size_t kInFlight = 2 * wire::kParsedAtOnce;

  StreamOptions Options() {
    StreamOptions options;
    options.window = 4;
    options.in_flight = &in_flight_;
    return options;
  }

  void SetUp() override { stream_->Start(); }
  void TearDown() override { stream_->OnGone(); }

  void Send(const Command& command) {
    const grpc::Slice bytes = wire::SerializeMessage(command);
    SendBytes(grpc::ByteBuffer(&bytes, 1));
  }
  void SendBytes(const grpc::ByteBuffer& bytes) {
    io_.AwaitRead();
    io_.Give(bytes);
    stream_->OnReadDone(true);
  }
  void EndInput() {
    io_.AwaitRead();
    io_.EndInput();
    stream_->OnReadDone(false);
  }
  // Keeps large messages from being parsed until the notification.
  std::shared_ptr<absl::Notification> HoldParser() {
    auto go = std::make_shared<absl::Notification>();
    server_.executor->Submit(Executor::Lane::kParse, [go] { go->WaitForNotification(); });
    return go;
  }
  // Waits for the next reply and lets it go out.
  Reply Next() {
    Reply reply = io_.AwaitWrite(++taken_);
    stream_->OnWriteDone(true);
    return reply;
  }

  ServerFixture server_;
  FakeIo io_;
  ByteBudget in_flight_{kInFlight};
  size_t taken_ = 0;
  std::shared_ptr<SessionStream> stream_ =
      SessionStream::Make(server_.NewSession(), *server_.executor, Options(), &io_);
};

TEST_F(SessionStreamTest, AnswersWhatWasSentBeforeTheClientEnded) {
  Send(CreateItem("a"));
  Send(FlushCommand());
  EndInput();
  EXPECT_TRUE(Next().has_change());
  EXPECT_TRUE(Next().has_flush());
  EXPECT_TRUE(io_.AwaitFinish().ok());
  EXPECT_EQ(server_.CountItems(), 1);
}

TEST_F(SessionStreamTest, AStreamWithoutCommandsEndsWell) {
  EndInput();
  EXPECT_TRUE(io_.AwaitFinish().ok());
}

TEST_F(SessionStreamTest, ReadsNoFurtherThanItsWindow) {
  for (int i = 0; i < 4; ++i) Send(CountCommand());
  EXPECT_FALSE(io_.reading());
  Next();
  io_.AwaitRead();
  for (int i = 0; i < 3; ++i) Next();
}

TEST_F(SessionStreamTest, ALargeMessageIsParsedElsewhereAndNotOvertaken) {
  const auto go = HoldParser();
  Send(CreateItem(std::string(wire::kParsedAtOnce, 'a')));
  EXPECT_FALSE(io_.reading());
  go->Notify();
  Send(FlushCommand());
  EXPECT_TRUE(Next().has_change());
  EXPECT_TRUE(Next().has_flush());
  EXPECT_EQ(server_.CountItems(), 1);
}

TEST_F(SessionStreamTest, ACommandBeyondWhatMayBeInFlightIsRefused) {
  std::optional<ByteBudget::Share> others = in_flight_.Take(kInFlight);
  Send(BeginCommand());
  Next();
  Command large = CreateItem(std::string(ByteBudget::kFree, 'a'));
  large.set_id(7);
  Send(large);
  const Reply refused = Next();
  EXPECT_EQ(refused.id(), 7u);
  EXPECT_EQ(refused.error().code(), static_cast<int>(absl::StatusCode::kResourceExhausted));
  Command rollback;
  rollback.mutable_rollback();
  Send(rollback);
  EXPECT_TRUE(Next().has_rollback());
  others.reset();
  Send(large);
  EXPECT_TRUE(Next().has_change());
}

TEST_F(SessionStreamTest, AStreamMayDieWhileALargeMessageWaitsToBeParsed) {
  const auto go = HoldParser();
  Send(BeginCommand());
  Next();
  Send(CreateItem(std::string(wire::kParsedAtOnce, 'a')));
  stream_->OnDrain();
  EXPECT_FALSE(io_.finished()) << "it has come, so it is run";
  stream_->OnCancel();
  EXPECT_EQ(io_.AwaitFinish().code(), absl::StatusCode::kUnavailable);
  go->Notify();
  EXPECT_TRUE(server_.pool->Acquire(Access::kWrite, FreeContext()).ok());
  EXPECT_EQ(server_.CountItems(), 0);
}

TEST_F(SessionStreamTest, WhatComesWhenTheStreamHasEndedIsNotRun) {
  io_.AwaitRead();
  stream_->OnDrain();
  EXPECT_EQ(io_.AwaitFinish().code(), absl::StatusCode::kUnavailable);
  Command flush;
  *flush.mutable_flush()->add_changes()->mutable_create() = CreateItem("a").create();
  Send(flush);
  EXPECT_FALSE(io_.reading());
  for (int i = 0; i < 10; ++i) {
    absl::SleepFor(absl::Milliseconds(5));
    ASSERT_EQ(server_.CountItems(), 0);
  }
}

TEST_F(SessionStreamTest, AMessageThatCannotBeReadIsAnsweredWithItsId) {
  Command command = CountCommand();
  command.set_id(7);
  std::string bytes = command.SerializeAsString() + "\xff";
  grpc::Slice slice(bytes);
  SendBytes(grpc::ByteBuffer(&slice, 1));
  const Reply reply = Next();
  EXPECT_EQ(reply.id(), 7u);
  EXPECT_TRUE(reply.has_error());
  Send(SyncCommand());
  EXPECT_TRUE(Next().has_sync());
}

TEST_F(SessionStreamTest, ALostClientRollsBack) {
  Send(BeginCommand());
  Send(CreateItem("a"));
  Send(FlushCommand());
  for (int i = 0; i < 3; ++i) Next();
  stream_->OnCancel();
  EXPECT_FALSE(io_.AwaitFinish().ok());
  EXPECT_TRUE(server_.pool->Acquire(Access::kWrite, FreeContext()).ok());
  EXPECT_EQ(server_.CountItems(), 0);
}

TEST_F(SessionStreamTest, AFailedWriteEndsTheStream) {
  Send(CountCommand());
  io_.AwaitWrite(1);
  stream_->OnWriteDone(false);
  EXPECT_FALSE(io_.AwaitFinish().ok());
}

TEST_F(SessionStreamTest, AnIdleStreamEndsWhenTheDrainBegins) {
  stream_->OnDrain();
  EXPECT_EQ(io_.AwaitFinish().code(), absl::StatusCode::kUnavailable);
}

TEST_F(SessionStreamTest, WhatStillRunsWhenTheDrainIsOverIsToldOfIt) {
  Send(BeginCommand());
  Next();
  stream_->OnDrain();
  stream_->OnCancel();
  EXPECT_EQ(io_.AwaitFinish().code(), absl::StatusCode::kUnavailable);
}

TEST_F(SessionStreamTest, AnOpenTransactionMayEndWhileDraining) {
  Send(BeginCommand());
  Next();
  stream_->OnDrain();
  EXPECT_FALSE(io_.finished());
  Send(CreateItem("a"));
  Next();
  EXPECT_FALSE(io_.finished());
  Send(CommitCommand());
  EXPECT_TRUE(Next().has_commit());
  EXPECT_EQ(io_.AwaitFinish().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(server_.CountItems(), 1);
}

}  // namespace
}  // namespace ormd
