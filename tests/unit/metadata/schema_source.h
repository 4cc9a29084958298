// Schemas for tests, given as the part behind the imports.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "orm/metadata/loader.h"

namespace ormd {

// One file, "t.proto", package t. Its first line holds all imports that tests need; `body` follows on the same line, so
// a body that begins with a line break begins on line 2.
LoadResult LoadBody(std::string_view body);

// The schema of LoadBody, without faults; the test fails where there are some.
std::unique_ptr<Schema> GoodSchema(std::string_view body);

std::vector<std::string> FaultTexts(const LoadResult& result);

// The faults of LoadBody as text.
std::vector<std::string> FaultsOf(std::string_view body);

}  // namespace ormd
