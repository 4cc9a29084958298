#!/usr/bin/env python3
"""The scenario that every client plays: a graph is created, flushed and read back, and a duplicate is refused.

    scenario.py ADDRESS     a daemon that serves the entities of deploy/demo/schema; makes the tables that are missing
"""

import datetime
import sys
import unittest

import grpc
import shop_pb2 as shop
from orm.v1 import change_pb2, query_pb2, schema_pb2, schema_pb2_grpc, session_pb2

from ormd_client import Graph, OrmError, Session, condition, connect, create, value

CLASSES = {
    f"shop.v1.{name}": getattr(shop, name)
    for name in ("User", "Profile", "Order", "OrderItem", "Product", "Tag", "Category")
}


class ShopScenario(unittest.TestCase):
    address = ""

    def setUp(self):
        self.channel = connect(self.address)
        self.addCleanup(self.channel.close)
        schema = schema_pb2_grpc.SchemaStub(self.channel)
        schema.Drop(schema_pb2.DropSchemaRequest())
        schema.Create(schema_pb2.CreateSchemaRequest())

    def flush_order(self, session):
        """One flush: a user, her order of two pens, the pen and its tag."""
        order = shop.Order(total="49.80")
        item = shop.OrderItem(quantity=2, unit_price="24.90")
        pen = shop.Product(sku="PEN-1", name="Füller", price="24.90", status=shop.Product.ACTIVE, tags=[shop.Tag(name="gift")])
        pen.attributes["nib"] = "F"
        pen.labels.extend(["new", ""])
        return session.run(
            flush=change_pb2.Flush(
                changes=[
                    create("User", shop.User(email="ann@example.org", name="Ann"), local="ann"),
                    create("Product", pen, local="pen"),
                    create("Order", order, local="order", references={"user": "ann"}),
                    create("OrderItem", item, references={"order": "order", "product": "pen"}),
                ]
            )
        )

    def test_a_graph_is_created_and_read_back_populated(self):
        with Session(self.channel, CLASSES) as session:
            flushed = self.flush_order(session)
            self.assertEqual([result.local for result in flushed.results], ["ann", "pen", "order", ""])
            ann = shop.User.FromString(flushed.results[0].generated)
            self.assertEqual(len(ann.id), 36)
            self.assertIn("created_at", flushed.results[0].generated_fields)
            age = datetime.datetime.utcnow() - ann.created_at.ToDatetime()
            self.assertLess(abs(age), datetime.timedelta(minutes=5))

        with Session(self.channel, CLASSES) as session:
            graph = session.run(
                find=query_pb2.Find(
                    entity="Order",
                    where=condition({"user": {"email": "ann@example.org"}, "total": {"$gt": "9.99"}}),
                    populate=["user", "items.product.tags"],
                )
            )
        self.assertIsInstance(graph, Graph)
        (order,) = graph.roots
        self.assertEqual((order.total, order.version), ("49.80", 1))
        self.assertEqual(graph.get("shop.v1.User", order.user.id).name, "Ann")
        (item,) = graph.all("shop.v1.OrderItem")
        self.assertEqual((item.order.id, item.quantity, item.unit_price), (order.id, 2, "24.90"))
        pen = graph.get("shop.v1.Product", item.product.id)
        self.assertEqual((pen.name, pen.status, list(pen.labels)), ("Füller", shop.Product.ACTIVE, ["new", ""]))
        self.assertEqual(pen.attributes["nib"], "F")
        self.assertEqual([graph.get("shop.v1.Tag", tag.id).name for tag in pen.tags], ["gift"])

    def test_a_unique_violation_tells_entity_and_property(self):
        with Session(self.channel, CLASSES) as session:
            self.flush_order(session)
        with Session(self.channel, CLASSES) as session:
            with self.assertRaises(OrmError) as caught:
                self.flush_order(session)
            error = caught.exception
            self.assertEqual((error.code, error.reason, error.domain), (6, "UNIQUE_VIOLATION", "orm.v1"))
            self.assertIn(error.metadata["entity"], ("shop.v1.User", "shop.v1.Product", "shop.v1.Tag"))
            self.assertIn(error.metadata["property"], ("email", "sku", "name"))

            with self.assertRaises(OrmError) as caught:
                session.run(count=query_pb2.Count(entity="User"))
            self.assertEqual(caught.exception.reason, "SKIPPED")
            session.run(clear=session_pb2.Clear())
            self.assertEqual(session.run(count=query_pb2.Count(entity="User")).count, 1)

    def test_a_transaction_is_rolled_back(self):
        with Session(self.channel, CLASSES) as session:
            self.assertEqual(session.run(begin=session_pb2.Begin()).depth, 1)
            self.flush_order(session)
            self.assertTrue(session.run(rollback=session_pb2.Rollback()).cleared)
            self.assertEqual(session.run(count=query_pb2.Count(entity="Order")).count, 0)

    def test_a_bad_condition_names_its_field(self):
        with Session(self.channel, CLASSES) as session, self.assertRaises(OrmError) as caught:
            session.run(find=query_pb2.Find(entity="Order", where=condition({"user": {"emial": "x"}})))
        self.assertEqual(caught.exception.code, grpc.StatusCode.INVALID_ARGUMENT.value[0])
        self.assertEqual((caught.exception.reason, caught.exception.fields), ("UNKNOWN_PROPERTY", ["where.user.emial"]))

    def test_a_zero_without_presence_is_given_by_its_name(self):
        nameless = shop.Category(name="")
        with Session(self.channel, CLASSES) as session:
            with self.assertRaises(OrmError) as caught:
                session.run(flush=change_pb2.Flush(changes=[create("Category", nameless)]))
            self.assertEqual((caught.exception.reason, caught.exception.fields), ("REQUIRED", ["changes[0].name"]))
            session.run(clear=session_pb2.Clear())
            session.run(flush=change_pb2.Flush(changes=[create("Category", nameless, fields=["name"])]))
            self.assertEqual(session.run(count=query_pb2.Count(entity="Category", where=condition({"name": ""}))).count, 1)

    def test_a_found_entity_is_changed_by_key(self):
        with Session(self.channel, CLASSES) as session:
            order_key = self.flush_order(session).results[2].key
            data = change_pb2.Data(message=shop.Order(total="10.00").SerializeToString())
            session.run(
                assign=change_pb2.Assign(entity="Order", key=order_key, data=data, version=value(1)),
            )
            session.run(flush=change_pb2.Flush())
            graph = session.run(find_one=query_pb2.FindOne(entity="Order", key=order_key, refresh=True))
            self.assertEqual((graph.roots[0].total, graph.roots[0].version), ("10.00", 2))


if __name__ == "__main__":
    ShopScenario.address = sys.argv.pop(1)
    unittest.main()
