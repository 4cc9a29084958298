// What an operator can set, with its defaults. Everything that bounds the daemon stands here.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <thread>

#include "absl/time/time.h"

namespace ormd {

// Plain values; copied freely. Each field is the flag of the same name (`pool_size` is --pool-size, ORMD_POOL_SIZE,
// `pool-size = 10` in the configuration file).
struct Settings {
  // Directory of the annotated .proto files.
  std::string schema;
  std::string database = "sqlite:ormd.db";
  // Directory of the migrations.
  std::string migrations = "migrations";
  // What the daemon does where the database lacks something that the entities ask for, or has pending migrations.
  // require: is not ready until it has it; sync: makes what is missing, drops nothing; ignore: nothing. auto: require
  // on PostgreSQL, sync on SQLite.
  std::string schema_check = "auto";
  // HOST:PORT (port 0: a free one) or unix:PATH.
  std::string listen = "127.0.0.1:50051";
  // Names this replica in session ids; empty: the host's name.
  std::string instance;

  // After this time, ten per cent more or less, a client is asked to connect anew, so that clients spread over replicas
  // that have come since; calls and streams that run go on where they are. 0: never.
  absl::Duration max_connection_age = absl::Minutes(10);

  // Threads that speak gRPC; 0: half the processors, but one at least.
  size_t io_threads = 0;
  // Connections; with SQLite: readers beside the one writer.
  size_t pool_size = 10;
  // Threads that wait for the database; 0: pool_size.
  size_t workers = 0;
  // Merged statements that run at a time, look-ups and creates each; 0: calls are not merged. With SQLite no more
  // look-ups than io_threads, and one create.
  size_t merge_lanes = 2;
  // Calls of one merged statement.
  size_t merge_batch = 64;
  absl::Duration acquire_timeout = absl::Seconds(5);
  // Deadline of a call or command that brings none.
  absl::Duration default_timeout = absl::Seconds(60);
  // How long running calls and open transactions may go on after SIGTERM.
  absl::Duration drain_grace = absl::Seconds(30);

  // Life of a session without a call: where the client asks for nothing, and at most.
  absl::Duration session_ttl = absl::Seconds(60);
  absl::Duration max_session_ttl = absl::Minutes(10);
  size_t max_sessions = 1000;
  size_t max_streams = 20'000;
  // Commands of one session stream that are read but not answered yet.
  size_t stream_window = 64;
  // An open transaction without a command for so long is rolled back.
  absl::Duration idle_transaction = absl::Seconds(10);

  // Bytes of a request, and of an answer to a read.
  size_t max_message = 4u << 20;
  // Bytes of all requests that are being served or wait for it; more are refused with SERVER_BUSY.
  size_t max_in_flight = 256u << 20;
  size_t condition_depth = 32;
  size_t condition_nodes = 1000;
  size_t populate_depth = 8;
  // Entities that one unit of work may hold.
  size_t max_entities = 100'000;

  bool reflection = true;
  bool log_sql = false;
  // auto, console or json; auto: console on a terminal.
  std::string log_format = "auto";
  // debug, info, warn or error.
  std::string log_level = "info";

  size_t io_thread_count() const {
    return io_threads != 0 ? io_threads : std::max(1u, std::thread::hardware_concurrency() / 2);
  }
  size_t worker_count() const { return workers != 0 ? workers : pool_size; }
};

}  // namespace ormd
