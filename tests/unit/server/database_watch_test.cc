#include "server/runtime/database_watch.h"

#include <gtest/gtest.h>

#include <atomic>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "orm/base/error.h"

namespace ormd {
namespace {

const absl::Status kAway = MakeError({Reason::kDatabaseUnavailable, "nobody there", {}, {}});
const absl::Status kRefused = MakeError({Reason::kUnauthenticated, "credentials were refused", {}, {}});
const absl::Status kFull = MakeError({Reason::kPoolExhausted, "no connection came free", {}, {}});

// Answers a script, then its last line for ever, and keeps what the listener heard.
class DatabaseWatchTest : public testing::Test {
 protected:
  void Play(std::vector<absl::StatusOr<std::string>> script) {
    script_ = std::move(script);
    watch_ = std::make_unique<DatabaseWatch>([this](bool known) { return Answer(known); },
                                             [this](const absl::Status& status) { Hear(status); },
                                             DatabaseWatch::Options{absl::Milliseconds(1), absl::Milliseconds(1)});
    absl::MutexLock lock(&mutex_);
    auto played = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return next_ > script_.size(); };
    mutex_.Await(absl::Condition(&played));
  }

  absl::StatusOr<std::string> Answer(bool known) {
    absl::MutexLock lock(&mutex_);
    known_.push_back(known);
    const size_t line = std::min(next_++, script_.size() - 1);
    return script_[line];
  }

  void Hear(const absl::Status& status) {
    absl::MutexLock lock(&mutex_);
    heard_.push_back(status.ok());
  }

  std::vector<bool> heard() {
    absl::MutexLock lock(&mutex_);
    return heard_;
  }

  absl::Mutex mutex_;
  std::vector<absl::StatusOr<std::string>> script_;
  size_t next_ = 0;
  std::vector<bool> known_;
  std::vector<bool> heard_;
  std::unique_ptr<DatabaseWatch> watch_;
};

TEST_F(DatabaseWatchTest, TellsTheFirstStateAndEveryChange) {
  Play({kAway, kAway, "15.1", "15.1", kAway, "15.2"});
  EXPECT_EQ(heard(), (std::vector<bool>{false, true, false, true}));
  EXPECT_TRUE(watch_->status().ok());
  EXPECT_EQ(watch_->version(), "15.2");
}

TEST_F(DatabaseWatchTest, TellsOfAnotherReasonToo) {
  Play({kAway, kRefused, kRefused, "15.1"});
  EXPECT_EQ(heard(), (std::vector<bool>{false, false, true}));
}

TEST_F(DatabaseWatchTest, SaysWhyTheDatabaseIsAway) {
  Play({kAway});
  EXPECT_EQ(watch_->status(), kAway);
  EXPECT_EQ(watch_->version(), "");
}

TEST_F(DatabaseWatchTest, AFullPoolChangesNothing) {
  Play({"15.1", kFull, kFull});
  EXPECT_EQ(heard(), std::vector<bool>{true});
  EXPECT_TRUE(watch_->status().ok());
}

TEST_F(DatabaseWatchTest, AFullPoolIsWhyTheDatabaseWasNotReachedYet) {
  Play({kFull});
  EXPECT_EQ(heard(), std::vector<bool>{false});
  EXPECT_EQ(watch_->status(), kFull);
}

TEST_F(DatabaseWatchTest, TheProbeKnowsWhetherItAnsweredBefore) {
  Play({kAway, "15.1", "15.1"});
  absl::MutexLock lock(&mutex_);
  EXPECT_FALSE(known_[0]);
  EXPECT_FALSE(known_[1]);
  EXPECT_TRUE(known_[2]);
}

}  // namespace
}  // namespace ormd
