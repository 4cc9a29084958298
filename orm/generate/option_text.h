// Options of .proto files as text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ormd {

// A message of options: settings in the order in which they were added.
class OptionMessage {
 public:
  // A value as it stands in the text: `CASCADE`, `true`, `10`.
  void Word(std::string_view name, std::string_view word);
  void Flag(std::string_view name) { Word(name, "true"); }
  void Number(std::string_view name, uint32_t number) { Word(name, std::to_string(number)); }
  void Text(std::string_view name, std::string_view text);
  // `name: "a"`, or `name: ["a", "b"]`.
  void Texts(std::string_view name, const std::vector<std::string>& texts);
  // `name: {…}`; a message of the same name that is added again is one more of a list.
  void Message(std::string_view name, OptionMessage message);
  // The settings of another message behind its own.
  void Append(OptionMessage other);

  bool empty() const { return settings_.empty(); }

  // `{a: 1 b: {}}`; over several lines, each behind `indent` and two blanks, where it is longer than a line.
  std::string Block(std::string_view indent) const;

  // `(orm.property).primary.generated = IDENTITY`, the shortest way to set it all. `extension` stands in parentheses.
  std::string Assignment(std::string_view extension, std::string_view indent) const;

 private:
  struct Setting {
    std::string name;
    std::string word;  // empty where it is a list or a message
    std::vector<std::string> list;
    std::vector<OptionMessage> message;  // one
  };

  std::string InLine() const;
  static std::string ValueInLine(const Setting& setting);
  static std::string ValueBlock(const Setting& setting, std::string_view indent);

  std::vector<Setting> settings_;
};

// In double quotes, as the tokenizer of .proto files reads it.
std::string ProtoText(std::string_view text);

}  // namespace ormd
