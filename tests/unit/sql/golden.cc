#include "tests/unit/sql/golden.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "orm/base/strings.h"
#include "orm/value/text.h"
#include "tests/unit/sql/binary_array_text.h"

namespace ormd {
namespace {

struct ParamText {
  std::string operator()(std::monostate) const { return "null"; }
  std::string operator()(int64_t value) const { return StrCat(value); }
  std::string operator()(double value) const { return DoubleText(value); }
  std::string operator()(const std::string& value) const { return StrCat("\"", value, "\""); }
  std::string operator()(const Bytes& value) const {
    return BinaryArrayText(value.data).value_or(StrCat("x'", HexText(value.data), "'"));
  }
};

std::string ReadFile(const std::string& path) {
  std::ifstream in(path);
  std::stringstream content;
  content << in.rdbuf();
  return content.str();
}

}  // namespace

void ExpectGolden(std::string_view file, const std::string& text) {
  const std::string path = StrCat(ORMD_GOLDEN_DIR, "/", file);
  if (std::getenv("ORMD_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path) << text;
    return;
  }
  EXPECT_EQ(text, ReadFile(path)) << "set ORMD_UPDATE_GOLDEN=1 to write " << file << " anew";
}

std::string StatementText(const Statement& statement) {
  std::string out = statement.sql;
  if (statement.params.empty()) return out;
  std::vector<std::string> params;
  for (const Param& param : statement.params) params.push_back(std::visit(ParamText(), param));
  return StrCat(out, "\n      [", StrJoin(params, ", "), "]");
}

}  // namespace ormd
