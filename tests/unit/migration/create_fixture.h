// A migrator whose entities change from one migration to the next.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/migration/migrator_fixture.h"

namespace ormd {

inline constexpr std::string_view kTwoEntities = R"(
message Author {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string name = 2 [(orm.property).unique = true];
}
message Book {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string title = 2;
  optional string price = 3 [(orm.property) = {type: DECIMAL precision: 10 scale: 2 check: "price > 0"}];
  Author author = 4 [(orm.property) = {nullable: true many_to_one: {}}];
}
)";

inline constexpr std::string_view kRenamed = R"(
message Author {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string full_name = 2 [(orm.property) = {unique: true renamed_from: "name"}];
}
message Book {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string title = 2;
  Author author = 4 [(orm.property) = {nullable: true many_to_one: {}}];
}
)";

// Two more tables, and one more column.
inline constexpr std::string_view kWithPages = R"(
message Author {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
}
message Book {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
  string title = 2;
  optional int32 pages = 3;
}
message Shelf {
  option (orm.entity) = {};
  int64 id = 1 [(orm.property).primary.generated = IDENTITY];
}
)";

class CreateTest : public MigratorTest {
 protected:
  void Entities(std::string_view messages) { entities_ = EntitiesOf(messages); }
  // Without a database.
  absl::StatusOr<CreatedMigration> Create(const CreateMigration& options = {}) {
    return migrator().Create(options, nullptr, {});
  }
  absl::StatusOr<CreatedMigration> CreateHere(const CreateMigration& options = {}) {
    return migrator().Create(options, connection_.get(), {});
  }
  absl::StatusOr<CreatedMigration> CreateInitial() {
    CreateMigration options;
    options.name = "initial";
    options.initial = true;
    return CreateHere(options);
  }
  MigrationCheck Check(const CompareOptions& options = {}) {
    return migrator().Check(connection_.get(), options, {}).value();
  }
  std::vector<std::string> DriftOf(const MigrationCheck& check) const {
    std::vector<std::string> summaries;
    for (const Operation& operation : check.operations) summaries.push_back(operation.summary);
    return summaries;
  }
};

}  // namespace ormd
