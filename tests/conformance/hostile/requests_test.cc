// Calls of every method with anything in them: each is answered as it should be, and changes all that it says or
// nothing. Each seed is a sequence of its own; ORMD_TEST_SEEDS=FROM-TO runs those.
#include <optional>

#include "absl/strings/str_cat.h"
#include "orm/v1/entity_manager.pb.h"
#include "tests/conformance/hostile/hostile_fixture.h"
#include "tests/conformance/hostile/methods.h"
#include "tests/conformance/hostile/mutate.h"
#include "tests/conformance/hostile/random_command.h"
#include "tests/conformance/raw_stream.h"
#include "tests/conformance/hostile/verdict.h"

namespace ormd::conformance {
namespace {

using grpc::StatusCode;

constexpr uint64_t kSeeds = 30;
constexpr int kRequests = 30;
constexpr RawStream::Millis kTime = std::chrono::seconds(30);

struct Request {
  std::string method;
  std::string bytes;
  std::string text;  // for people
  std::optional<RawStream::Millis> deadline = kTime;
  bool mutated = false;
};

// Whether the client cannot know from this what became of its call.
bool LeavesOpen(StatusCode code) { return code == StatusCode::CANCELLED || code == StatusCode::DEADLINE_EXCEEDED; }

class HostileRequestsTest : public HostileTest {
 protected:
  HostileRequestsTest() {
    for (const char* service : {"orm.v1.EntityManager", "orm.v1.Sessions", "grpc.reflection.v1.ServerReflection",
                                "grpc.reflection.v1alpha.ServerReflection"}) {
      Add(MethodsOf(service));
    }
    Add(MethodsOf("grpc.health.v1.Health", {"Watch"}));
    Add(MethodsOf("orm.v1.Schema", {"Drop", "Fresh", "Update"}));
  }
  void Add(const Methods& methods) { methods_.insert(methods_.end(), methods.begin(), methods.end()); }

  Request FromCommand(Dice& dice) {
    RandomCommands commands(server().entities(), dice, std::vector<size_t>{100, 97, 85, 50}[dice.Pick(4)]);
    orm::v1::Command command;
    while (MethodFor(command) == nullptr) command = commands.Any();
    const auto request = RequestFor(command);
    if (dice.Chance(10)) SetSession(request.get(), dice);
    const bool stream = command.has_find() && dice.Chance(30);
    return {stream ? "/orm.v1.EntityManager/FindStream" : PathOf(*MethodFor(command)), request->SerializeAsString(),
            request->ShortDebugString()};
  }

  void SetSession(google::protobuf::Message* request, Dice& dice) {
    orm::v1::Scope scope;
    scope.set_session(sessions_.empty() || dice.Chance(10) ? "nobody-1" : dice.Any(sessions_));
    const auto* field = request->GetDescriptor()->FindFieldByName("scope");
    request->GetReflection()->MutableMessage(request, field)->CopyFrom(scope);
  }

  Request FromDescriptor(Dice& dice) {
    const auto& method = *dice.Any(methods_);
    const auto request = NewRequest(method);
    RandomMessages(server().entities(), dice).Fill(request.get());
    return {PathOf(method), request->SerializeAsString(), request->ShortDebugString()};
  }

  Request Draw(Dice& dice) {
    Request request = dice.Chance(65) ? FromCommand(dice) : FromDescriptor(dice);
    if (dice.Chance(30)) {
      request.bytes = Mutated(std::move(request.bytes), dice);
      request.text = "(mutated)";
      request.mutated = true;
    }
    if (dice.Chance(10)) request.deadline = RawStream::Millis(dice.Pick(6));
    return request;
  }

  void Judge(const Request& request, const RawAnswer& answer) {
    if (!answer.status.has_value()) return Fault("no answer in time");
    const grpc::Status& status = *answer.status;
    const bool ours = request.method.starts_with("/orm.");
    if (const std::string fault = ours ? FaultOf(status, request.mutated) : ""; !fault.empty()) return Fault(fault);
    if (Writes(request.method) && LeavesOpen(status.error_code())) ++open_;
    if (std::string now = tables().Dump(); now != rows_) {
      rows_ = std::move(now);
      if (!MayHaveWritten(request.method, status)) Fault("rows have changed, and should not");
    }
  }

  // The call itself, or one before it whose client did not wait for the end.
  bool MayHaveWritten(const std::string& method, const grpc::Status& status) {
    if (status.ok() && Writes(method)) return true;
    if (open_ == 0) return false;
    --open_;
    return true;
  }

  static bool Writes(const std::string& method) {
    return method.ends_with("/Create") || method.ends_with("/Assign") || method.ends_with("/Remove") ||
           method.ends_with("/Flush") || method.ends_with("/Commit");
  }

  void KeepSession(const Request& request, const RawAnswer& answer) {
    orm::v1::OpenResponse response;
    if (!request.method.ends_with("Sessions/Open") || answer.messages.empty()) return;
    if (response.ParseFromString(answer.messages.front())) sessions_.push_back(response.session());
  }

  void CloseSessions() {
    for (const std::string& session : sessions_) {
      grpc::ClientContext context;
      orm::v1::CloseRequest request;
      orm::v1::CloseResponse response;
      request.set_session(session);
      server().sessions().Close(&context, request, &response);
    }
    sessions_.clear();
  }

  void RunSeed(uint64_t seed) {
    BeginSeed(seed);
    ResetRows();
    rows_ = tables().Dump();
    open_ = 0;
    Dice dice(seed);
    if (dice.Chance(50)) sessions_.push_back(*server().OpenSession());
    for (int i = 0; i < kRequests && !faulty(); ++i, ++asked_) {
      const Request request = Draw(dice);
      const RawAnswer answer = RawAsk(server().channel(), request.method, request.bytes, request.deadline);
      Log(absl::StrCat(request.method, " ", Readable(request.text), "\n  bytes ", Readable(request.bytes), "\n  -> ",
                       answer.status.has_value() ? Describe(*answer.status) : "nothing"));
      KeepSession(request, answer);
      Judge(request, answer);
    }
    CloseSessions();
    ExpectLivingAndIdle();
  }

  Methods methods_;
  std::vector<std::string> sessions_;
  std::string rows_;
  int open_ = 0;  // calls of this seed that may still write, or have
};

TEST_P(HostileRequestsTest, EveryCallIsAnsweredAndChangesAllOrNothing) {
  const auto [from, to] = SeedRange(kSeeds);
  for (uint64_t seed = from; seed <= to; ++seed) RunSeed(seed);
}

ORMD_ON_EVERY_DATABASE(HostileRequestsTest);

}  // namespace
}  // namespace ormd::conformance
