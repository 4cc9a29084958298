#include "orm/driver/postgres/postgres_driver.h"

#include <utility>

#include "orm/base/error.h"
#include "orm/driver/postgres/conninfo.h"
#include "orm/driver/postgres/link.h"
#include "orm/driver/postgres/postgres_connection.h"

namespace ormd {
namespace {

class PostgresDriver final : public Driver {
 public:
  explicit PostgresDriver(Conninfo conninfo) : conninfo_(std::move(conninfo)) {}

  std::string_view platform() const override { return "postgresql"; }
  bool single_writer() const override { return false; }
  bool in_process() const override { return false; }
  std::string location() const override { return conninfo_.Location(); }

  absl::StatusOr<std::unique_ptr<Connection>> Connect(Access, const Context& context) override {
    ORMD_RETURN_IF_ERROR(context.Check());
    ORMD_ASSIGN_OR_RETURN(std::unique_ptr<Link> link, Link::Open(conninfo_.Text(context.remaining())));
    return PostgresConnection::Start(std::move(link), context);
  }

 private:
  const Conninfo conninfo_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Driver>> MakePostgresDriver(const std::string& url) {
  ORMD_ASSIGN_OR_RETURN(Conninfo conninfo, Conninfo::Parse(url));
  return std::make_unique<PostgresDriver>(std::move(conninfo));
}

}  // namespace ormd
