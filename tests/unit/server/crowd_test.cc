#include "server/merge/crowd.h"

#include <gtest/gtest.h>

namespace ormd {
namespace {

// Of a period of calls, those that may be answered where they are.
size_t Few(Crowd& crowd, size_t running, size_t running_in_probes) {
  size_t few = 0;
  for (uint32_t i = 0; i < Crowd::kPeriod; ++i) {
    const bool probes = i >= Crowd::kPeriod - Crowd::kProbes;
    few += crowd.IsFew(probes ? running_in_probes : running) ? 1 : 0;
  }
  return few;
}

constexpr size_t kAllButProbes = Crowd::kPeriod - Crowd::kProbes;

TEST(CrowdTest, FewStayFew) {
  Crowd crowd;
  for (int period = 0; period < 3; ++period) EXPECT_EQ(Few(crowd, 1, Crowd::kMany - 1), kAllButProbes);
}

TEST(CrowdTest, ManyShowInTheProbesAlone) {
  Crowd crowd;
  EXPECT_EQ(Few(crowd, 1, Crowd::kMany), kAllButProbes);
  EXPECT_EQ(Few(crowd, 64, 64), 0u);
  EXPECT_EQ(Few(crowd, 1, 64), 0u);
}

TEST(CrowdTest, AfterManyTheyMayBeFewAgain) {
  Crowd crowd;
  Few(crowd, 1, 64);
  EXPECT_EQ(Few(crowd, 64, 1), 0u);
  EXPECT_EQ(Few(crowd, 64, 1), kAllButProbes);
}

TEST(CrowdTest, OneProbeThatMeetsManyIsEnough) {
  Crowd crowd;
  for (uint32_t i = 0; i < Crowd::kPeriod; ++i) crowd.IsFew(i == kAllButProbes ? 64 : 1);
  EXPECT_FALSE(crowd.IsFew(1));
}

}  // namespace
}  // namespace ormd
