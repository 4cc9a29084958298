// Quotes as SQL has them.
#pragma once

#include <string>
#include <string_view>

namespace ormd {

// The text between two of `quote`, those inside doubled: 'it''s', "a""b".
std::string InQuotes(std::string_view text, char quote);

}  // namespace ormd
