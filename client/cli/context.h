// What every command of ormctl works with: the global options, the daemon and the three streams.
#pragma once

#include <iosfwd>
#include <memory>
#include <optional>
#include <string>

#include "client/admin/report.h"
#include "client/cli/catalog.h"
#include "client/cli/output.h"
#include "client/cpp/admin.h"
#include "client/cpp/client.h"

namespace ormd::cli {

// Filled by the command line; the daemon is called only when a command asks for something.
class Context {
 public:
  Context(std::istream& in, std::ostream& out, std::ostream& err) : in(in), out(out), err(err) {}

  client::Client& client();
  const Catalog& catalog();
  // Schema and migrations: without a deadline unless --timeout gives one.
  client::RemoteAdmin& admin();
  admin::Output output() const;

  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  std::string address = "127.0.0.1:50051";
  Format format = Format::kTable;
  std::optional<double> timeout_seconds;

 private:
  std::unique_ptr<client::Client> client_;
  std::unique_ptr<Catalog> catalog_;
  std::unique_ptr<client::RemoteAdmin> admin_;
};

}  // namespace ormd::cli
