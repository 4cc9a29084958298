#include "orm/migration/migration_set.h"

#include <algorithm>
#include <map>

#include "orm/base/error.h"
#include "orm/migration/errors.h"
#include "orm/migration/migration_name.h"

namespace ormd {
namespace {

template <typename Named>
const Named* FindNamed(const std::vector<Named>& list, std::string_view name) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const Named& item) { return item.name == name; });
  return found == list.end() ? nullptr : &*found;
}

template <typename Named>
std::vector<std::string> NameList(const std::vector<Named>& list) {
  std::vector<std::string> names;
  for (const Named& item : list) names.push_back(item.name);
  return names;
}

// Whether all have run, themselves or by their parts; then `runs` has those that did.
bool HasRunAll(const std::vector<ReplacedMigration>& replaces, const std::vector<ExecutedMigration>& executed,
               std::vector<const ExecutedMigration*>& runs) {
  return std::all_of(replaces.begin(), replaces.end(), [&](const ReplacedMigration& replaced) {
    const ExecutedMigration* run = FindExecuted(executed, replaced.name);
    if (run == nullptr || run->checksum != replaced.checksum) {
      return !replaced.parts.empty() && HasRunAll(replaced.parts, executed, runs);
    }
    runs.push_back(run);
    return true;
  });
}

MigrationState FileState(const MigrationFile& file, const ExecutedMigration* executed) {
  MigrationState state;
  state.name = file.name;
  state.has_down = file.down.has_value();
  if (executed == nullptr) return state;
  const bool same = executed->checksum == file.checksum;
  state.kind = same ? MigrationState::Kind::kExecuted : MigrationState::Kind::kChanged;
  state.executed = *executed;
  return state;
}

// Names that people gave, without repetition, by name.
absl::StatusOr<std::vector<std::string>> Resolve(const std::vector<std::string>& given,
                                                 const std::vector<std::string>& names) {
  std::vector<std::string> resolved;
  for (const std::string& name : given) {
    ORMD_ASSIGN_OR_RETURN(std::string full, ResolveMigration(name, names));
    resolved.push_back(std::move(full));
  }
  std::sort(resolved.begin(), resolved.end());
  resolved.erase(std::unique(resolved.begin(), resolved.end()), resolved.end());
  return resolved;
}

// The names of those to undo, the first one first.
absl::StatusOr<std::vector<std::string>> NamesDown(const MigrationSet& set, const RunMigrations& options) {
  std::vector<std::string> known = NameList(set.executed);
  for (const MigrationFile& file : set.files) {
    if (FindExecuted(set.executed, file.name) == nullptr) known.push_back(file.name);
  }
  if (!options.only.empty()) return Resolve(options.only, known);
  std::vector<std::string> names = NameList(set.executed);
  if (options.to.empty()) {
    if (names.size() > 1) names.erase(names.begin(), names.end() - 1);
    return names;
  }
  ORMD_ASSIGN_OR_RETURN(const std::string first, ResolveMigration(options.to, known));
  if (FindExecuted(set.executed, first) == nullptr) return NotExecuted(first);
  names.erase(names.begin(), std::lower_bound(names.begin(), names.end(), first));
  return names;
}

}  // namespace

const MigrationFile* FindFile(const std::vector<MigrationFile>& files, std::string_view name) {
  return FindNamed(files, name);
}

const ExecutedMigration* FindExecuted(const std::vector<ExecutedMigration>& executed, std::string_view name) {
  return FindNamed(executed, name);
}

Adoption AdoptionOf(const MigrationSet& set) {
  Adoption adoption;
  for (const MigrationFile& file : set.files) {
    std::vector<const ExecutedMigration*> runs;
    if (file.replaces.empty() || !HasRunAll(file.replaces, set.executed, runs)) continue;
    ExecutedMigration whole = {file.name, file.checksum, absl::InfinitePast(), absl::ZeroDuration()};
    for (const ExecutedMigration* part : runs) {
      whole.executed_at = std::max(whole.executed_at, part->executed_at);
      whole.duration += part->duration;
      adoption.removed.push_back(part->name);
    }
    adoption.added.push_back(std::move(whole));
  }
  return adoption;
}

void Adopt(const Adoption& adoption, std::vector<ExecutedMigration>& executed) {
  for (const std::string& name : adoption.removed) {
    std::erase_if(executed, [&](const ExecutedMigration& migration) { return migration.name == name; });
  }
  executed.insert(executed.end(), adoption.added.begin(), adoption.added.end());
  std::sort(executed.begin(), executed.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
}

std::vector<MigrationState> StatesOf(const MigrationSet& set) {
  std::map<std::string, MigrationState> states;
  for (const ExecutedMigration& executed : set.executed) {
    states[executed.name] = {executed.name, MigrationState::Kind::kMissing, false, executed};
  }
  for (const MigrationFile& file : set.files) {
    states[file.name] = FileState(file, FindExecuted(set.executed, file.name));
  }
  std::vector<MigrationState> list;
  for (auto& [name, state] : states) list.push_back(std::move(state));
  return list;
}

std::vector<std::string> NamesOf(const std::vector<MigrationState>& states, MigrationState::Kind kind) {
  std::vector<std::string> names;
  for (const MigrationState& state : states) {
    if (state.kind == kind) names.push_back(state.name);
  }
  return names;
}

absl::Status CheckStates(const std::vector<MigrationState>& states) {
  const std::vector<std::string> changed = NamesOf(states, MigrationState::Kind::kChanged);
  if (!changed.empty()) return ChangedMigrations(changed);
  const std::vector<std::string> missing = NamesOf(states, MigrationState::Kind::kMissing);
  return missing.empty() ? absl::OkStatus() : MissingMigrations(missing);
}

absl::StatusOr<std::vector<const MigrationFile*>> ChooseUp(const MigrationSet& set, const RunMigrations& options) {
  if (!options.to.empty() && !options.only.empty()) return ToAndOnly();
  const std::vector<std::string> names = NameList(set.files);
  ORMD_ASSIGN_OR_RETURN(const std::vector<std::string> only, Resolve(options.only, names));
  std::string last;
  if (!options.to.empty()) {
    ORMD_ASSIGN_OR_RETURN(last, ResolveMigration(options.to, names));
  }
  std::vector<const MigrationFile*> chosen;
  for (const MigrationFile& file : set.files) {
    const bool wanted = only.empty() || std::binary_search(only.begin(), only.end(), file.name);
    const bool pending = FindExecuted(set.executed, file.name) == nullptr;
    if (wanted && pending && (last.empty() || file.name <= last)) chosen.push_back(&file);
  }
  return chosen;
}

absl::StatusOr<std::vector<const MigrationFile*>> ChooseDown(const MigrationSet& set, const RunMigrations& options) {
  if (!options.to.empty() && !options.only.empty()) return ToAndOnly();
  ORMD_ASSIGN_OR_RETURN(const std::vector<std::string> names, NamesDown(set, options));
  std::vector<const MigrationFile*> chosen;
  for (auto name = names.rbegin(); name != names.rend(); ++name) {
    if (FindExecuted(set.executed, *name) == nullptr) return NotExecuted(*name);
    const MigrationFile* file = FindFile(set.files, *name);
    if (file == nullptr) return NoMigrationFile(*name);
    chosen.push_back(file);
  }
  return chosen;
}

}  // namespace ormd
