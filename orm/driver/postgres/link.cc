#include "orm/driver/postgres/link.h"

#include <exception>
#include <new>
#include <pqxx/pqxx>
#include <string_view>
#include <utility>

#include "absl/time/clock.h"
#include "orm/base/error.h"
#include "orm/driver/postgres/errors.h"

namespace ormd {
namespace {

struct FinishHandle {
  void operator()(PGconn* handle) const { PQfinish(handle); }
};
using Handle = std::unique_ptr<PGconn, FinishHandle>;

#if PQXX_VERSION_MAJOR < 7

// Gives libpqxx a handle that is open already.
class OpenedPolicy : public pqxx::connectionpolicy {
 public:
  explicit OpenedPolicy(Handle opened) : connectionpolicy(""), opened_(opened.release()) {}
  handle do_startconnect(handle) override { return opened_; }
  PGconn* opened() const { return opened_; }

 private:
  PGconn* const opened_;
};

class PqxxLink final : public Link, private pqxx::connection_base {
 public:
  explicit PqxxLink(Handle opened) : connection_base(policy_), policy_(std::move(opened)) {
    init();
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    inhibit_reactivation(true);
#pragma GCC diagnostic pop
  }
  ~PqxxLink() override { close(); }

  PGconn* handle() const override { return policy_.opened(); }

 private:
  OpenedPolicy policy_;
};

#else

class PqxxLink final : public Link {
 public:
  explicit PqxxLink(Handle opened)
      : handle_(opened.get()), connection_(pqxx::connection::seize_raw_connection(opened.release())) {}

  PGconn* handle() const override { return handle_; }

 private:
  PGconn* const handle_;
  pqxx::connection connection_;
};

#endif

// Messages of libpq have several lines.
std::string OneLine(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  for (char& c : text) {
    if (c == '\n' || c == '\t') c = ' ';
  }
  return text;
}

constexpr std::string_view kTooManyConnections = ":  53300";  // behind the severity
// An attempt that took longer was not answered by the server.
constexpr absl::Duration kPromptly = absl::Seconds(1);

bool Connected(const Handle& handle) { return PQstatus(handle.get()) == CONNECTION_OK; }

std::string WordsOf(const Handle& handle) { return OneLine(PQerrorMessage(handle.get())); }

// A refusal has a text alone, in the server's language. The next one shows its code, as the handle is told to: it is
// asked for again, and may be connected after all. Whether it was refused for the server takes no more connections.
bool AskAgain(const Handle& handle) {
  PQsetErrorVerbosity(handle.get(), PQERRORS_SQLSTATE);
  PQreset(handle.get());
  const bool full = !Connected(handle) && WordsOf(handle).find(kTooManyConnections) != std::string::npos;
  PQsetErrorVerbosity(handle.get(), PQERRORS_DEFAULT);
  return full;
}

absl::StatusOr<Handle> Connect(const std::string& conninfo) {
  const absl::Time begin = absl::Now();
  Handle handle(PQconnectdb(conninfo.c_str()));
  if (handle == nullptr) throw std::bad_alloc();
  if (Connected(handle)) return handle;
  const std::string words = WordsOf(handle);
  const bool full = absl::Now() - begin < kPromptly && AskAgain(handle);
  if (Connected(handle)) return handle;
  return full ? NoMoreConnections(words) : CannotReach(words);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Link>> Link::Open(const std::string& conninfo) {
  try {
    ORMD_ASSIGN_OR_RETURN(Handle handle, Connect(conninfo));
    return std::make_unique<PqxxLink>(std::move(handle));
  } catch (const std::exception& error) {
    return CannotReach(OneLine(error.what()));
  }
}

}  // namespace ormd
