#include "server/config/command_line.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/temp_dir.h"

namespace ormd {
namespace {

class CommandLineTest : public testing::Test {
 protected:
  void TearDown() override {
    for (const std::string& name : variables_) unsetenv(name.c_str());
  }

  void SetVariable(const std::string& name, const std::string& value) {
    setenv(name.c_str(), value.c_str(), 1);
    variables_.push_back(name);
  }

  std::string WriteFile(const std::string& text) {
    const std::string path = directory_.path() + "/ormd.toml";
    std::ofstream(path) << text;
    return path;
  }

  Invocation Parse(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "ormd");
    std::vector<const char*> pointers;
    for (const std::string& argument : arguments) pointers.push_back(argument.c_str());
    return ParseCommandLine(static_cast<int>(pointers.size()), pointers.data(), out_, err_);
  }

  Settings Serve(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"serve", "--schema", "entities"});
    const Invocation invocation = Parse(arguments);
    EXPECT_EQ(invocation.action, Invocation::Action::kServe) << err_.str();
    return invocation.settings;
  }

  int Fault(std::vector<std::string> arguments) {
    const Invocation invocation = Parse(std::move(arguments));
    EXPECT_EQ(invocation.action, Invocation::Action::kExit);
    return invocation.exit_code;
  }

  TempDir directory_;
  std::vector<std::string> variables_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(CommandLineTest, DefaultsServeSqliteOnLocalhost) {
  const Settings settings = Serve({});
  EXPECT_EQ(settings.schema, "entities");
  EXPECT_EQ(settings.database, "sqlite:ormd.db");
  EXPECT_EQ(settings.listen, "127.0.0.1:50051");
  EXPECT_EQ(settings.drain_grace, absl::Seconds(30));
  EXPECT_EQ(settings.idle_transaction, absl::Seconds(10));
  EXPECT_EQ(settings.max_message, 4u << 20);
  EXPECT_EQ(settings.worker_count(), settings.pool_size);
  EXPECT_EQ(settings.io_thread_count(), std::max(1u, std::thread::hardware_concurrency() / 2));
  EXPECT_TRUE(settings.reflection);
  EXPECT_FALSE(settings.log_sql);
}

TEST_F(CommandLineTest, FlagWinsOverEnvironmentAndEnvironmentOverFile) {
  const std::string file = WriteFile("pool-size = 1\nworkers = 1\nmax-sessions = 1\n");
  SetVariable("ORMD_POOL_SIZE", "2");
  SetVariable("ORMD_WORKERS", "2");
  const Settings settings = Serve({"--pool-size", "3", "--config", file});
  EXPECT_EQ(settings.pool_size, 3u);
  EXPECT_EQ(settings.workers, 2u);
  EXPECT_EQ(settings.max_sessions, 1u);
}

TEST_F(CommandLineTest, FileMayComeFromTheEnvironmentAndNameTheSchema) {
  SetVariable("ORMD_CONFIG",
              WriteFile("schema = \"from-file\"\nlog-sql = true\nreflection = false\ndrain-grace = \"5s\"\n"));
  const Invocation invocation = Parse({"serve"});
  ASSERT_EQ(invocation.action, Invocation::Action::kServe) << err_.str();
  EXPECT_EQ(invocation.settings.schema, "from-file");
  EXPECT_TRUE(invocation.settings.log_sql);
  EXPECT_FALSE(invocation.settings.reflection);
  EXPECT_EQ(invocation.settings.drain_grace, absl::Seconds(5));
}

TEST_F(CommandLineTest, SwitchesCanBeTurnedBothWays) {
  EXPECT_TRUE(Serve({"--log-sql"}).log_sql);
  EXPECT_FALSE(Serve({"--no-reflection"}).reflection);
  EXPECT_FALSE(Serve({"--reflection=false"}).reflection);
  SetVariable("ORMD_LOG_SQL", "true");
  SetVariable("ORMD_REFLECTION", "off");
  EXPECT_TRUE(Serve({}).log_sql);
  EXPECT_FALSE(Serve({}).reflection);
  EXPECT_FALSE(Serve({"--no-log-sql"}).log_sql);
}

TEST_F(CommandLineTest, DurationsAndSizesHaveUnits) {
  const Settings settings = Serve({"--acquire-timeout", "500ms", "--session-ttl", "1m30s", "--max-message", "512KiB"});
  EXPECT_EQ(settings.acquire_timeout, absl::Milliseconds(500));
  EXPECT_EQ(settings.session_ttl, absl::Seconds(90));
  EXPECT_EQ(settings.max_message, 512u << 10);
}

TEST_F(CommandLineTest, WrongUsageEndsWithTwo) {
  EXPECT_EQ(Fault({}), 2);
  EXPECT_EQ(Fault({"frobnicate"}), 2);
  EXPECT_EQ(Fault({"serve"}), 2);
  EXPECT_EQ(Fault({"check"}), 2);
  EXPECT_EQ(Fault({"serve", "--schema", "x", "--frob", "1"}), 2);
  EXPECT_EQ(Fault({"serve", "--schema", "x", "--pool-size", "0"}), 2);
  EXPECT_EQ(Fault({"serve", "--schema", "x", "--drain-grace", "soon"}), 2);
  EXPECT_EQ(Fault({"serve", "--schema", "x", "--max-message", "2GiB"}), 2);
  EXPECT_EQ(Fault({"serve", "--schema", "x", "--log-format", "xml"}), 2);
  EXPECT_EQ(Fault({"check", "--schema", "x", "--pool-size", "3"}), 2);
}

TEST_F(CommandLineTest, FaultsNameTheSetting) {
  EXPECT_EQ(Fault({"serve", "--schema", "x", "--pool-size", "many"}), 2);
  EXPECT_NE(err_.str().find("--pool-size"), std::string::npos);
  EXPECT_TRUE(out_.str().empty());
}

TEST_F(CommandLineTest, WhatNoDaemonCanWorkWithIsRefusedWithItsRange) {
  const auto fault = [this](const std::string& flag, const std::string& value) {
    err_.str("");
    EXPECT_EQ(Fault({"serve", "--schema", "x", flag, value}), 2) << flag << " " << value;
    EXPECT_NE(err_.str().find(flag), std::string::npos) << err_.str();
    return err_.str();
  };
  for (const char* flag : {"--acquire-timeout", "--default-timeout", "--session-ttl", "--max-session-ttl",
                           "--idle-transaction"}) {
    EXPECT_NE(fault(flag, "0s").find("from 1ms"), std::string::npos) << err_.str();
  }
  EXPECT_NE(fault("--max-message", "0").find("from 128 to 1024MiB"), std::string::npos) << err_.str();
  EXPECT_NE(fault("--pool-size", "20000").find("from 1 to 5000"), std::string::npos) << err_.str();
  EXPECT_NE(fault("--listen", "127.0.0.1:70000").find("from 0 to 65535"), std::string::npos) << err_.str();
  EXPECT_NE(fault("--listen", "unix:").find("unix:PATH"), std::string::npos) << err_.str();
  EXPECT_EQ(Serve({"--drain-grace", "0s"}).drain_grace, absl::ZeroDuration());
}

TEST_F(CommandLineTest, UnknownKeyOfTheFileIsAFault) {
  EXPECT_EQ(Fault({"serve", "--schema", "x", "--config", WriteFile("pool-sizes = 3\n")}), 2);
  EXPECT_NE(err_.str().find("'pool-sizes' is no setting"), std::string::npos) << err_.str();
  EXPECT_EQ(Fault({"serve", "--schema", "x", "--config", WriteFile("[serve]\npool-size = 3\n")}), 2);
  EXPECT_EQ(Fault({"serve", "--schema", "x", "--config", WriteFile("workers = \"x\"\n")}), 2);
  EXPECT_EQ(Fault({"serve", "--schema", "x", "--config", "/nowhere/ormd.toml"}), 2);
}

TEST_F(CommandLineTest, ForeignVariablesOfTheSamePrefixAreNoFault) {
  SetVariable("ORMD_PORT", "tcp://10.0.0.1:50051");  // as Kubernetes sets it for a service named ormd
  EXPECT_EQ(Serve({}).listen, "127.0.0.1:50051");
}

TEST_F(CommandLineTest, HelpAndVersionGoToStandardOutput) {
  EXPECT_EQ(Fault({"--version"}), 0);
  EXPECT_EQ(out_.str(), "ormd " + std::string(Version()) + "\n");
  EXPECT_EQ(Fault({"serve", "--help"}), 0);
  EXPECT_NE(out_.str().find("ORMD_POOL_SIZE"), std::string::npos);
  EXPECT_TRUE(err_.str().empty());
}

TEST_F(CommandLineTest, CheckNeedsOnlyTheSchema) {
  const Invocation invocation = Parse({"check", "--schema", "entities"});
  EXPECT_EQ(invocation.action, Invocation::Action::kCheck);
  EXPECT_EQ(invocation.settings.schema, "entities");
}

}  // namespace
}  // namespace ormd
