// Names of the database.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace ormd {

// As SQLite sees a name: without case.
std::string FoldedName(std::string_view name);

// What is wrong with the name of a `what`; empty where nothing is.
std::string IdentifierFault(std::string_view what, std::string_view name);

// The same of what stands among tables: some names there are ormd's or the database's own.
std::string TableNameFault(std::string_view what, std::string_view name);

// Whether PostgreSQL has a type of this name, which would come before one of the user's.
bool IsPostgresType(std::string_view name);

// Who took which name.
class OwnedNames {
 public:
  // The earlier owner of the name in the scope, or empty where it was free.
  std::string Take(std::string_view scope, std::string_view name, std::string owner);
  // Empty where the name is free.
  std::string OwnerOf(std::string_view scope, std::string_view name) const;

 private:
  std::map<std::string, std::string> owners_;
};

}  // namespace ormd
