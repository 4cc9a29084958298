#include "server/config/config_file.h"

#include "orm/base/strings.h"

namespace ormd {
namespace {

// Values of one option that were given twice or more come as several inputs; the option itself refuses them.
void ApplyItem(CLI::App& app, const CLI::ConfigItem& item, const std::string& file) {
  if (item.name == "++" || item.name == "--") return;  // CLI11's marks of a section's begin and end
  CLI::Option* option = app.get_option_no_throw(StrCat("--", item.name));
  if (!item.parents.empty() || option == nullptr || item.name == "config" || item.name == "help") {
    throw CLI::ConfigError(StrCat(file, ": '", item.fullname(), "' is no setting"), CLI::ExitCodes::ConfigError);
  }
  if (option->count() > 0) return;
  for (const std::string& input : item.inputs) option->add_result(input);
  option->run_callback();
}

}  // namespace

void ApplyConfigFile(CLI::App& app, const std::string& file) {
  CLI::ConfigTOML reader;
  for (const CLI::ConfigItem& item : reader.from_file(file)) ApplyItem(app, item, file);
}

}  // namespace ormd
