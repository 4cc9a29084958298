#include "orm/generate/proto_text.h"

#include <algorithm>

#include "orm/base/strings.h"

namespace ormd {
namespace {

constexpr size_t kLongestLine = 120;

// Numbers that protobuf keeps for itself.
constexpr int kFirstReserved = 19'000;
constexpr int kLastReserved = 19'999;

void AppendComment(std::string_view comment, std::string_view indent, std::string& out) {
  while (!comment.empty()) {
    const size_t end = std::min(comment.find('\n'), comment.size());
    StrAppend(&out, indent, "// ", comment.substr(0, end), "\n");
    comment.remove_prefix(std::min(end + 1, comment.size()));
  }
}

void AppendEnum(const GeneratedEnum& type, std::string_view indent, std::string& out) {
  if (!type.wrapper.empty()) {
    StrAppend(&out, indent, "message ", type.wrapper, " {\n");
    AppendEnum({type.name, type.labels, ""}, StrCat(indent, "  "), out);
    StrAppend(&out, indent, "}\n");
    return;
  }
  StrAppend(&out, indent, "enum ", type.name, " {\n");
  for (size_t i = 0; i < type.labels.size(); ++i) StrAppend(&out, indent, "  ", type.labels[i], " = ", i, ";\n");
  StrAppend(&out, indent, "}\n");
}

class Writer {
 public:
  explicit Writer(const ProtoFile& file) : file_(file) {}

  std::string Write() && {
    StrAppend(&out_, "syntax = \"proto3\";\n\npackage ", file_.package, ";\n\n");
    for (const std::string_view type : {"Duration", "Timestamp"}) AppendImport(type);
    StrAppend(&out_, "import \"orm/options.proto\";\n");
    if (!file_.notes.empty()) out_ += '\n';
    for (const std::string& note : file_.notes) AppendComment(note, "", out_);
    for (const GeneratedEntity& entity : file_.entities) AppendEntity(entity);
    return std::move(out_);
  }

 private:
  void AppendImport(std::string_view type) {
    const std::string name = StrCat("google.protobuf.", type);
    const auto has = [&](const GeneratedField& field) { return field.type.ends_with(name); };
    const auto any = [&](const GeneratedEntity& entity) {
      return std::any_of(entity.fields.begin(), entity.fields.end(), has);
    };
    if (std::none_of(file_.entities.begin(), file_.entities.end(), any)) return;
    StrAppend(&out_, "import \"google/protobuf/", type == "Duration" ? "duration" : "timestamp", ".proto\";\n");
  }

  // A package that has such a part would hide these names.
  std::string Rooted(std::string_view name) const {
    const std::string part(name.substr(0, name.find('.')));
    const bool hidden = StrCat(".", file_.package, ".").find(StrCat(".", part, ".")) != std::string::npos;
    return StrCat(hidden ? "." : "", name);
  }

  void AppendEntity(const GeneratedEntity& entity) {
    out_ += '\n';
    for (const std::string& comment : entity.comments) AppendComment(comment, "", out_);
    StrAppend(&out_, "message ", entity.name, " {\n");
    StrAppend(&out_, "  option (", Rooted("orm.entity"), ") = ", entity.options.Block("  "), ";\n");
    for (const GeneratedEnum& type : entity.enums) AppendEnum(type, "  ", out_);
    int number = 0;
    for (const GeneratedField& field : entity.fields) AppendField(field, Next(number));
    for (const std::string& note : entity.notes) AppendComment(note, "  ", out_);
    out_ += "}\n";
  }

  static int Next(int& number) {
    ++number;
    if (number == kFirstReserved) number = kLastReserved + 1;
    return number;
  }

  std::string TypeOf(const GeneratedField& field) const {
    const size_t known = field.type.find("google.");
    if (known == std::string::npos) return field.type;
    return StrCat(field.type.substr(0, known), Rooted(field.type.substr(known)));
  }

  void AppendField(const GeneratedField& field, int number) {
    for (const std::string& comment : field.comments) AppendComment(comment, "  ", out_);
    const std::string head = StrCat("  ", TypeOf(field), " ", field.name, " = ", number);
    if (field.options.empty()) {
      StrAppend(&out_, head, ";\n");
      return;
    }
    const std::string options = field.options.Assignment(Rooted("orm.property"), "  ");
    const bool fits = head.size() + options.size() + 4 <= kLongestLine || options.find('\n') != std::string::npos;
    StrAppend(&out_, head, fits ? " [" : " [\n    ", options, "];\n");
  }

  const ProtoFile& file_;
  std::string out_;
};

}  // namespace

std::string ProtoFileText(const ProtoFile& file) { return Writer(file).Write(); }

}  // namespace ormd
