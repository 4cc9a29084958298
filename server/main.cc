// ormd: wiring only.
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <memory>
#include <utility>

#include "absl/synchronization/mutex.h"
#include "orm/metadata/loader.h"
#include "server/config/command_line.h"
#include "server/offline/offline_commands.h"
#include "server/runtime/descriptors.h"
#include "server/runtime/grpc_log.h"
#include "server/runtime/log.h"
#include "server/runtime/signals.h"
#include "server/service/daemon.h"

namespace ormd {
namespace {

// All that a release does otherwise hangs on this, so that every build compiles it.
#ifdef NDEBUG
constexpr bool kDebug = false;
#else
constexpr bool kDebug = true;
#endif

constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;

void PrintFaults(const LoadResult& result) {
  for (const SchemaFault& fault : result.faults) std::cerr << FaultText(fault) << "\n";
}

int Check(const Settings& settings) {
  const LoadResult result = LoadSchema(settings.schema);
  PrintFaults(result);
  if (!result.ok()) return kFailed;
  const size_t count = result.schema->entities().size();
  std::cout << "ok: " << count << (count == 1 ? " entity" : " entities") << std::endl;
  return 0;
}

int Fail(const absl::Status& status) {
  std::cerr << "ormd: " << std::string(status.message()) << std::endl;
  return status.code() == absl::StatusCode::kInvalidArgument ? kWrongUsage : kFailed;
}

// Where they run out, nobody else can connect.
void PrepareDescriptors() {
  constexpr size_t kFew = 4096;
  const size_t descriptors = RaiseDescriptorLimit();
  if (descriptors >= kFew) return;
  Log(LogLevel::kWarn, "few file descriptors: each connection of a client takes one",
      {{"limit", static_cast<int64_t>(descriptors)}});
}

// Ends a daemon to which nobody can connect any more, so that it is started anew.
void EndDeafDaemon(std::atomic<bool>& deaf) {
  if (deaf.exchange(true)) return;
  Log(LogLevel::kError, "no connection is accepted any more: ending");
  EndThisProcess();
}

int Serve(Settings settings) {
  BlockSignals();
  InitLog(settings.log_format, settings.log_level);
  PrepareDescriptors();
  static std::atomic<bool> deaf = false;
  RouteGrpcLog([] { EndDeafDaemon(deaf); });
  LoadResult result = LoadSchema(settings.schema);
  PrintFaults(result);
  if (!result.ok()) return kFailed;
  absl::StatusOr<std::unique_ptr<Daemon>> daemon = Daemon::Start(std::move(settings), std::move(result.schema));
  if (!daemon.ok()) return Fail(daemon.status());
  std::cout << "ormd listening on " << (*daemon)->address() << std::endl;
  WaitForSignal();
  Log(LogLevel::kInfo, "draining");
  EndOnNextSignal();
  (*daemon)->Drain();
  daemon->reset();
  Log(LogLevel::kInfo, "ended");
  return deaf ? kFailed : 0;
}

// gRPC's locks too are absl's, which look for deadlocks at every step unless they are told not to.
void SetLockChecks() {
  if (!kDebug) absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
}

int RunCommand(int argc, char** argv, OfflineCommands& offline) {
  Invocation invocation =
      ParseCommandLine(argc, argv, std::cout, std::cerr, [&](CLI::App& app) { offline.AddTo(app); });
  switch (invocation.action) {
    case Invocation::Action::kServe:
      return Serve(std::move(invocation.settings));
    case Invocation::Action::kCheck:
      return Check(invocation.settings);
    case Invocation::Action::kExit:
      return invocation.exit_code;
  }
  return kFailed;
}

int Main(int argc, char** argv) {
  SetLockChecks();
  OfflineCommands offline(std::cout, std::cerr);
  return offline.Guard([&] { return RunCommand(argc, argv, offline); });
}

}  // namespace
}  // namespace ormd

int main(int argc, char** argv) { return ormd::Main(argc, argv); }
