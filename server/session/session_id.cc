#include "server/session/session_id.h"

#include <unistd.h>

#include <array>
#include <random>

#include "absl/strings/str_format.h"
#include "orm/base/strings.h"

namespace ormd {

std::string NewSessionId(std::string_view instance) {
  std::random_device random;  // getrandom(2) or the processor's generator
  std::string id = StrCat(instance, "-");
  for (int i = 0; i < 4; ++i) absl::StrAppendFormat(&id, "%08x", random());
  return id;
}

std::string HostName() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0 || name[0] == '\0') return "ormd";
  return name.data();
}

}  // namespace ormd
