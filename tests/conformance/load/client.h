// A client of the daemon that does what its seed says, and remembers what it is told.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/conformance/fixture.h"
#include "tests/conformance/load/conversation.h"
#include "load/v1/load.pb.h"
#include "tests/conformance/load/testimony.h"
#include "tests/conformance/load/told.h"
#include "tests/support/dice.h"

namespace ormd::conformance {

// Few rows, so that many meet.
inline constexpr int64_t kAccounts = 5;
inline constexpr size_t kCells = 4;
inline constexpr size_t kSeats = 3;  // with names, and as many with holders
inline constexpr int64_t kBalance = 1000;  // of each account, at first
inline constexpr char kFirstStamp[] = "first=1000";

std::string AccountRow(int64_t id);
std::string CellRow(const std::string& name);
std::string SeatRow(const load::v1::Seat& seat);

struct Surroundings {
  Server& server;
  bool sqlite;
  bool calm;  // nobody kills the daemon's connections
};

// Used by one thread. Each public function is a whole dealing with the daemon.
class Client {
 public:
  Client(Surroundings surroundings, uint64_t seed, size_t number);

  void Run(size_t acts);
  const Testimony& testimony() const { return testimony_; }

 private:
  using Reasons = std::vector<std::string>;

  // One-shot calls (client_calls.cc).
  Call LookUpAccount(int64_t id);
  Call LookUpCell(const std::string& name);
  Call LookUpSeat(const load::v1::Seat& seat);
  Call FindSeat(const load::v1::Seat& like);
  Call Snapshot();
  Call CreateNote();
  Call CreateCell();
  Call CreateSeat();
  // Version 0: whatever stands.
  Call AssignCell(int64_t version);
  Call RemoveCell(const std::string& name, int64_t version);
  Call RemoveSeat(const load::v1::Seat& seat);
  Call AnyCall();
  void Burst();
  void LookBack();
  void WorkOnCell();
  void Restamp();
  void Transfer();
  using Accounts = std::vector<load::v1::Account>;
  Accounts LookUpAccounts(const std::vector<int64_t>& ids);
  // Whether they stand, by the versions that were read, with as much more as `amounts` says.
  bool Write(const Accounts& read, const std::vector<int64_t>& amounts);

  // Sessions (client_sessions.cc, client_transaction.cc).
  std::unique_ptr<Conversation> Talk();
  void ReadInSession();
  void WriteInSession();
  void ReadInTransaction();
  void Transact();
  friend class ClientTransaction;

  // What is asked.
  std::string NewStamp();
  load::v1::Account NewAccount(int64_t balance);  // key and version are left to the caller
  load::v1::Cell NewCell();
  load::v1::Seat NewSeat();
  load::v1::Note NewNote();  // remembers it
  std::vector<int64_t> AllAccounts();  // in any order
  int64_t AnyAccount() { return 1 + static_cast<int64_t>(dice_.Pick(kAccounts)); }
  Hurry AnyHurry(size_t percent);
  template <typename Request>
  Call Ask(const std::string& method, const Request& request, std::function<void(const Told&)> told);
  void Do(const Call& call) { Play(surroundings_.server.channel(), {call}); }

  // What is told. Whether it went well; where not, it must be for one of the reasons, the client's own hurry, or a
  // connection that somebody killed.
  bool Expect(const std::string& what, const Told& told, const Reasons& reasons);
  // The same of commands that were pipelined: behind one that fails, none is run.
  bool Expect(const std::string& what, const std::vector<Told>& told, const Reasons& reasons);
  void Fault(const std::string& fault);
  std::string Who(const std::string& act) const;
  // Of entities that were read; faults where they mix states.
  std::optional<load::v1::Account> SeeAccount(int64_t id, const Told& told);
  void SeeAccounts(const Told& told, Span span);
  void SeeSum(const Accounts& accounts);
  void SeeCell(const std::string& name, const Told& told);
  void SeeSeat(const load::v1::Seat& seat, Span span);
  void KnowSeat(const load::v1::Seat& seat);
  void SeeNote(const std::string& text, bool populated, const Told& told);
  void TakeNote(const std::string& text, const orm::v1::ChangeResult& result);
  void TellAccounts(const Accounts& before, const Accounts& made, Span span, Fate fate);

  const Surroundings surroundings_;
  Dice dice_;
  const std::string name_;
  uint64_t stamps_ = 0;
  std::string act_;
  std::vector<load::v1::Seat> known_seats_;
  std::vector<std::string> own_notes_;  // that stand, and may be removed
  Testimony testimony_;
};

}  // namespace ormd::conformance
