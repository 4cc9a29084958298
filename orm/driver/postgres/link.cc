#include "orm/driver/postgres/link.h"

#include <exception>
#include <pqxx/pqxx>
#include <utility>

#include "orm/base/strings.h"
#include "orm/driver/errors.h"

namespace ormd {
namespace {

#if PQXX_VERSION_MAJOR < 7

// Remembers the handle that libpqxx opens with it.
class RememberingPolicy : public pqxx::connectionpolicy {
 public:
  using pqxx::connectionpolicy::connectionpolicy;
  handle do_startconnect(handle original) override { return opened_ = normalconnect(original); }
  PGconn* opened() const { return opened_; }

 private:
  PGconn* opened_ = nullptr;
};

class PqxxLink final : public Link, private pqxx::connection_base {
 public:
  explicit PqxxLink(const std::string& conninfo) : connection_base(policy_), policy_(conninfo) {
    init();
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    inhibit_reactivation(true);
#pragma GCC diagnostic pop
  }
  ~PqxxLink() override { close(); }

  PGconn* handle() const override { return policy_.opened(); }

 private:
  RememberingPolicy policy_;
};

#else

// The handle can only be had by releasing it, so it is released and seized again.
class PqxxLink final : public Link {
 public:
  explicit PqxxLink(const std::string& conninfo)
      : handle_(pqxx::connection(conninfo.c_str()).release_raw_connection()),
        connection_(pqxx::connection::seize_raw_connection(handle_)) {}

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

}  // namespace

absl::StatusOr<std::unique_ptr<Link>> Link::Open(const std::string& conninfo) {
  try {
    return std::make_unique<PqxxLink>(conninfo);
  } catch (const std::exception& error) {
    return DatabaseUnavailable(StrCat("the database cannot be reached: ", OneLine(error.what())));
  }
}

}  // namespace ormd
