// An EntityManager on a fresh database of each kind, with the library's tables or those of another schema, and a record
// of every statement.
#pragma once

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

#include "orm/driver/pool.h"
#include "orm/metadata/loader.h"
#include "orm/unit/entity_manager.h"
#include "tests/support/databases.h"
#include "tests/support/recording_observer.h"
#include "tests/unit/unit/data_builder.h"
#include "tests/unit/unit/library_schema.h"

namespace ormd {

class UnitTest : public ::testing::TestWithParam<const char*> {
 protected:
  explicit UnitTest(const char* proto = kLibraryProto);

  const EntityMetadata& entity(std::string_view name) const { return **schema_->Find(name); }
  const PropertyMetadata& property(std::string_view entity_name, std::string_view name) const {
    return *entity(entity_name).FindProperty(name);
  }
  bool is_sqlite() const { return database_.is_sqlite(); }

  EntityManager Fork() { return EntityManager(*environment_); }
  void LimitEntities(size_t most) { environment_->max_entities = most; }

  // The statements since the last call, without transaction control and guards (unguarded.h).
  std::vector<std::string> TakeWrites();
  std::vector<std::string> TakeSql() { return observer_.TakeSql(); }
  RecordingObserver& observer() { return observer_; }

  FindOptions Options(std::string_view entity_name, const std::vector<std::string>& populate = {});
  FindOptions Where(std::string_view entity_name, Value where);

  // Creates and flushes in an EntityManager of its own; answers the key.
  Key Store(EntityData data);
  // Reads one column as text, past the ORM.
  std::vector<std::string> Query(const std::string& sql);
  // Past the ORM.
  void RunScript(const std::string& sql);

  static const Context kContext;

 private:
  TestDatabase database_{GetParam()};
  RecordingObserver observer_;
  std::unique_ptr<Schema> schema_;
  std::unique_ptr<Pool> pool_;
  std::unique_ptr<OrmEnvironment> environment_;
};

}  // namespace ormd
