// Proposals for names that are unknown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ormd {

// The candidate nearest to `name`, case apart, where at most two edits (insert, delete, replace) part them and it is
// nearer than a new word would be; empty where there is none. The first of several equals wins.
std::string_view NearName(std::string_view name, const std::vector<std::string_view>& candidates);

// "; did you mean 'x'?" or nothing.
std::string Proposal(std::string_view name, const std::vector<std::string_view>& candidates);

}  // namespace ormd
