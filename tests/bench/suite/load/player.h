// What a caller does, over and over.
#pragma once

#include "tests/bench/suite/load/answer.h"
#include "tests/bench/suite/load/task.h"

namespace ormd::bench {

class Player {
 public:
  virtual ~Player() = default;

  // Whether each op needs a Prepare before it, outside its time.
  virtual bool prepares() const { return false; }
  virtual Task<grpc::Status> Prepare() { co_return grpc::Status::OK; }
  // One op.
  virtual Task<Outcome> Play() = 0;
  // The op once, and that what it did and answered is right.
  virtual Task<grpc::Status> Check() = 0;
};

}  // namespace ormd::bench
