"""Rows E16-E20 and the entries of EnvVars: maps of strings."""

from typing import Any

import pytest

from .cases import EXAMPLE, Expected, at, errors_of, invalid, pointer, ranged, typed, without, wrong

Case = tuple[Any, list[Expected]]


def entries(count: int) -> dict[str, str]:
    """A map with so many entries."""
    return {f"k{number}": "v" for number in range(count)}


def user_data(key: str, value: Any = "v") -> Any:
    """A request with one entry of UserData."""
    return at("/UserData", {key: value})


def of_key(key: str) -> Expected:
    """The error of a key of UserData."""
    return ranged(f"UserData.{key}", "length", 1, 128, pointer(["UserData", key]))


def of_type(key: str) -> Expected:
    """The error of an entry of UserData that is no string."""
    return typed(f"UserData.{key}.value", "string", pointer(["UserData", key]))


def of_length(key: str) -> Expected:
    """The error of an entry of UserData that is too long."""
    return ranged(f"UserData.{key}.value", "length", 0, 1024, pointer(["UserData", key]))


SIZE = ranged("UserData", "size", 0, 64, "/UserData")

USER_DATA: list[Case] = [
    (without("/UserData", EXAMPLE), []),
    *(
        (at("/UserData", value), [typed("UserData", "object", "/UserData")])
        for value in wrong("object").values()
    ),
    (at("/UserData", {}), []),
    (at("/UserData", entries(1)), []),
    (at("/UserData", entries(64)), []),
    (at("/UserData", entries(65)), [SIZE]),
    (user_data(""), [of_key("")]),
    (user_data("k"), []),
    (user_data("k" * 128), []),
    (user_data("k" * 129), [of_key("k" * 129)]),
    (user_data("键" * 128), []),
    (user_data("键" * 129), [of_key("键" * 129)]),
    (user_data("😀" * 128), []),
    (user_data("😀" * 129), [of_key("😀" * 129)]),
    (user_data("a/b~c"), []),
    (user_data("a.b c=d"), []),
    *((user_data("k", value), [of_type("k")]) for value in wrong("string").values()),
    (user_data("a/b~c", 1), [of_type("a/b~c")]),
    (user_data("a.b", 1), [of_type("a.b")]),
    (user_data("键", 1), [of_type("键")]),
    (user_data("{key}", 1), [of_type("{key}")]),
    (user_data("%s", 1), [of_type("%s")]),
    (user_data("0", 1), [of_type("0")]),
    (user_data("k", ""), []),
    (user_data("k", "v" * 1024), []),
    (user_data("k", "v" * 1025), [of_length("k")]),
    (user_data("k", "值" * 1024), []),
    (user_data("k", "值" * 1025), [of_length("k")]),
    (user_data("k", "😀" * 1024), []),
    (user_data("k", "😀" * 1025), [of_length("k")]),
    (user_data("", 1), [of_key(""), of_type("")]),
    (user_data("", "v" * 1025), [of_key(""), of_length("")]),
    (user_data("k" * 129, None), [of_key("k" * 129), of_type("k" * 129)]),
    (at("/UserData", entries(64) | {"n": 1}), [SIZE, of_type("n")]),
    (at("/UserData", entries(64) | {"": "v" * 1025}), [SIZE, of_key(""), of_length("")]),
    (at("/UserData", {"a": 1, "b": "v" * 1025}), [of_type("a"), of_length("b")]),
    (at("/UserData", {"b": "v" * 1025, "a": 1}), [of_type("a"), of_length("b")]),
]


def env_value(key: str) -> Expected:
    """The error of an entry of EnvVars that is no string."""
    return invalid(f"EnvVars.{key}.value", pointer(["EnvVars", key]))


ENV_VARS: list[Case] = [
    (without("/EnvVars", EXAMPLE), []),
    *((at("/EnvVars", value), [invalid("EnvVars", "/EnvVars")]) for value in wrong("object").values()),
    (at("/EnvVars", {}), []),
    (at("/EnvVars", entries(65)), []),
    (at("/EnvVars", {"K" * 129: "v" * 1025}), []),
    (at("/EnvVars", {"": ""}), []),
    *((at("/EnvVars", {"K": value}), [env_value("K")]) for value in wrong("string").values()),
    (at("/EnvVars", {"a/b": 1}), [env_value("a/b")]),
]

CASES = [*USER_DATA, *ENV_VARS]


@pytest.mark.parametrize(("tree", "expected"), USER_DATA)
def test_user_data(tree: Any, expected: list[Expected]) -> None:
    assert errors_of(tree) == expected


@pytest.mark.parametrize(("tree", "expected"), ENV_VARS)
def test_env_vars(tree: Any, expected: list[Expected]) -> None:
    assert errors_of(tree) == expected


def test_every_bad_entry_is_listed() -> None:
    bad = {"a": 1, "b": None, "c": "fine", "d": []}
    assert sorted(errors_of(at("/UserData", bad))) == [of_type("a"), of_type("b"), of_type("d")]
    assert sorted(errors_of(at("/EnvVars", bad))) == [env_value("a"), env_value("b"), env_value("d")]
