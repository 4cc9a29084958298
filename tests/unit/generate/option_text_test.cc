#include "orm/generate/option_text.h"

#include <gtest/gtest.h>

namespace ormd {
namespace {

TEST(OptionTextTest, OneSettingIsAPath) {
  OptionMessage identity;
  identity.Word("generated", "IDENTITY");
  OptionMessage options;
  options.Message("primary", identity);
  EXPECT_EQ(options.Assignment("orm.property", ""), "(orm.property).primary.generated = IDENTITY");
}

TEST(OptionTextTest, AnEmptyMessageIsAPath) {
  OptionMessage options;
  options.Message("primary", {});
  EXPECT_EQ(options.Assignment("orm.property", ""), "(orm.property).primary = {}");
}

TEST(OptionTextTest, SeveralSettingsAreAMessage) {
  OptionMessage options;
  options.Word("type", "DECIMAL");
  options.Number("precision", 10);
  options.Message("primary", {});
  EXPECT_EQ(options.Assignment("orm.property", ""), "(orm.property) = {type: DECIMAL precision: 10 primary: {}}");
}

TEST(OptionTextTest, ListsStandInBrackets) {
  OptionMessage role;
  role.Texts("columns", {"a", "b"});
  role.Texts("none", {});
  OptionMessage options;
  options.Message("many_to_one", role);
  EXPECT_EQ(options.Assignment("orm.property", ""), R"((orm.property).many_to_one = {columns: ["a", "b"]})");
}

TEST(OptionTextTest, LongMessagesGoOverSeveralLines) {
  OptionMessage check;
  check.Text("expression", std::string(80, 'x'));
  OptionMessage options;
  options.Text("table", "t");
  options.Message("checks", check);
  EXPECT_EQ(options.Block("  "),
            "{\n    table: \"t\"\n    checks: {\n      expression: \"" + std::string(80, 'x') + "\"\n    }\n  }");
}

TEST(OptionTextTest, TextsAreEscaped) { EXPECT_EQ(ProtoText("a\"b\\c\nd\te\x01ü"), "\"a\\\"b\\\\c\\nd\\te\\001ü\""); }

}  // namespace
}  // namespace ormd
