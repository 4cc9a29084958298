#include "tests/bench/suite/load/work.h"

#include "orm/base/strings.h"

namespace ormd::bench {
namespace {

grpc::Status Failed(Recorder& recorder, const grpc::Status& status) {
  recorder.AddError(StrCat(static_cast<int>(status.error_code()), " ", status.error_message()));
  return status;
}

}  // namespace

Task<grpc::Status> PlayUntilEnd(Player& player, Recorder& recorder) {
  Clock::time_point now = Clock::now();
  while (now < recorder.window().end) {
    if (player.prepares()) {
      const grpc::Status prepared = co_await player.Prepare();
      if (!prepared.ok()) co_return Failed(recorder, prepared);
      const Clock::time_point ready = Clock::now();
      recorder.AddPause(now, ready);
      now = ready;
    }
    const Outcome outcome = co_await player.Play();
    if (!outcome.status.ok()) co_return Failed(recorder, outcome.status);
    const Clock::time_point end = Clock::now();
    recorder.AddOp(now, end, outcome.bytes);
    now = end;
  }
  co_return grpc::Status::OK;
}

Task<grpc::Status> CheckTimes(Player& player, int times) {
  for (int i = 0; i < times; ++i) {
    if (player.prepares()) {
      const grpc::Status prepared = co_await player.Prepare();
      if (!prepared.ok()) co_return prepared;
    }
    const grpc::Status checked = co_await player.Check();
    if (!checked.ok()) co_return checked;
  }
  co_return grpc::Status::OK;
}

}  // namespace ormd::bench
