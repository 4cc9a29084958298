// One session with a PostgreSQL server.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "orm/driver/connection.h"
#include "orm/driver/postgres/dialogue.h"
#include "orm/driver/postgres/link.h"
#include "orm/driver/postgres/params.h"
#include "orm/driver/statement_cache.h"

namespace ormd {

// Every statement of Execute is prepared by its text, and stays so until newer ones push it out; not one that is very
// long or joins many tables, of which the server would keep too much.
// Cells are text, as the server sent them, and views into the result: unless the statement says how its columns are
// read, and they have binary forms that are read alike (binary_form.h). That is found out when it is prepared.
class PostgresConnection final : public Connection {
 public:
  // Sets the session up (UTC, ISO dates, iso_8601 intervals, hex bytea, exact floats), and asks for the timeout that it
  // has of its role, database or server: one round trip.
  static absl::StatusOr<std::unique_ptr<Connection>> Start(std::unique_ptr<Link> link, const Context& context);

  // Also where the server is inside a transaction that Begin did not open.
  bool broken() const override;
  bool usable() override { return dialogue_.Listen() && !broken(); }
  std::string last_words() const override { return last_words_; }
  std::string reset_script() const override;
  absl::Status Ping(const Context& context) override;
  std::string server_version() const override;
  bool SendAhead(const Statement& statement) override;

 protected:
  absl::StatusOr<std::unique_ptr<Result>> DoExecute(const Statement& statement, const Context& context) override;
  // A statement outside a transaction is one of its own.
  bool has_short_transactions() const override { return true; }
  absl::StatusOr<std::unique_ptr<Result>> DoExecuteAtomically(const Statement& statement,
                                                              const Context& context) override;
  bool has_pipeline() const override { return true; }
  void DoPipeline(std::span<const Statement* const> statements, bool commit, const Context& context,
                  const TakeResult& take) override;
  // A cursor of SQL, which leaves with the commands that wait. Its rows come in binary where those of Execute would.
  absl::Status DoOpenCursor(const Statement& select, const Context& context) override;
  absl::StatusOr<std::unique_ptr<Result>> DoFetch(size_t rows, const Context& context) override;
  absl::Status DoScript(std::string_view sql, const Context& context) override;
  std::string BeginSql(const TransactionOptions& options) const override;
  // They leave with the next statement, in one round trip, or never: a transaction without statements does not reach
  // the server, and COMMIT releases all savepoints.
  absl::Status DoControl(const std::string& sql, const Context& context) override;
  absl::Status DoRollbackTo(const std::string& savepoint, const Context& context) override;
  absl::Status DoCommit(const Context& context) override;
  absl::Status DoRollback(const Context& context) override;

 private:
  explicit PostgresConnection(std::unique_ptr<Link> link);
  absl::Status SetUp(const Context& context);

  struct Prepared {
    std::string name;
    std::vector<TypeKind> binary;  // who reads columns like these gets them in binary; empty: nobody
  };
  // A statement that is prepared, or else its SQL, which outlives this; and its parameters.
  struct Bound {
    std::string name;
    const char* sql;
    bool binary;  // whether the result is asked for in binary
    ParamArrays params;
  };

  // The server knows nothing of the transaction yet, or of none.
  bool idle() const { return PQtransactionStatus(handle()) == PQTRANS_IDLE; }
  PGconn* handle() const { return link_->handle(); }
  // Whether a statement may be sent now.
  absl::Status Ready(const Context& context) const;
  absl::StatusOr<Bound> Bind(const Statement& statement, const Context& context);
  // These answer what libpq does: 1 where it was sent.
  int SendBound(const Bound& bound);
  int SendUnprepared(const std::string& sql, bool binary = false);
  int SendUnprepared(const char* sql, const ParamArrays& params, bool binary);
  // Valid until the next is prepared; nullptr where the statement is not to be kept.
  absl::StatusOr<const Prepared*> Prepare(const Statement& statement, const Context& context);
  // Of a result, whose words are kept if it failed.
  absl::Status StatusOf(const PgResult& result);
  absl::Status DropOldest(const Context& context);
  // Whether it is the statement's plan that failed.
  bool IsStale(const Statement& statement, const PgResult& result);
  absl::Status Forget(const std::string& sql, const Context& context);
  // Of a statement that was sent ahead, or runs now.
  absl::StatusOr<PgResult> RunOrTake(const Statement& statement, const Context& context);
  // A failed result is answered as such.
  absl::StatusOr<PgResult> Run(const Statement& statement, const Context& context);
  // What `send` sends with a PQsend..., behind the commands that wait.
  template <typename Sender>
  absl::StatusOr<PgResult> Send(const Sender& send, const Context& context, size_t max_bytes);
  // The same in one pipeline, however much `send` sends; answers the last result, or that of what failed.
  template <typename Sender>
  absl::StatusOr<PgResult> SendTogether(const Sender& send, const Context& context);
  // The same with all results: `take` gets the results behind the commands, or that of the command that failed.
  template <typename Sender>
  absl::Status SendPipeline(const Sender& send, const Context& context, const Dialogue::TakeResult& take);
  // All in one pipeline: a command in front of them that fails takes the first statement's place.
  void RunPipeline(std::span<const Statement* const> statements, std::span<const Bound> bound, bool commit,
                   const Context& context, const TakeResult& take);
  // Of a statement within a pipeline.
  absl::StatusOr<std::unique_ptr<Result>> ResultOf(const Statement& statement, PgResult result, const Context& context);
  absl::Status StatusOfCommit(const PgResult& result);
  // Into the pipeline.
  bool SendWaiting();
  // Alone.
  absl::Status RunWaiting(const Context& context);
  absl::StatusOr<PgResult> Ask(const std::string& sql, const Context& context);

  const std::unique_ptr<Link> link_;
  Dialogue dialogue_;
  StatementCache<Prepared> prepared_;
  uint64_t next_name_ = 0;
  std::string last_words_;
  std::optional<int> sent_ahead_;  // what libpq answered
  bool binary_cursor_ = false;     // whether its rows are asked for in binary
  // Commands of transaction control that leave with the next statement; the BEGIN first, if it is among them.
  std::vector<std::string> waiting_;
  // One of them has failed: which savepoints stand is not known, so that none may be gone back to.
  bool control_failed_ = false;
};

}  // namespace ormd
