"""A session stream in Python: the stubs that protoc makes, and nothing else."""

import itertools
import queue

import grpc
from google.rpc import error_details_pb2
from orm.v1 import change_pb2, entity_manager_pb2_grpc, graph_pb2, session_pb2, value_pb2


class OrmError(Exception):
    """An error of the daemon, by its ErrorInfo."""

    def __init__(self, status):
        super().__init__(status.message)
        self.code = status.code
        self.reason, self.metadata, self.fields = "", {}, []
        for detail in status.details:
            info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
            if detail.Unpack(info):
                self.reason, self.domain, self.metadata = info.reason, info.domain, dict(info.metadata)
            elif detail.Unpack(bad):
                self.fields = [violation.field for violation in bad.field_violations]


def value(python):
    """A Python value as a Value of a condition or key."""
    if python is None:
        return value_pb2.Value(null=value_pb2.NULL_VALUE_UNSPECIFIED)
    if isinstance(python, bool):
        return value_pb2.Value(**{"bool": python})
    if isinstance(python, int):
        return value_pb2.Value(int64=python)
    if isinstance(python, dict):
        return value_pb2.Value(map=condition(python))
    if isinstance(python, list):
        return value_pb2.Value(list=value_pb2.ListValue(values=[value(item) for item in python]))
    return value_pb2.Value(text=python)


def condition(where):
    pairs = [value_pb2.Pair(name=name, value=value(item)) for name, item in where.items()]
    return value_pb2.MapValue(pairs=pairs)


def create(entity, message, local="", references=None, fields=()):
    """A change that creates `message`; `references` are to-one relations by local name.

    `fields` are those that are given, by default what the message holds: a zero without presence counts only if named.
    """
    data = change_pb2.Data(
        message=message.SerializeToString(),
        fields=fields,
        references=[change_pb2.LocalReference(path=path, local=name) for path, name in (references or {}).items()],
    )
    return change_pb2.Change(create=change_pb2.Create(entity=entity, local=local, data=data))


class Graph:
    """Entities of a find by type and key, each of its own message class."""

    def __init__(self, classes):
        self._classes = classes
        self._sets = []
        self.roots = []

    def add(self, graph: graph_pb2.Graph):
        entities = []
        for entity_set in graph.sets:
            if not entity_set.entities:
                continue
            parse = self._classes[entity_set.entity].FromString
            messages = [parse(data) for data in entity_set.entities]
            self._sets.append((entity_set.entity, messages))
            entities += messages
        if graph.roots:
            self.roots += [entities[ordinal] for ordinal in graph.roots]
        elif graph.sets:
            self.roots += entities[: len(graph.sets[0].entities)]

    def all(self, entity):
        return [message for name, messages in self._sets if name == entity for message in messages]

    def get(self, entity, key):
        return next(message for message in self.all(entity) if message.id == key)


class Session:
    """A session stream. Leaving the `with` block ends it, and rolls back what is open."""

    def __init__(self, channel, classes):
        self._classes = classes
        self._ids = itertools.count(1)
        self._commands = queue.Queue()
        stub = entity_manager_pb2_grpc.EntityManagerStub(channel)
        self._replies = stub.Session(iter(self._commands.get, None))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._commands.put(None)
        for _ in self._replies:
            pass

    def run(self, **command):
        """Sends one command and answers the field of its reply; a find is joined to one Graph."""
        self._commands.put(session_pb2.Command(id=next(self._ids), **command))
        graph = Graph(self._classes)
        while True:
            reply = next(self._replies)
            kind = reply.WhichOneof("reply")
            if kind == "error":
                raise OrmError(reply.error)
            if kind != "find":
                return getattr(reply, kind)
            graph.add(reply.find.graph)
            if not reply.more:
                return graph


def connect(address):
    return grpc.insecure_channel(address)
