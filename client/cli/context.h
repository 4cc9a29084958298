// What every command of ormctl works with: the global options, the daemon and the three streams.
#pragma once

#include <iosfwd>
#include <memory>
#include <string>

#include "client/cli/catalog.h"
#include "client/cli/output.h"
#include "client/cpp/client.h"

namespace ormd::cli {

// Filled by the command line; the daemon is called only when a command asks for something.
class Context {
 public:
  Context(std::istream& in, std::ostream& out, std::ostream& err) : in(in), out(out), err(err) {}

  client::Client& client();
  const Catalog& catalog();

  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  std::string address = "127.0.0.1:50051";
  Format format = Format::kTable;
  double timeout_seconds = 30;

 private:
  std::unique_ptr<client::Client> client_;
  std::unique_ptr<Catalog> catalog_;
};

}  // namespace ormd::cli
