// A daemon that is asked for anything, and what has to be true of it afterwards.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/conformance/fixture.h"
#include "tests/conformance/hostile/table_dump.h"
#include "tests/support/temp_dir.h"

namespace ormd::conformance {

class HostileTest : public ConformanceTest {
 protected:
  void SetUp() override;
  void TearDown() override;

  // The same few rows, with the same keys, before every seed.
  void ResetRows();
  Tables& tables() { return *tables_; }

  // Remembered until the next seed, and printed with the first fault of this one.
  void BeginSeed(uint64_t seed);
  void Log(std::string line);
  void Fault(const std::string& fault);
  bool faulty() const { return faulty_; }

  // It answers, and nothing of what has ended is left: no session, no transaction, no connection in use.
  void ExpectLivingAndIdle();
  // Below it lies the daemon's directory of migrations, `migrations()`.
  const std::string& directory() const { return directory_.path(); }
  std::string migrations() const { return directory_.path() + "/inner/migrations"; }

  size_t asked_ = 0;  // for the summary

 private:
  bool Idle();

  TempDir directory_;
  std::unique_ptr<Tables> tables_;
  uint64_t seed_ = 0;
  std::vector<std::string> log_;
  bool faulty_ = false;
};

// Of the daemon's process, in KiB.
long ResidentKib(pid_t process);
// Bytes as a person reads them: no control characters, and cut where they are many.
std::string Readable(const std::string& bytes);

}  // namespace ormd::conformance
