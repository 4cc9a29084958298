#include "client/cli/output.h"

#include <algorithm>
#include <ostream>
#include <utility>

namespace ormd::cli {
namespace {

// Characters on a screen: code points of UTF-8.
size_t Width(const std::string& text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

void PrintRow(const std::vector<std::string>& cells, const std::vector<size_t>& widths, std::ostream& out) {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    line += cells[i];
    if (i + 1 < cells.size()) line.append(widths[i] - Width(cells[i]) + 2, ' ');
  }
  line.erase(line.find_last_not_of(' ') + 1);
  out << line << '\n';
}

std::string Indented(const std::string& text) {
  std::string result = "  ";
  for (const char c : text) result += c == '\n' ? std::string("\n  ") : std::string(1, c);
  return result;
}

}  // namespace

ListPrinter::ListPrinter(Format format, std::vector<std::string> columns, std::ostream& out)
    : format_(format), columns_(std::move(columns)), out_(out) {}

void ListPrinter::Add(const Json& row) {
  if (format_ == Format::kTable) {
    rows_.push_back(row);
  } else if (format_ == Format::kNdjson) {
    out_ << WriteJson(row) << '\n';
  } else {
    out_ << (count_ == 0 ? "[\n" : ",\n") << Indented(WritePretty(row));
  }
  ++count_;
}

void ListPrinter::End() {
  if (format_ == Format::kTable) PrintTable();
  if (format_ == Format::kJson) out_ << (count_ == 0 ? "[]\n" : "\n]\n");
  out_.flush();
}

void ListPrinter::PrintTable() {
  for (const Json& row : rows_) {
    for (const auto& [name, value] : row.members) {
      if (std::find(columns_.begin(), columns_.end(), name) == columns_.end()) columns_.push_back(name);
    }
  }
  std::vector<std::vector<std::string>> lines = {columns_};
  for (const Json& row : rows_) {
    std::vector<std::string>& cells = lines.emplace_back();
    for (const std::string& column : columns_) {
      const Json* value = row.Find(column);
      cells.push_back(value == nullptr ? "" : CellText(*value));
    }
  }
  std::vector<size_t> widths(columns_.size(), 0);
  for (const auto& cells : lines) {
    for (size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], Width(cells[i]));
  }
  for (const auto& cells : lines) PrintRow(cells, widths, out_);
}

void PrintObject(Format format, const Json& object, std::ostream& out) {
  if (format == Format::kJson) {
    out << WritePretty(object) << '\n';
  } else if (format == Format::kNdjson) {
    out << WriteJson(object) << '\n';
  } else {
    size_t width = 0;
    for (const auto& [name, value] : object.members) width = std::max(width, Width(name));
    for (const auto& [name, value] : object.members) PrintRow({name, CellText(value)}, {width, 0}, out);
  }
  out.flush();
}

std::string CellText(const Json& json) {
  if (!json.is_string()) return WriteJson(json);
  const bool plain = std::none_of(json.text.begin(), json.text.end(),
                                  [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  if (plain) return json.text;
  const std::string quoted = WriteJson(json);
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace ormd::cli
