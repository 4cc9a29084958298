// Session streams of random commands that end in any way: every command gets its one answer, and nothing stays behind.
// Each seed is a stream of its own; ORMD_TEST_SEEDS=FROM-TO runs those.
#include <optional>

#include "absl/strings/str_cat.h"
#include "orm/v1/session.pb.h"
#include "tests/conformance/hostile/hostile_fixture.h"
#include "tests/conformance/hostile/mutate.h"
#include "tests/conformance/hostile/random_command.h"
#include "tests/conformance/raw_stream.h"
#include "tests/conformance/hostile/verdict.h"

namespace ormd::conformance {
namespace {

constexpr uint64_t kSeeds = 60;
constexpr auto kTime = std::chrono::seconds(60);
const std::string kMethod = "/orm.v1.EntityManager/Session";

// What a stream is like, drawn once.
struct Manner {
  size_t good;         // in percent
  size_t commands;     // how many
  bool reads_at_once;  // waits for each answer
  bool mutates;
  bool never_commits;  // works in a transaction that it leaves open
  bool cancels;        // itself, somewhere
  std::optional<RawStream::Millis> deadline;
};

class HostileStreamsTest : public HostileTest {
 protected:
  static Manner DrawManner(Dice& dice) {
    Manner manner;
    manner.good = std::vector<size_t>{100, 97, 85, 50}[dice.Pick(4)];
    manner.commands = dice.Chance(10) ? 200 : dice.Pick(40);
    manner.reads_at_once = dice.Chance(40);
    manner.mutates = dice.Chance(25);
    manner.never_commits = !manner.mutates && dice.Chance(30);
    manner.cancels = dice.Chance(20);
    manner.deadline = dice.Chance(20) ? RawStream::Millis(dice.Pick(60)) : RawStream::Millis(kTime);
    return manner;
  }

  orm::v1::Command Draw(const Manner& manner, RandomCommands& commands, Dice& dice, uint64_t id) {
    orm::v1::Command command;
    if (manner.never_commits && id == 1) {
      command.mutable_begin();
    } else {
      do {
        command = commands.Any();
      } while (manner.never_commits && (command.has_commit() || command.has_rollback() || command.has_clear()));
    }
    command.set_id(id);
    command.clear_timeout();
    if (dice.Chance(5)) command.mutable_timeout()->set_nanos(static_cast<int32_t>(dice.Pick(5'000'000)));
    return command;
  }

  void Judge(const std::string& bytes, bool mutated) {
    orm::v1::Reply reply;
    if (!reply.ParseFromString(bytes)) return Fault("a reply is no message");
    Log(absl::StrCat("  -> ", reply.id(), reply.more() ? " more " : " ",
                     reply.has_error() ? Describe(ToGrpc(reply.error())) : Readable(reply.ShortDebugString())));
    if (!reply.more()) ++answered_;
    if (!reply.has_error()) return;
    if (const std::string fault = FaultOf(ToGrpc(reply.error()), mutated); !fault.empty()) Fault(fault);
  }

  void TakeReplies(const Manner& manner, RawStream& stream, size_t until) {
    while (answered_ < until && !faulty()) {
      std::optional<std::string> reply = stream.Read();
      if (!reply.has_value()) return;
      Judge(*reply, manner.mutates);
    }
  }

  size_t Send(const Manner& manner, RawStream& stream, Dice& dice) {
    RandomCommands commands(server().entities(), dice, manner.good);
    size_t sent = 0;
    while (sent < manner.commands && !faulty()) {
      const orm::v1::Command command = Draw(manner, commands, dice, sent + 1);
      std::string bytes = command.SerializeAsString();
      if (manner.mutates && dice.Chance(30)) bytes = Mutated(std::move(bytes), dice);
      Log(absl::StrCat(sent + 1, " ", Readable(command.ShortDebugString())));
      if (!stream.Write(bytes)) break;
      ++sent;
      if (manner.reads_at_once) TakeReplies(manner, stream, sent);
      if (manner.cancels && dice.Chance(5)) stream.Cancel();
    }
    return sent;
  }

  void RunSeed(uint64_t seed) {
    BeginSeed(seed);
    ResetRows();
    const std::string before = tables().Dump();
    Dice dice(seed);
    const Manner manner = DrawManner(dice);
    answered_ = 0;
    {
      RawStream stream(server().channel(), kMethod, manner.deadline);
      const size_t sent = Send(manner, stream, dice);
      asked_ += sent;
      if (dice.Chance(75) && !faulty()) End(manner, stream, sent);
    }  // or it is cancelled with all that goes on
    ExpectLivingAndIdle();
    if (manner.never_commits && tables().Dump() != before) Fault("rows have changed without a commit");
  }

  void End(const Manner& manner, RawStream& stream, size_t sent) {
    stream.HalfClose();
    TakeReplies(manner, stream, sent);
    const auto status = stream.Finish();
    if (!status.has_value()) return Fault("no answer in time");
    Log(Describe(*status));
    if (const std::string fault = FaultOf(*status); !fault.empty()) return Fault(fault);
    if (faulty()) return;
    if (status->ok() && answered_ != sent) Fault(absl::StrCat(sent, " commands, ", answered_, " answers"));
    if (!status->ok() && !manner.cancels && manner.deadline == RawStream::Millis(kTime)) Fault("the stream failed");
  }

  size_t answered_ = 0;
};

TEST_P(HostileStreamsTest, EveryCommandIsAnsweredAndNothingStaysBehind) {
  const auto [from, to] = SeedRange(kSeeds);
  for (uint64_t seed = from; seed <= to; ++seed) RunSeed(seed);
}

ORMD_ON_EVERY_DATABASE(HostileStreamsTest);

}  // namespace
}  // namespace ormd::conformance
