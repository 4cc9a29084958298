// One session with a PostgreSQL server.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "orm/driver/connection.h"
#include "orm/driver/postgres/dialogue.h"
#include "orm/driver/postgres/link.h"
#include "orm/driver/postgres/params.h"
#include "orm/driver/statement_cache.h"

namespace ormd {

// Every statement of Execute is prepared by its text, and stays so until kPreparedStatements newer ones push it out.
// Cells are text, as the server sent them (never kInt64 or kDouble), and views into the result.
class PostgresConnection final : public Connection {
 public:
  static constexpr size_t kPreparedStatements = 512;

  // Sets the session up (UTC, ISO dates, iso_8601 intervals, hex bytea, exact floats): one round trip.
  static absl::StatusOr<std::unique_ptr<Connection>> Start(std::unique_ptr<Link> link, const Context& context);

  // Also where the server is inside a transaction that Begin did not open.
  bool broken() const override;
  bool usable() override { return dialogue_.Listen() && !broken(); }
  std::string last_words() const override { return last_words_; }
  absl::Status Ping(const Context& context) override;
  std::string server_version() const override;

 protected:
  absl::StatusOr<std::unique_ptr<Result>> DoExecute(const Statement& statement, const Context& context) override;
  // A statement outside a transaction is one of its own.
  bool has_short_transactions() const override { return true; }
  absl::StatusOr<std::unique_ptr<Result>> DoExecuteAtomically(const Statement& statement,
                                                              const Context& context) override;
  bool has_pipeline() const override { return true; }
  void DoExecuteAll(std::span<const Statement* const> statements, const Context& context,
                    const TakeResult& take) override;
  absl::Status DoScript(std::string_view sql, const Context& context) override;
  std::string BeginSql(const TransactionOptions& options) const override;
  // Leaves with the first statement, in one round trip: a transaction without any never reaches the server.
  absl::Status DoBegin(const std::string& sql, const Context& context) override;
  absl::Status DoCommit(const Context& context) override;
  absl::Status DoRollback(const Context& context) override;

 private:
  explicit PostgresConnection(std::unique_ptr<Link> link);

  // A statement that is prepared, and its parameters.
  struct Bound {
    std::string name;
    ParamArrays params;
  };

  PGconn* handle() const { return link_->handle(); }
  // Whether a statement may be sent now.
  absl::Status Ready(const Context& context) const;
  absl::StatusOr<Bound> Bind(const Statement& statement, const Context& context);
  // Both answer what libpq does: 1 where it was sent.
  int SendBound(const Bound& bound);
  int SendUnprepared(const std::string& sql);
  // The name of the prepared statement.
  absl::StatusOr<std::string> Prepare(const std::string& sql, const Context& context);
  // Of a result, whose words are kept if it failed.
  absl::Status StatusOf(const PgResult& result);
  absl::Status DropOldest(const Context& context);
  absl::Status Forget(const std::string& sql, const Context& context);
  // A failed result is answered as such.
  absl::StatusOr<PgResult> Run(const Statement& statement, const Context& context);
  // What `send` sends with a PQsend..., behind the BEGIN that waits, if one does.
  template <typename Sender>
  absl::StatusOr<PgResult> Send(const Sender& send, const Context& context);
  // Both sent as one pipeline, behind the BEGIN that waits, if one does: a BEGIN that fails takes the first one's
  // place.
  void RunPipeline(std::span<const Statement* const> statements, std::span<const Bound> bound, const Context& context,
                   const TakeResult& take);
  // Of a statement within a pipeline.
  absl::StatusOr<std::unique_ptr<Result>> ResultOf(const Statement& statement, PgResult result, const Context& context);
  // Sends the BEGIN that waits, if one does.
  absl::Status SendBegin(const Context& context);
  absl::StatusOr<PgResult> Ask(const std::string& sql, const Context& context);

  const std::unique_ptr<Link> link_;
  Dialogue dialogue_;
  StatementCache<std::string> prepared_{kPreparedStatements};  // SQL to name
  uint64_t next_name_ = 0;
  std::string last_words_;
  std::string begin_;  // the BEGIN of this transaction while it waits to be sent
};

}  // namespace ormd
