// A PostgreSQL that takes one link and then no more: others are accepted, and never answered, as by a host that hangs.
#pragma once

#include <string>
#include <thread>
#include <vector>

#include "tests/support/temp_dir.h"

namespace ormd {

class SilentServer {
 public:
  // Before the server on the socket in this folder.
  explicit SilentServer(const std::string& socket_folder);
  // Hangs up.
  ~SilentServer();
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;

  // The folder of its own socket.
  const std::string& folder() const { return folder_.path(); }

 private:
  void Serve(const std::string& target);

  const TempDir folder_;
  const int listener_;
  int ending_[2];  // a pipe whose end ends the thread
  std::thread thread_;
};

}  // namespace ormd
