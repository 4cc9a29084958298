// Text forms of settings. Each answers nullopt where the text is none.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace ormd {

// "30s", "500ms", "1m30s"; finite and not negative.
std::optional<absl::Duration> ParseDurationText(std::string_view text);

// "4194304", "512KiB", "4MiB".
std::optional<size_t> ParseSizeText(std::string_view text);

// "127.0.0.1:50051", "[::1]:0", ":50051" or "unix:/run/ormd.sock", as it stands: there is a port or a path.
std::optional<std::string> ParseAddressText(std::string_view text);

// true/false, on/off, yes/no, 1/0.
std::optional<bool> ParseBoolText(std::string_view text);

// The forms above, as a help text shows them.
std::string SizeText(size_t bytes);

}  // namespace ormd
