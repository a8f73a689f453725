"""Secrets are recognised wherever they are declared, and nothing that is kept or shown has one in it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.document.document import Document
from wizard.document.secrets import (
    MASK,
    MissingVariable,
    find_secrets,
    get_secret_paths,
    insert_references,
    is_reference,
    mask_pair,
    mask_secrets,
    remove_secrets,
    resolve_references,
)
from wizard.document.serializer import to_text
from wizard.document.tree import Path, diff, get, has, set_in
from wizard.text import is_quoted

from .trees import OBJECTS, SCALARS, exact

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


def test_the_secret_fields_and_their_variables() -> None:
    assert dict(get_secret_paths()) == {
        SECRET: "OSS_ACCESS_KEY_SECRET",
        TOKEN: "OSS_SECURITY_TOKEN",
        ANSWERED: "OSS_SECURITY_TOKEN",
    }


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
def test_any_other_text_is_a_secret(value: str) -> None:
    assert find_secrets(request(value)) == [(SECRET, "OSS_ACCESS_KEY_SECRET")]
    assert find_secrets(request("", value)) == [(TOKEN, "OSS_SECURITY_TOKEN")]
    assert not is_reference(value)


@pytest.mark.parametrize(
    "value", ["", None, SECRET_REFERENCE, "${env:OTHER}", "${env:_a1}", "[OSS Access Key Id Secret]"]
)
def test_blanks_references_and_placeholders_are_not_secrets(value: Any) -> None:
    tree = request(value, value)
    assert find_secrets(tree) == []
    for same in (insert_references, remove_secrets, mask_secrets):
        assert exact(same(tree)) == exact(tree)


@pytest.mark.parametrize(
    "tree", [None, 3, "x", [], {}, {"Configs": None}, {"Configs": {"Mounts": {"OSS": []}}}]
)
def test_documents_without_secret_fields(tree: Any) -> None:
    assert find_secrets(tree) == []
    assert (
        exact(insert_references(tree))
        == exact(remove_secrets(tree))
        == exact(mask_secrets(tree))
        == exact(tree)
    )
    assert exact(resolve_references(tree, {})) == exact(tree)


WRONG: list[Any] = [4711, -1.5, True, False, 0, [HUSH], [[HUSH]], {"value": HUSH}, {HUSH: 1}, [], {}]


@pytest.mark.parametrize("value", WRONG)
def test_a_value_of_a_wrong_type_may_hold_a_secret(value: Any) -> None:
    tree = request(value, value)
    assert find_secrets(tree) == [(SECRET, "OSS_ACCESS_KEY_SECRET"), (TOKEN, "OSS_SECURITY_TOKEN")]
    kept = insert_references(tree)
    assert (get(kept, SECRET), get(kept, TOKEN)) == (SECRET_REFERENCE, TOKEN_REFERENCE)
    assert get(mask_secrets(tree), SECRET) == MASK
    assert not has(remove_secrets(tree), SECRET)


VALUES = SCALARS | st.lists(SCALARS, max_size=2) | OBJECTS


@given(VALUES, VALUES)
def test_no_secret_is_left_in_what_is_stored_or_shown(one: Any, other: Any) -> None:
    tree = request([one, f"{HUSH} one"], {"x": other, HUSH: None})
    tree = set_in(tree, ANSWERED, HUSH)
    before = exact(tree)
    for harmless in (insert_references(tree), remove_secrets(tree), mask_secrets(tree)):
        assert HUSH not in to_text(harmless)
        assert harmless["Name"] == "a"
        assert harmless["Configs"]["Mounts"]["OSS"]["AccessKeyId"] == "LTAI4x"
    assert exact(tree) == before


@given(VALUES, VALUES)
def test_inserting_references_is_idempotent(one: Any, other: Any) -> None:
    kept = insert_references(request(one, other))
    assert find_secrets(kept) == []
    assert exact(insert_references(kept)) == exact(kept)
    assert exact(remove_secrets(kept)) == exact(kept)
    assert exact(mask_secrets(kept)) == exact(kept)


LITERAL = st.text(min_size=1).filter(lambda text: text[0] not in "[$" and not is_quoted(text.strip()))


@given(LITERAL, LITERAL)
def test_references_are_resolved(secret: str, token: str) -> None:
    tree = request(secret, token)
    environ = {"OSS_ACCESS_KEY_SECRET": secret, "OSS_SECURITY_TOKEN": token}
    assert exact(resolve_references(insert_references(tree), environ)) == exact(tree)


def test_a_reference_to_any_variable_is_resolved() -> None:
    tree = request("${env:MY_SECRET}", TOKEN_REFERENCE)
    sent = resolve_references(
        tree, {"MY_SECRET": "one", "OSS_SECURITY_TOKEN": "${env:MY_SECRET}", "OTHER": "x"}
    )
    assert (get(sent, SECRET), get(sent, TOKEN)) == ("one", "${env:MY_SECRET}")
    assert get(tree, SECRET) == "${env:MY_SECRET}"


@pytest.mark.parametrize("environ", [{}, {"MY_SECRET": ""}, {"my_secret": "x"}])
def test_a_variable_that_is_missing_or_empty_is_named_with_its_field(environ: dict[str, str]) -> None:
    with pytest.raises(MissingVariable) as raised:
        resolve_references(request("${env:MY_SECRET}"), environ)
    assert (raised.value.name, raised.value.path) == ("MY_SECRET", SECRET)


def test_the_first_missing_variable_is_named_and_no_value_of_another() -> None:
    with pytest.raises(MissingVariable) as raised:
        resolve_references(request("${env:GIVEN}", "${env:LACKING}"), {"GIVEN": HUSH})
    assert raised.value.name == "LACKING"
    assert HUSH not in str(raised.value) + repr(raised.value)


def test_references_elsewhere_are_plain_text() -> None:
    tree = {"Bootstrap": "${env:HOME}", "UserData": {"k": "${env:HOME}"}, "Name": "${env:HOME}"}
    assert exact(resolve_references(tree, {"HOME": "x"})) == exact(tree)
    oss = set_in({}, (*OSS, "AccessKeyId"), "${env:HOME}")
    assert exact(resolve_references(oss, {"HOME": "x"})) == exact(oss)


def test_a_mask_never_enters_a_document() -> None:
    document = Document(request(HUSH))
    shown = mask_secrets(document.tree)
    assert get(shown, SECRET) == MASK
    assert document.get(SECRET) == HUSH
    assert MASK not in to_text(document.tree)


def test_a_mask_in_a_document_is_a_secret() -> None:
    shown = mask_secrets(request(HUSH, HUSH))
    assert MASK not in to_text(insert_references(shown))
    assert MASK not in to_text(remove_secrets(shown))


@pytest.mark.parametrize("secret", ["x", HUSH, "y" * 1_000, "集群"])
def test_a_mask_reveals_nothing(secret: str) -> None:
    assert exact(mask_secrets(request(secret))) == exact(mask_secrets(request("another")))


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
def test_masked_pairs_show_whether_a_secret_changed(before: str, after: str, changed: bool) -> None:
    shown = mask_pair(request(before), request(after))
    assert HUSH not in str(shown) and "another" not in str(shown)
    assert [each.path for each in diff(*shown)] == ([SECRET] if changed else [])
