#!/usr/bin/env python3
"""The sources keep the rules of the house, and the checker sees a breach of each of them."""

import pathlib
import shutil
import tempfile
import unittest

import check_rules

ROOT = pathlib.Path(__file__).resolve().parents[2]


class HouseTest(unittest.TestCase):
    def test_the_sources_keep_the_rules(self):
        self.assertEqual(check_rules.breaches(ROOT), [])


class CheckerTest(unittest.TestCase):
    """Works on a copy of the sources; each test turns one thing the wrong way round."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for top in ("orm", "server", "client"):
            shutil.copytree(ROOT / top, self.root / top)

    def assert_breach(self, text):
        found = check_rules.breaches(self.root)
        self.assertTrue(any(text in breach for breach in found), found)

    def add_line(self, file, line):
        path = self.root / file
        path.write_text(line + "\n" + (path.read_text() if path.exists() else ""))

    def test_a_floor_may_not_include_the_one_above(self):
        self.add_line("orm/value/type.h", '#include "orm/metadata/schema.h"')
        self.assert_breach("orm/value/type.h:1: orm/value may not include orm/metadata/schema.h")

    def test_an_include_turned_round_is_a_cycle_too(self):
        self.add_line("orm/value/type.h", '#include "orm/metadata/property.h"')
        self.assert_breach("cycle: orm/value -> orm/metadata -> orm/value")

    def test_two_headers_of_one_folder_may_not_include_each_other(self):
        self.add_line("orm/base/one.h", '#include "orm/base/two.h"')
        self.add_line("orm/base/two.h", '#include "orm/base/one.h"')
        self.assert_breach("cycle: orm/base/one.h -> orm/base/two.h -> orm/base/one.h")

    def test_the_driver_takes_statements_and_nothing_else_from_sql(self):
        self.add_line("orm/driver/pool.h", '#include "orm/sql/platform.h"')
        self.assert_breach("orm/driver/pool.h:1: orm/driver may not include orm/sql/platform.h")

    def test_the_schema_builder_does_not_know_the_unit_of_work(self):
        self.add_line("orm/schema/probe.h", '#include "orm/unit/entity.h"')
        self.assert_breach("orm/schema may not include orm/unit/entity.h")

    def test_only_its_driver_knows_libpqxx(self):
        self.add_line("orm/driver/sqlite/probe.cc", "#include <pqxx/pqxx>")
        self.assert_breach("orm/driver/sqlite may not include pqxx/pqxx")

    def test_only_its_driver_knows_sqlite(self):
        self.add_line("orm/driver/pool.h", "#include <sqlite3.h>")
        self.assert_breach("orm/driver may not include sqlite3.h")

    def test_the_orm_knows_neither_grpc_nor_the_api(self):
        self.add_line("orm/unit/entity.h", "#include <grpcpp/grpcpp.h>")
        self.add_line("orm/query/condition.h", '#include "orm/v1/value.pb.h"')
        self.assert_breach("orm/unit may not include grpcpp/grpcpp.h")
        self.assert_breach("orm/query may not include orm/v1/value.pb.h")

    def test_the_client_knows_the_protos_only(self):
        self.add_line("client/cpp/probe.cc", '#include "orm/value/value.h"')
        self.assert_breach("client/cpp may not include orm/value/value.h")

    def test_includes_are_written_from_the_root(self):
        self.add_line("orm/sql/probe.h", '#include "../unit/entity.h"')
        self.assert_breach("orm/sql may not include ../unit/entity.h")

    def test_a_folder_without_a_floor_holds_no_sources(self):
        (self.root / "orm/misc").mkdir()
        self.add_line("orm/misc/probe.h", "#include <vector>")
        self.assert_breach("the folder orm/misc has no floor")

    def test_a_release_leaves_nothing_out(self):
        self.add_line("orm/base/probe.cc", "void F(int x) { assert(x > 0); }")
        self.add_line("server/session/probe.h", "#ifndef NDEBUG")
        self.add_line("client/cpp/probe.cc", "void F(int x) { ABSL_DCHECK_GT(x, 0); }")
        self.assert_breach("orm/base/probe.cc:1: a release leaves this out")
        self.assert_breach("server/session/probe.h:1: a release leaves this out")
        self.assert_breach("client/cpp/probe.cc:1: a release leaves this out")

    def test_a_file_ends_before_it_grows_a_second_noun(self):
        self.add_line("orm/base/long.cc", "\n" * check_rules.MAX_LINES)
        self.assert_breach(f"{check_rules.MAX_LINES} are enough for one noun")


if __name__ == "__main__":
    unittest.main()
