// Calls on a completion queue, over a real socket.
#include "server/rpc/raw_service.h"

#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"

namespace ormd {
namespace {

using grpc::ByteBuffer;
using std::chrono::milliseconds;
using std::chrono::system_clock;

ByteBuffer BytesOf(const std::string& text) {
  const grpc::Slice slice(text);
  return ByteBuffer(&slice, 1);
}

grpc::Slice SliceOf(const ByteBuffer& bytes) {
  grpc::Slice slice;
  EXPECT_TRUE(bytes.DumpToSingleSlice(&slice).ok());
  return slice;
}

std::string TextOf(const ByteBuffer& bytes) {
  const grpc::Slice slice = SliceOf(bytes);
  return std::string(reinterpret_cast<const char*>(slice.begin()), slice.size());
}

// Waits for the next event; whether it came to something.
bool Next(grpc::CompletionQueue& queue) {
  void* tag = nullptr;
  bool ok = false;
  return queue.Next(&tag, &ok) && ok;
}

class Once final : public Reactor {
 public:
  explicit Once(ServerCall* call) : Reactor(call) {}

 private:
  void OnDone() override { delete this; }
};

// Answers what it was sent.
void Echo(ServerCall* call) {
  new Once(call);
  call->Reply(SliceOf(call->request()));
}

// Waits until the test answers, and notes what it is told.
class Held final : public Reactor {
 public:
  struct Log {
    absl::Notification began;
    absl::Notification cancelled;
    absl::Notification done;
    ServerCall* call = nullptr;
  };
  Held(ServerCall* call, Log* log) : Reactor(call), log_(*log) {
    log_.call = call;
    log_.began.Notify();
  }

 private:
  void OnCancel() override { log_.cancelled.Notify(); }
  void OnDone() override {
    log_.done.Notify();
    delete this;
  }

  Log& log_;
};

// Writes back each message that it reads, and ends when the client does.
class EchoStream final : public Reactor {
 public:
  explicit EchoStream(ServerCall* call) : Reactor(call) { call->Read(&message_); }

 private:
  void OnReadDone(bool ok) override { ok ? call().Write(SliceOf(message_)) : call().Finish(grpc::Status::OK); }
  void OnWriteDone(bool ok) override { ok ? call().Read(&message_) : call().Finish(grpc::Status::CANCELLED); }
  void OnDone() override { delete this; }

  ByteBuffer message_;
};

// Counts down from the number in the request.
class Countdown final : public Reactor {
 public:
  explicit Countdown(ServerCall* call) : Reactor(call), left_(std::stoi(TextOf(call->request()))) { Next(); }

 private:
  void Next() { left_ == 0 ? call().Finish(grpc::Status::OK) : call().Write(grpc::Slice(std::to_string(left_--))); }
  void OnWriteDone(bool ok) override { ok ? Next() : call().Finish(grpc::Status::CANCELLED); }
  void OnDone() override { delete this; }

  int left_;
};

// Writes without end, but not for ever.
class Flood final : public Reactor {
 public:
  Flood(ServerCall* call, absl::Notification* done) : Reactor(call), done_(*done) {
    call->CancelAt(absl::Now() + absl::Milliseconds(200));
    call->Write(message_);
  }

 private:
  void OnWriteDone(bool ok) override { ok ? call().Write(message_) : call().Finish(grpc::Status::CANCELLED); }
  void OnDone() override {
    done_.Notify();
    delete this;
  }

  const grpc::Slice message_{std::string(1 << 20, 'x')};
  absl::Notification& done_;
};

// Counts down by a thread of its own, which counts the writes that ended on it.
class Worker final : public Reactor {
 public:
  Worker(ServerCall* call, std::atomic<int>* ended_here)
      : Reactor(call), ended_here_(*ended_here), thread_([this] { Run(std::stoi(TextOf(this->call().request()))); }) {}

 private:
  void Run(int count) {
    for (int left = count; left > 0; --left) {
      call().WriteUnlocked(BytesOf(std::to_string(left)), false);
      absl::MutexLock lock(&mutex_, absl::Condition(&written_));
      written_ = false;
    }
    call().Finish(grpc::Status::OK);
  }
  void OnWriteDone(bool) override {
    absl::MutexLock lock(&mutex_);
    if (std::this_thread::get_id() == thread_.get_id()) ++ended_here_;
    written_ = true;
  }
  void OnDone() override {
    thread_.join();
    delete this;
  }

  std::atomic<int>& ended_here_;
  absl::Mutex mutex_;
  bool written_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

// Counts how often it has come.
struct Begun final : Event {
  void Complete(bool) override { ++times; }

  int times = 0;
};

class RawServiceTest : public testing::Test {
 protected:
  static constexpr size_t kThreads = 2;

  RawServiceTest() {
    service_.AddUnary("Echo", Echo);
    service_.AddUnary("Hold", [this](ServerCall* call) { new Held(call, &held_); });
    service_.AddUnary("BeBusy", [this](ServerCall* call) { BeBusy(call); });
    service_.AddUnary("Free", [this](ServerCall* call) {
      free_.Notify();
      Echo(call);
    });
    service_.AddUnary("Gather", [this](ServerCall* call) { Gather(call); });
    service_.AddServerStream("Countdown", [](ServerCall* call) { new Countdown(call); });
    service_.AddServerStream("Flood", [this](ServerCall* call) { new Flood(call, &flooded_); });
    service_.AddServerStream("Work", [this](ServerCall* call) { new Worker(call, &ended_here_); });
    service_.AddBidi("EchoStream", [](ServerCall* call) { new EchoStream(call); });
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service_);
    queue_ = std::make_unique<EventQueue>(builder.AddCompletionQueue());
    server_ = builder.BuildAndStart();
    queue_->Start(kThreads);
    service_.Serve(*queue_);
    channel_ = grpc::CreateChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials());
  }

  ~RawServiceTest() override { Shutdown(); }

  void Shutdown() {
    server_->Shutdown(system_clock::now());
    queue_->Shutdown();
  }

  grpc::Status Call(const std::string& method, const std::string& request, std::string* reply,
                    grpc::ClientContext* context) {
    grpc::GenericStub stub(channel_);
    grpc::CompletionQueue queue;
    const auto call = stub.PrepareUnaryCall(context, "/test.Raw/" + method, BytesOf(request), &queue);
    call->StartCall();
    ByteBuffer bytes;
    grpc::Status status;
    call->Finish(&bytes, &status, this);
    void* tag = nullptr;
    bool ok = false;
    EXPECT_TRUE(queue.Next(&tag, &ok));
    if (status.ok()) *reply = TextOf(bytes);
    return status;
  }

  // The messages that come for those that are sent.
  std::vector<std::string> Exchange(const std::string& method, const std::vector<std::string>& requests, int replies) {
    grpc::GenericStub stub(channel_);
    grpc::CompletionQueue queue;
    grpc::ClientContext context;
    const auto next = [&queue] { return Next(queue); };
    const auto call = stub.PrepareCall(&context, "/test.Raw/" + method, &queue);
    call->StartCall(this);
    EXPECT_TRUE(next());
    for (const std::string& request : requests) {
      call->Write(BytesOf(request), this);
      EXPECT_TRUE(next());
    }
    call->WritesDone(this);
    EXPECT_TRUE(next());
    std::vector<std::string> got;
    for (int i = 0; i < replies; ++i) {
      ByteBuffer reply;
      call->Read(&reply, this);
      if (!next()) break;
      got.push_back(TextOf(reply));
    }
    grpc::Status status;
    call->Finish(&status, this);
    EXPECT_TRUE(next());
    EXPECT_TRUE(status.ok()) << status.error_message();
    return got;
  }

  // Answers nobody before kGathered have come.
  void Gather(ServerCall* call) {
    new Once(call);
    absl::MutexLock lock(&mutex_);
    gathered_.push_back(call);
    if (gathered_.size() < kGathered) return;
    for (ServerCall* waiting : gathered_) waiting->Reply(SliceOf(waiting->request()));
    gathered_.clear();
  }

  // Keeps its thread until Free is called on another one.
  void BeBusy(ServerCall* call) {
    new Once(call);
    busy_.Notify();
    const bool freed = free_.WaitForNotificationWithTimeout(absl::Seconds(10));
    call->Reply(grpc::Slice(freed ? "freed" : "nobody came"));
  }

  static constexpr size_t kGathered = 100;
  absl::Mutex mutex_;
  std::vector<ServerCall*> gathered_ ABSL_GUARDED_BY(mutex_);
  RawService service_{"test.Raw"};
  Held::Log held_;
  absl::Notification busy_;
  absl::Notification free_;
  absl::Notification flooded_;
  std::atomic<int> ended_here_ = 0;
  std::unique_ptr<EventQueue> queue_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

TEST_F(RawServiceTest, EveryCallerGetsItsOwnAnswer) {
  constexpr int kCallers = 16;
  constexpr int kCalls = 200;
  std::vector<std::thread> callers;
  std::atomic<int> right = 0;
  for (int caller = 0; caller < kCallers; ++caller) {
    callers.emplace_back([this, caller, &right] {
      for (int i = 0; i < kCalls; ++i) {
        const std::string request = std::to_string(caller) + " " + std::to_string(i);
        std::string reply;
        grpc::ClientContext context;
        if (Call("Echo", request, &reply, &context).ok() && reply == request) ++right;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(right, kCallers * kCalls);
}

// More calls of one method than are awaited at a time run at once.
TEST_F(RawServiceTest, ABurstIsTakenWhileItsCallsRun) {
  constexpr int kCalls = 200;
  grpc::GenericStub stub(channel_);
  grpc::CompletionQueue queue;
  struct Pending {
    grpc::ClientContext context;
    ByteBuffer reply;
    grpc::Status status;
    std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
  };
  std::vector<std::unique_ptr<Pending>> calls;
  for (int i = 0; i < kCalls; ++i) {
    auto& call = *calls.emplace_back(std::make_unique<Pending>());
    call.reader = stub.PrepareUnaryCall(&call.context, "/test.Raw/Gather", BytesOf(std::to_string(i)), &queue);
    call.reader->StartCall();
    call.reader->Finish(&call.reply, &call.status, this);
  }
  for (int i = 0; i < kCalls; ++i) {
    void* tag = nullptr;
    bool ok = false;
    ASSERT_TRUE(queue.Next(&tag, &ok));
  }
  for (int i = 0; i < kCalls; ++i) {
    ASSERT_TRUE(calls[i]->status.ok()) << calls[i]->status.error_message();
    EXPECT_EQ(TextOf(calls[i]->reply), std::to_string(i));
  }
}

TEST_F(RawServiceTest, WhatComesWhileItHoldsBeginsWhenItLetsGo) {
  Begun begun;
  EXPECT_FALSE(queue_->Keep(&begun));
  queue_->Hold();
  EXPECT_TRUE(queue_->Keep(&begun));
  std::thread caller([this] {
    std::string reply;
    grpc::ClientContext context;
    EXPECT_TRUE(Call("Echo", "a", &reply, &context).ok());
  });
  EXPECT_EQ(begun.times, 0);
  queue_->LetGo();
  EXPECT_EQ(begun.times, 1);
  EXPECT_FALSE(queue_->Keep(&begun));
  caller.join();
}

TEST_F(RawServiceTest, WhoIsBusyKeepsNobodyWaiting) {
  std::string outcome;
  std::thread stuck([&] {
    grpc::ClientContext context;
    EXPECT_TRUE(Call("BeBusy", "", &outcome, &context).ok());
  });
  busy_.WaitForNotification();
  std::string reply;
  grpc::ClientContext context;
  EXPECT_TRUE(Call("Free", "", &reply, &context).ok());
  stuck.join();
  EXPECT_EQ(outcome, "freed");
}

TEST_F(RawServiceTest, StreamsInBothDirections) {
  EXPECT_THAT(Exchange("Countdown", {"3"}, 4), testing::ElementsAre("3", "2", "1"));
  EXPECT_THAT(Exchange("EchoStream", {"a", "b", ""}, 4), testing::ElementsAre("a", "b", ""));
}

TEST_F(RawServiceTest, AWriteMayEndOnTheThreadThatMakesIt) {
  constexpr int kWrites = 500;
  std::vector<std::string> expected;
  for (int left = kWrites; left > 0; --left) expected.push_back(std::to_string(left));
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 4; ++caller) {
    callers.emplace_back([&] { EXPECT_EQ(Exchange("Work", {std::to_string(kWrites)}, kWrites + 1), expected); });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_GT(ended_here_, kWrites);
}

TEST_F(RawServiceTest, AnUnknownMethodIsUnimplemented) {
  std::string reply;
  grpc::ClientContext context;
  EXPECT_EQ(Call("Nothing", "", &reply, &context).error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(RawServiceTest, AClientThatLeavesIsToldAndTheCallEndsWhenItIsFinished) {
  std::string reply;
  grpc::ClientContext context;
  context.set_deadline(system_clock::now() + milliseconds(50));
  EXPECT_EQ(Call("Hold", "", &reply, &context).error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  held_.cancelled.WaitForNotification();
  EXPECT_FALSE(held_.done.HasBeenNotified());
  held_.call->Finish(grpc::Status::CANCELLED);
  held_.done.WaitForNotification();
}

TEST_F(RawServiceTest, AClientThatDoesNotReadIsCancelledInTime) {
  grpc::GenericStub stub(channel_);
  grpc::CompletionQueue queue;
  grpc::ClientContext context;
  const auto next = [&queue] { return Next(queue); };
  const auto call = stub.PrepareCall(&context, "/test.Raw/Flood", &queue);
  call->StartCall(this);
  ASSERT_TRUE(next());
  call->WriteLast(BytesOf("go"), grpc::WriteOptions(), this);
  ASSERT_TRUE(next());
  flooded_.WaitForNotification();
  context.TryCancel();  // else gRPC waits for somebody to read what has come
  grpc::Status status;
  call->Finish(&status, this);
  EXPECT_TRUE(next());
}

TEST_F(RawServiceTest, AnAnswerMayComeFromAnyThreadAndTheCallIsNotCancelled) {
  std::thread answering([this] {
    held_.began.WaitForNotification();
    held_.call->Reply(grpc::Slice("late"));
  });
  std::string reply;
  grpc::ClientContext context;
  EXPECT_TRUE(Call("Hold", "", &reply, &context).ok());
  EXPECT_EQ(reply, "late");
  answering.join();
  held_.done.WaitForNotification();
  EXPECT_FALSE(held_.cancelled.HasBeenNotified());
}

TEST_F(RawServiceTest, ShutdownCancelsWhatRunsAndWaitsForIt) {
  std::thread caller([this] {
    std::string reply;
    grpc::ClientContext context;
    EXPECT_FALSE(Call("Hold", "", &reply, &context).ok());
  });
  held_.began.WaitForNotification();
  std::thread finishing([this] {
    held_.cancelled.WaitForNotification();
    absl::SleepFor(absl::Milliseconds(100));
    EXPECT_FALSE(held_.done.HasBeenNotified());
    held_.call->Finish(grpc::Status::CANCELLED);
  });
  Shutdown();
  EXPECT_TRUE(held_.done.HasBeenNotified());
  finishing.join();
  caller.join();
}

TEST(EventQueueTest, AQueueThatNeverServedShutsDown) {
  grpc::ServerBuilder builder;
  EventQueue queue(builder.AddCompletionQueue());
}

}  // namespace
}  // namespace ormd
