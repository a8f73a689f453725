"""Pydantic's core says of a request what pydantic's own models of the same attributes would say."""

from typing import Annotated, Any, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from wizard.document.pointer import Path
from wizard.document.tree import replaced, walk
from wizard.request.cluster import ClusterDescription
from wizard.request.fields import Limits, Part
from wizard.request.judge import KEY, entry_problems, outline_problems, problems

FULL: dict[str, Any] = {
    "Name": "a",
    "ImageId": "img-ubuntu",
    "UserData": {"key": "value"},
    "EnvVars": {"LANG": "C"},
    "PasswordInherit": True,
    "Groups": {
        "group1": {"DesiredVMCount": 3, "ResourceType": "Spot", "SpotStrategy": "", "SpotPriceLimit": 0.5},
        "group2": {"DesiredVMCount": 65536, "ResourceType": "OnDemand", "InstanceType": "ecs.sn1ne.large"},
    },
    "Notification": {"Topic": {"Name": "t", "Events": ["OnClusterDeleted"]}},
    "Configs": {
        "Disks": {"SystemDisk": {"Type": "cloud", "Size": 40}, "DataDisk": {"MountPoint": "/data"}},
        "Mounts": {
            "CacheBlockSize": 0,
            "Entries": [{"Source": "oss://b/", "Destination": "/b/", "WriteSupport": False}, {}],
            "NAS": {"AccessGroup": ["g"]},
        },
        "Networks": {"VPC": {"CidrBlock": "10.0.0.0/8"}, "Classic": {"AllowIpAddress": []}},
    },
    "Unknown": {"kept": None},
}

CONSTRAINTS = {"minimum": "ge", "maximum": "le"}


def annotated(annotation: Any, limits: Limits) -> Any:
    """A type as pydantic takes it, with its limits."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return annotated(arguments[0], arguments[1])
    if origin in (list, dict):
        annotation = origin[tuple(annotated(each, Limits()) for each in arguments)]
    elif isinstance(annotation, type) and issubclass(annotation, Part):
        annotation = model(annotation)
    told = {
        CONSTRAINTS.get(name, name): getattr(limits, name) for name in Limits.__slots__ if name != "values"
    }
    told = {name: value for name, value in told.items() if value is not None}
    if annotation is float:
        told["allow_inf_nan"] = False
    return Annotated[annotation, Field(**told)] if told else annotation


def model(part: type[Part]) -> type[BaseModel]:
    """The model of pydantic's that a part stands for."""
    fields: dict[str, Any] = {
        name: (annotated(kind, about.limits), ... if about.required else None)
        for name, (kind, about) in part.declared().items()
    }
    return create_model(part.__name__, __config__=ConfigDict(strict=True, extra="allow"), **fields)


MODEL = model(ClusterDescription)


def said(tree: Any) -> list[tuple[str, Path]]:
    """What the model says; it has a word of its own for what is no object."""
    try:
        MODEL.model_validate(tree)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        return [(each["type"].replace("model_type", "dict_type"), each["loc"]) for each in found]
    return []


KEYS = st.sampled_from(["", "x" * 65, "x" * 129, "Name", "Size", "key"]) | st.text(max_size=3)
SCALARS = st.sampled_from(
    [
        *(None, True, False, 0, 1, -1, 65537, 1.0, 1.5, float("inf"), float("nan"), 10**30),
        *("", "1", "-a", "1a", "é", "x" * 65, "x" * 257, "x" * 1025, "\ud800", "a\n"),
        *("Spot", "OnDemand", "SpotAsPriceGo"),
    ]
)
VALUES = st.recursive(
    SCALARS,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(KEYS, below, max_size=3),
    max_leaves=6,
)
PLACES = [path for path, _ in walk(FULL)]


@given(st.lists(st.tuples(st.sampled_from(PLACES), VALUES), max_size=4))
def test_the_core_says_what_the_models_would(changes: list[tuple[Path, Any]]) -> None:
    tree: Any = FULL
    for path, value in changes:
        try:
            tree = replaced(tree, path, value)
        except KeyError:  # an earlier change took away what leads there
            continue
    assert problems(tree) == said(tree)


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("value", [None, 1, 1.5, "1", True, [], {}, [1], {"": 1}])
def test_the_core_says_what_the_models_would_of_every_place(path: Path, value: Any) -> None:
    tree = replaced(FULL, path, value)
    assert problems(tree) == said(tree)


def test_a_part_of_a_request_is_judged_alone() -> None:
    group = {"DesiredVMCount": 0, "ResourceType": "OnDemand"}
    tree = {**FULL, "Name": "", "Groups": {"": group}}
    outline = [("string_too_short", ("Name",))]
    own = [
        ("string_too_short", ("Groups", "", KEY)),
        ("greater_than_equal", ("Groups", "", "DesiredVMCount")),
    ]
    assert outline_problems(tree) == outline
    assert entry_problems(("Groups", ""), group) == own
    assert problems(tree) == outline + own
