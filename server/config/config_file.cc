#include "server/config/config_file.h"

#include "orm/base/strings.h"
#include "server/config/option_table.h"

namespace ormd {
namespace {

// Values of one option that were given twice or more come as several inputs; the option itself refuses them.
void ApplyItem(CLI::App& app, CLI::App& all, const CLI::ConfigItem& item, const std::string& file) {
  if (item.name == "++" || item.name == "--") return;  // CLI11's marks of a section's begin and end
  const std::string flag = StrCat("--", item.name);
  CLI::Option* setting = all.get_option_no_throw(flag);
  if (!item.parents.empty() || setting == nullptr || item.name == "help") {
    throw CLI::ConfigError(StrCat(file, ": '", item.fullname(), "' is no setting"), CLI::ExitCodes::ConfigError);
  }
  CLI::Option* own = app.get_option_no_throw(flag);
  CLI::Option* option = own != nullptr ? own : setting;
  if (option->count() > 0) return;
  for (const std::string& input : item.inputs) option->add_result(input);
  option->run_callback();
}

}  // namespace

void ApplyConfigFile(CLI::App& app, const std::string& file) {
  CLI::App all;
  Settings unused;
  AddServeOptions(all, unused);
  CLI::ConfigTOML reader;
  for (const CLI::ConfigItem& item : reader.from_file(file)) ApplyItem(app, all, item, file);
}

}  // namespace ormd
