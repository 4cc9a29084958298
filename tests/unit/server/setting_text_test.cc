#include "server/config/setting_text.h"

#include <gtest/gtest.h>

namespace ormd {
namespace {

TEST(SettingTextTest, DurationsAreFiniteAndNotNegative) {
  EXPECT_EQ(ParseDurationText("30s"), absl::Seconds(30));
  EXPECT_EQ(ParseDurationText("1h30m"), absl::Minutes(90));
  EXPECT_EQ(ParseDurationText("0"), absl::ZeroDuration());
  for (const char* bad : {"", "30", "s", "-1s", "inf", "30 s", "1d"})
    EXPECT_EQ(ParseDurationText(bad), std::nullopt) << bad;
}

TEST(SettingTextTest, SizesTakeBinaryUnits) {
  EXPECT_EQ(ParseSizeText("4194304"), 4194304u);
  EXPECT_EQ(ParseSizeText("512KiB"), 524288u);
  EXPECT_EQ(ParseSizeText("4MiB"), 4194304u);
  for (const char* bad : {"", "MiB", "4MB", "-1", "1.5MiB", "99999999999999999999", "18446744073709551615MiB"}) {
    EXPECT_EQ(ParseSizeText(bad), std::nullopt) << bad;
  }
}

TEST(SettingTextTest, SizeTextReadsBack) {
  for (const size_t bytes : {0u, 1u, 1000u, 1024u, 524288u, 4194304u}) EXPECT_EQ(ParseSizeText(SizeText(bytes)), bytes);
  EXPECT_EQ(SizeText(4194304), "4MiB");
  EXPECT_EQ(SizeText(1000), "1000");
}

TEST(SettingTextTest, AddressesHaveAPortOrAPath) {
  for (const char* good : {"127.0.0.1:50051", "[::1]:0", ":65535", "unix:ormd.sock", "unix:///run/ormd.sock"}) {
    EXPECT_EQ(ParseAddressText(good), good);
  }
  for (const char* bad : {"", "localhost", "localhost:", "127.0.0.1:70000", "127.0.0.1:-1", "[::1]:http", "unix:"}) {
    EXPECT_EQ(ParseAddressText(bad), std::nullopt) << bad;
  }
}

TEST(SettingTextTest, BooleansHaveTheUsualWords) {
  for (const char* yes : {"true", "on", "yes", "1"}) EXPECT_EQ(ParseBoolText(yes), true) << yes;
  for (const char* no : {"false", "off", "no", "0"}) EXPECT_EQ(ParseBoolText(no), false) << no;
  EXPECT_EQ(ParseBoolText("maybe"), std::nullopt);
}

}  // namespace
}  // namespace ormd
