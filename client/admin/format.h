// The form of what commands print on stdout.
#pragma once

namespace ormd::admin {

enum class Format { kTable, kJson, kNdjson };

}  // namespace ormd::admin
