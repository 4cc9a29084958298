#include "client/cli/diagram.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <ostream>

#include "client/cli/commands/commands.h"
#include "client/cli/errors.h"

namespace ormd::cli {
namespace {

enum class DiagramFormat { kMermaid, kDot, kSvg };

const std::map<std::string, DiagramFormat> kFormats = {
    {"mermaid", DiagramFormat::kMermaid}, {"dot", DiagramFormat::kDot}, {"svg", DiagramFormat::kSvg}};

constexpr int kNoSuchCommand = 127;

// A file that is gone with its owner.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& text) {
    std::string pattern = (std::filesystem::temp_directory_path() / "ormctl.XXXXXX").string();
    const int file = mkstemp(pattern.data());
    if (file < 0) return;
    path_ = pattern;
    size_t written = 0;
    while (written < text.size()) {
      const ssize_t count = write(file, text.data() + written, text.size() - written);
      if (count <= 0) break;
      written += static_cast<size_t>(count);
    }
    close(file);
    complete_ = written == text.size();
  }
  ~TemporaryFile() {
    if (!path_.empty()) unlink(path_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  bool complete() const { return complete_; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  bool complete_ = false;
};

[[noreturn]] void Fail(Context& context, const std::string& message) {
  context.err << message << '\n';
  throw ExitWith{kFailed};
}

// What Graphviz draws.
std::string SvgOf(const std::string& dot, Context& context) {
  const TemporaryFile file(dot);
  if (!file.complete()) Fail(context, "cannot write a temporary file");
  FILE* pipe = popen(("command -v dot >/dev/null || exit 127; dot -Tsvg '" + file.path() + "'").c_str(), "r");
  if (pipe == nullptr) Fail(context, "cannot start dot");
  std::string svg;
  std::array<char, 65'536> buffer;
  for (size_t size = 0; (size = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) svg.append(buffer.data(), size);
  const int status = pclose(pipe);
  if (WIFEXITED(status) && WEXITSTATUS(status) == kNoSuchCommand) {
    Fail(context, "an SVG needs Graphviz, whose command `dot` is not installed; --format dot prints what it reads");
  }
  if (status != 0) Fail(context, "dot could not draw the diagram");
  return svg;
}

void Print(DiagramFormat format, Context& context) {
  const Diagram diagram = ReadDiagram(context.catalog().model());
  if (format == DiagramFormat::kMermaid) {
    context.out << MermaidText(diagram);
  } else if (format == DiagramFormat::kDot) {
    context.out << DotText(diagram);
  } else {
    context.out << SvgOf(DotText(diagram), context);
  }
}

}  // namespace

void AddDiagram(CLI::App& schema, Context& context) {
  const auto format = std::make_shared<std::string>("mermaid");
  CLI::App* command = schema.add_subcommand("diagram", "Draw the entities and their relations");
  command->fallthrough();
  command->add_option("--format", *format, "mermaid, dot (Graphviz) or svg (drawn by Graphviz, where it is installed)")
      ->check(CLI::IsMember(kFormats).description(""))
      ->type_name("FORMAT")
      ->capture_default_str();
  command->footer(R"(Examples:
  ormctl schema diagram > entities.mmd
  ormctl schema diagram --format svg > entities.svg)");
  command->callback([format, &context] { Print(kFormats.at(*format), context); });
}

}  // namespace ormd::cli
