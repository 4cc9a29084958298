// Several scripts of migrations as one.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "orm/sql/platform.h"

namespace ormd {

// One behind the other, each under its name, so that they do what they did as files of their own.
class ScriptJoiner {
 public:
  // `reset`: what is run between such files (Connection::reset_script). `platform` must outlive it.
  ScriptJoiner(const Platform& platform, std::string reset) : platform_(platform), reset_(std::move(reset)) {}

  void Add(std::string_view name, std::string_view script);

  const std::string& text() const { return text_; }

 private:
  const Platform& platform_;
  const std::string reset_;
  std::string text_;
  bool changes_settings_ = false;
};

}  // namespace ormd
