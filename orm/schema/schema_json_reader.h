// Reads members of a JSON document by their paths.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"

namespace ormd {

// A value of a document and where it stands: "tables[3].columns[0]". The document must outlive it. Faults are kept by
// `first_fault`, the first one only; what is at fault reads as its default.
class JsonPlace {
 public:
  JsonPlace(const nlohmann::json& value, std::string path, absl::Status& first_fault)
      : value_(value), path_(std::move(path)), first_fault_(first_fault) {}

  // Empty and false where the member is missing.
  std::string Text(std::string_view member) const;
  bool Flag(std::string_view member, bool otherwise) const;
  std::vector<std::string> Texts(std::string_view member) const;
  bool Has(std::string_view member) const;
  // The member must stand.
  JsonPlace Member(std::string_view member) const;
  // None where the member is missing.
  std::vector<JsonPlace> Items(std::string_view member) const;
  // Every member must be one of these.
  void Expect(const std::vector<std::string_view>& members) const;

  const nlohmann::json& value() const { return value_; }
  void Fault(std::string_view what) const;
  void Fault(std::string_view member, std::string_view what) const;

 private:
  const nlohmann::json* Find(std::string_view member) const;
  std::string PathOf(std::string_view member) const;

  const nlohmann::json& value_;
  const std::string path_;
  absl::Status& first_fault_;
};

}  // namespace ormd
