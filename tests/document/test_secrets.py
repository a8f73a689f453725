"""Secrets are recognised wherever they are declared, and nothing that is kept or shown has one in it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.document.difference import differences
from wizard.document.document import Document
from wizard.document.pointer import Path
from wizard.document.secrets import (
    MASK,
    MissingVariable,
    is_reference,
    literal_secrets,
    masked,
    masked_beside,
    resolved,
    secret_paths,
    with_references,
    without_secrets,
)
from wizard.document.tree import get, has, replaced
from wizard.document.writing import to_text
from wizard.models.cluster import request_spec

from .trees import OBJECTS, SCALARS, exact, example

OSS: Path = ("Configs", "Mounts", "OSS")
SECRET: Path = (*OSS, "AccessKeySecret")
TOKEN: Path = (*OSS, "SecurityToken")
ANSWERED: Path = (*OSS, "AccessSecurityToken")
"""What GetCluster calls the token in its answer."""
SECRET_REFERENCE = "${env:OSS_ACCESS_KEY_SECRET}"
TOKEN_REFERENCE = "${env:OSS_SECURITY_TOKEN}"
HUSH = "hush-hush-0123"


def request(secret: Any, token: Any = "") -> Any:
    oss = {"AccessKeyId": "LTAI4x", "AccessKeySecret": secret, "SecurityToken": token}
    return {"Name": "a", "Configs": {"Mounts": {"OSS": oss}}}


def test_the_secrets_of_a_request_and_the_variables_that_stand_for_them() -> None:
    assert dict(secret_paths()) == {
        SECRET: "OSS_ACCESS_KEY_SECRET",
        TOKEN: "OSS_SECURITY_TOKEN",
        ANSWERED: "OSS_SECURITY_TOKEN",
    }


def test_every_field_that_is_declared_secret_is_found() -> None:
    declared = {node.path for node in request_spec().walk() if node.secret}
    assert declared | {ANSWERED} == set(dict(secret_paths()))


def test_the_token_of_an_answer_is_written_into_no_file() -> None:
    tree = {"Configs": {"Mounts": {"OSS": {"AccessSecurityToken": HUSH}}}}
    assert HUSH not in str(with_references(tree)) and HUSH not in str(without_secrets(tree))
    assert HUSH not in str(masked(tree))


@pytest.mark.parametrize(
    "value",
    [
        HUSH,
        " ",
        "\n",
        "${HOME}",
        "$env:A",
        "a${env:A}",
        "${env:A} ",
        "${env:}",
        "${env:A-B}",
        "${env:1A}",
        "${env:A}${env:B}",
        "[a",
        "[a]b",
        "[[a]]",
        "[a][b]",
        MASK,
        "None",
    ],
)
def test_a_text_is_a_secret_whatever_it_looks_like(value: str) -> None:
    assert literal_secrets(request(value)) == [(SECRET, "OSS_ACCESS_KEY_SECRET")]
    assert literal_secrets(request("", value)) == [(TOKEN, "OSS_SECURITY_TOKEN")]
    assert not is_reference(value)


@pytest.mark.parametrize(
    "value", ["", None, SECRET_REFERENCE, "${env:OTHER}", "${env:_a1}", "[OSS Access Key Id Secret]"]
)
def test_what_is_no_secret_is_left_alone(value: Any) -> None:
    tree = request(value, value)
    assert literal_secrets(tree) == []
    for same in (with_references, without_secrets, masked):
        assert exact(same(tree)) == exact(tree)


def test_the_example_of_the_reference_holds_placeholders_and_no_secret() -> None:
    assert literal_secrets(example()) == []


@pytest.mark.parametrize(
    "tree", [None, 3, "x", [], {}, {"Configs": None}, {"Configs": {"Mounts": {"OSS": []}}}]
)
def test_a_document_without_a_place_for_secrets_has_none(tree: Any) -> None:
    assert literal_secrets(tree) == []
    assert exact(with_references(tree)) == exact(without_secrets(tree)) == exact(masked(tree)) == exact(tree)
    assert exact(resolved(tree, {})) == exact(tree)


WRONG: list[Any] = [4711, -1.5, True, False, 0, [HUSH], [[HUSH]], {"value": HUSH}, {HUSH: 1}, [], {}]


@pytest.mark.parametrize("value", WRONG)
def test_a_value_of_a_wrong_type_may_hold_a_secret(value: Any) -> None:
    tree = request(value, value)
    assert literal_secrets(tree) == [(SECRET, "OSS_ACCESS_KEY_SECRET"), (TOKEN, "OSS_SECURITY_TOKEN")]
    kept = with_references(tree)
    assert (get(kept, SECRET), get(kept, TOKEN)) == (SECRET_REFERENCE, TOKEN_REFERENCE)
    assert get(masked(tree), SECRET) == MASK
    assert not has(without_secrets(tree), SECRET)


VALUES = SCALARS | st.lists(SCALARS, max_size=2) | OBJECTS


@given(VALUES, VALUES)
def test_no_secret_survives_in_what_is_kept_or_shown(one: Any, other: Any) -> None:
    tree = request([one, f"{HUSH} one"], {"x": other, HUSH: None})
    before = exact(tree)
    for harmless in (with_references(tree), without_secrets(tree), masked(tree)):
        assert HUSH not in to_text(harmless)
        assert harmless["Name"] == "a"
        assert harmless["Configs"]["Mounts"]["OSS"]["AccessKeyId"] == "LTAI4x"
    assert exact(tree) == before


@given(VALUES, VALUES)
def test_references_are_put_in_once_and_for_all(one: Any, other: Any) -> None:
    kept = with_references(request(one, other))
    assert literal_secrets(kept) == []
    assert exact(with_references(kept)) == exact(kept)
    assert exact(without_secrets(kept)) == exact(kept)
    assert exact(masked(kept)) == exact(kept)


LITERAL = st.text(min_size=1).filter(lambda text: text[0] not in "[$")


@given(LITERAL, LITERAL)
def test_references_become_what_they_stand_for(secret: str, token: str) -> None:
    tree = request(secret, token)
    environ = {"OSS_ACCESS_KEY_SECRET": secret, "OSS_SECURITY_TOKEN": token}
    assert exact(resolved(with_references(tree), environ)) == exact(tree)


def test_a_reference_to_any_variable_is_resolved() -> None:
    tree = request("${env:MY_SECRET}", TOKEN_REFERENCE)
    sent = resolved(tree, {"MY_SECRET": "one", "OSS_SECURITY_TOKEN": "${env:MY_SECRET}", "OTHER": "x"})
    assert (get(sent, SECRET), get(sent, TOKEN)) == ("one", "${env:MY_SECRET}")
    assert get(tree, SECRET) == "${env:MY_SECRET}"


@pytest.mark.parametrize("environ", [{}, {"MY_SECRET": ""}, {"my_secret": "x"}])
def test_a_variable_that_is_missing_or_empty_is_named_with_its_field(environ: dict[str, str]) -> None:
    with pytest.raises(MissingVariable) as raised:
        resolved(request("${env:MY_SECRET}"), environ)
    assert (raised.value.name, raised.value.path) == ("MY_SECRET", SECRET)


def test_the_first_missing_variable_is_named_and_no_value_of_another() -> None:
    with pytest.raises(MissingVariable) as raised:
        resolved(request("${env:GIVEN}", "${env:LACKING}"), {"GIVEN": HUSH})
    assert raised.value.name == "LACKING"
    assert HUSH not in str(raised.value) + repr(raised.value)


def test_references_elsewhere_are_plain_text() -> None:
    tree = {"Bootstrap": "${env:HOME}", "UserData": {"k": "${env:HOME}"}, "Name": "${env:HOME}"}
    assert exact(resolved(tree, {"HOME": "x"})) == exact(tree)
    oss = replaced({}, (*OSS, "AccessKeyId"), "${env:HOME}")
    assert exact(resolved(oss, {"HOME": "x"})) == exact(oss)


def test_literal_secrets_are_sent_as_they_are() -> None:
    assert exact(resolved(request(HUSH, "[x]"), {})) == exact(request(HUSH, "[x]"))


def test_a_mask_never_enters_a_document() -> None:
    document = Document(request(HUSH))
    shown = masked(document.tree)
    assert get(shown, SECRET) == MASK
    assert document.get(SECRET) == HUSH
    assert MASK not in to_text(document.tree)


def test_a_mask_that_was_written_all_the_same_counts_as_a_secret() -> None:
    shown = masked(request(HUSH, HUSH))
    assert MASK not in to_text(with_references(shown))
    assert MASK not in to_text(without_secrets(shown))


@pytest.mark.parametrize("secret", ["x", HUSH, "y" * 1_000, "集群"])
def test_a_mask_tells_nothing_of_what_it_hides(secret: str) -> None:
    assert exact(masked(request(secret))) == exact(masked(request("another")))


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (HUSH, HUSH, False),
        (HUSH, "another", True),
        (HUSH, "${env:X}", True),
        ("${env:X}", HUSH, True),
        ("${env:X}", "${env:X}", False),
        ("", HUSH, True),
    ],
)
def test_beside_each_other_it_is_seen_that_a_secret_changed_and_no_more(
    before: str, after: str, changed: bool
) -> None:
    shown = masked_beside(request(before), request(after))
    assert HUSH not in str(shown) and "another" not in str(shown)
    assert [each.path for each in differences(*shown)] == ([SECRET] if changed else [])
