// Calls that wait at the same time, and what they wait for.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "orm/driver/driver.h"
#include "tests/conformance/fixture.h"
#include "tests/conformance/quiet.h"

namespace ormd::conformance {

using testing::Le;
using testing::SizeIs;

// A table that nobody else may read or write on PostgreSQL, or write on SQLite, until it is let go.
class HeldTable {
 public:
  HeldTable(const std::string& url, bool sqlite, const std::string& table) : driver_(*MakeDriver(url)) {
    connection_ = *driver_->Connect(Access::kWrite, {});
    EXPECT_TRUE(connection_->Begin({}, {}).ok());
    if (sqlite) return;
    EXPECT_TRUE(connection_->ExecuteScript("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE", {}).ok());
  }
  void LetGo() { EXPECT_TRUE(connection_->Rollback({}).ok()); }

 private:
  std::unique_ptr<Driver> driver_;
  std::unique_ptr<Connection> connection_;
};

// Calls that are under way at the same time.
template <typename Request, typename Reply>
class Calls {
 public:
  using Method = grpc::Status (orm::v1::EntityManager::Stub::*)(grpc::ClientContext*, const Request&, Reply*);
  struct Call {
    Request request;
    Reply reply;
    grpc::Status status;
    grpc::ClientContext context;
    std::thread thread;
  };

  Calls(const std::shared_ptr<grpc::Channel>& channel, Method method)
      : stub_(orm::v1::EntityManager::NewStub(channel)), method_(method) {}
  ~Calls() { Wait(); }

  void Start(Request request, std::chrono::milliseconds timeout = std::chrono::seconds(60)) {
    Call& call = *calls_.emplace_back(std::make_unique<Call>());
    call.request = std::move(request);
    call.context.set_deadline(std::chrono::system_clock::now() + timeout);
    call.thread =
        std::thread([this, &call] { call.status = (stub_.get()->*method_)(&call.context, call.request, &call.reply); });
  }
  // For one of them.
  void Wait(size_t i) {
    if (calls_[i]->thread.joinable()) calls_[i]->thread.join();
  }
  void Wait() {
    for (size_t i = 0; i < calls_.size(); ++i) Wait(i);
  }
  Call& operator[](size_t i) { return *calls_[i]; }
  size_t size() const { return calls_.size(); }

 private:
  std::unique_ptr<orm::v1::EntityManager::Stub> stub_;
  Method method_;
  std::vector<std::unique_ptr<Call>> calls_;
};

class MergeTest : public ConformanceTest {
 protected:
  using Lookups = Calls<orm::v1::FindOneRequest, orm::v1::FindReply>;
  using Creates = Calls<orm::v1::CreateRequest, orm::v1::ChangeReply>;

  void SetUp() override {
    ConformanceTest::SetUp();
    Restart({"--merge-lanes", "1"});
  }

  // Until what was started has come as far as it can.
  void Arrive() { ASSERT_TRUE(BecomesQuiet(server().daemon().pid())); }

  Lookups MakeLookups() { return {server().channel(), &orm::v1::EntityManager::Stub::FindOne}; }
  Creates MakeCreates() { return {server().channel(), &orm::v1::EntityManager::Stub::Create}; }

  static orm::v1::FindOneRequest Lookup(int64_t key, const std::vector<std::string>& fields = {}) {
    orm::v1::FindOneRequest request;
    request.mutable_find_one()->set_entity("Author");
    request.mutable_find_one()->mutable_key()->add_values()->set_int64(key);
    for (const std::string& field : fields) request.mutable_find_one()->add_fields(field);
    return request;
  }
  orm::v1::CreateRequest CreateAuthor(const std::string& email) {
    orm::v1::CreateRequest request;
    request.mutable_create()->set_entity("Author");
    *request.mutable_create()->mutable_data() = one().entities().MakeData("Author", {{"name", "A"}, {"email", email}});
    return request;
  }
  Json RowOf(const orm::v1::FindReply& reply) { return one().entities().Stitch({reply.graph()})[0]; }

  // Authors a0, a1 … with emails; their keys.
  std::vector<int64_t> Authors(int count) {
    Json changes = Json::array();
    for (int i = 0; i < count; ++i) {
      const std::string name = "a" + std::to_string(i);
      changes.push_back(
          {{"create",
            {{"entity", "Author"}, {"local", name}, {"data", {{"name", name}, {"email", name + "@example.org"}}}}}});
    }
    const Json keys = Setting(changes);
    std::vector<int64_t> result;
    for (int i = 0; i < count; ++i) result.push_back(keys["a" + std::to_string(i)].get<int64_t>());
    return result;
  }
};

}  // namespace ormd::conformance
