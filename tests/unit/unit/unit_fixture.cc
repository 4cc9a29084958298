#include "tests/unit/unit/unit_fixture.h"

#include "orm/schema/schema_manager.h"
#include "tests/support/unguarded.h"

namespace ormd {
namespace {

std::unique_ptr<Schema> Load(const char* proto) {
  LoadResult result = LoadSchemaFromSources({{"test.proto", proto}});
  for (const SchemaFault& fault : result.faults) ADD_FAILURE() << FaultText(fault);
  return std::move(result.schema);
}

bool IsControl(const std::string& sql) {
  for (const char* word : {"BEGIN", "START", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SELECT"}) {
    if (sql.starts_with(word)) return true;
  }
  return false;
}

}  // namespace

const Context UnitTest::kContext{};

UnitTest::UnitTest(const char* proto) : schema_(Load(proto)) {
  const Platform& platform = is_sqlite() ? SqlitePlatform() : PostgresPlatform();
  pool_ = std::make_unique<Pool>(*MakeDriver(database_.url()), PoolOptions{}, &observer_);
  environment_ = std::make_unique<OrmEnvironment>(*schema_, platform, *pool_);
  PooledConnection connection = *pool_->Acquire(Access::kWrite, kContext);
  const auto created = SchemaManager(*schema_, DialectOf(platform)).Create(*connection, SchemaMode::kRun, kContext);
  EXPECT_TRUE(created.ok()) << created.status();
  TakeSql();
}

std::vector<std::string> UnitTest::TakeWrites() {
  std::vector<std::string> writes = TakeSql();
  std::erase_if(writes, IsControl);
  for (std::string& sql : writes) sql = Unguarded(std::move(sql));
  return writes;
}

FindOptions UnitTest::Options(std::string_view entity_name, const std::vector<std::string>& populate) {
  FindOptions options;
  options.fields = DefaultFields(entity(entity_name));
  options.populate = *ParsePopulate(entity(entity_name), populate, {});
  return options;
}

FindOptions UnitTest::Where(std::string_view entity_name, Value where) {
  FindOptions options = Options(entity_name);
  options.where = *ParseWhere(entity(entity_name), where, {});
  return options;
}

Key UnitTest::Store(EntityData data) {
  EntityManager em = Fork();
  const absl::StatusOr<Entity*> created = em.Create(std::move(data), "", kContext);
  EXPECT_TRUE(created.ok()) << created.status();
  const absl::Status flushed = em.Flush(kContext);
  EXPECT_TRUE(flushed.ok()) << flushed;
  TakeSql();
  return (*created)->key();
}

void UnitTest::RunScript(const std::string& sql) {
  PooledConnection connection = *pool_->Acquire(Access::kWrite, kContext);
  const absl::Status status = connection->ExecuteScript(sql, kContext);
  EXPECT_TRUE(status.ok()) << status;
}

std::vector<std::string> UnitTest::Query(const std::string& sql) {
  PooledConnection connection = *pool_->Acquire(Access::kRead, kContext);
  const auto result = connection->Execute({sql, {}}, kContext);
  EXPECT_TRUE(result.ok()) << result.status();
  std::vector<std::string> texts;
  for (size_t row = 0; row < (*result)->rows(); ++row) {
    const Cell cell = (*result)->cell(row, 0);
    texts.push_back(cell.form == Cell::Form::kInt64 ? std::to_string(cell.int64) : std::string(cell.text));
  }
  TakeSql();
  return texts;
}

}  // namespace ormd
