"""What `check` accepts, the sandbox accepts; what it rejects, the sandbox rejects with the same error."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.document.tree import remove_in, set_in, walk
from wizard.sandbox import Quotas, start
from wizard.validation import Severity, check_text

from .driver import Driver
from .test_create import EXAMPLE, ROUTER

TREE = set_in(json.loads(EXAMPLE), ("Configs", "Networks", "VPC"), ROUTER | {"OppositeRouterType": "VBR"})
PLACES = [path for path, _ in walk(TREE) if path]
NUMBERS = [True, 0, 1, -1, 65537, 2**70, 1.5, 1.0]
TEXTS = ["", "x", "3", "集群", " a ", "a" * 2000, "Spot", "OnDemand", "10.0.0.0/8", "8.8.8.0/24", "oss://b/"]
VALUES = st.sampled_from([None, *NUMBERS, *TEXTS, "ecs.sn1ne.large", "/mnt", [], {}, [None], {"k": "v"}])
EDIT = st.tuples(st.sampled_from(PLACES), st.none() | VALUES.map(lambda value: (value,)))


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    """A sandbox without quotas."""
    file: Path = tmp_path_factory.mktemp("sandbox") / "s.sqlite3"
    limit = 10**9
    quotas = Quotas(MaxClusterCount=limit, MaxClusterGroupCount=limit, MaxClusterGroupDesiredVMCount=limit)
    with start(file, quotas=quotas) as sandbox:
        yield Driver(sandbox)


def assert_agreement(service: Driver, body: bytes) -> None:
    errors = [each for each in check_text(body).findings if each.severity is Severity.ERROR]
    reply = service.create(body)
    if errors:
        assert reply.error[1] == errors[0].rule
        assert reply.json["Message"] == errors[0].message
    else:
        assert reply.status == 201, reply.body


@settings(deadline=None, database=None, max_examples=200)
@given(edits=st.lists(EDIT, max_size=3))
def test_changed_requests(service: Driver, edits: list[tuple[Any, Any]]) -> None:
    tree = TREE
    for path, value in edits:
        try:
            tree = set_in(tree, path, value[0]) if value else remove_in(tree, path)
        except KeyError:  # another edit replaced what contained the place
            continue
    assert_agreement(service, json.dumps(tree).encode())


@settings(deadline=None, database=None, max_examples=100)
@given(body=st.binary(max_size=40) | st.text(st.sampled_from('{}[]",:1eE.\\un "Name')).map(str.encode))
def test_bytes(service: Driver, body: bytes) -> None:
    assert_agreement(service, body)
