"""Secrets are recognized in every secret field, and nothing that is stored or shown contains one."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.document.secrets import (
    MASK,
    MissingVariable,
    find_secrets,
    insert_references,
    mask_pair,
    mask_secrets,
    remove_secrets,
    resolve_references,
)
from wizard.document.serializer import to_text
from wizard.document.tree import Path, diff, get, has, set_in

from .trees import OBJECTS, SCALARS, exact

OSS: Path = ("Configs", "Mounts", "OSS")
SECRET: Path = (*OSS, "AccessKeySecret")
TOKEN: Path = (*OSS, "SecurityToken")
ANSWERED: Path = (*OSS, "AccessSecurityToken")
SECRET_REFERENCE = "${env:OSS_ACCESS_KEY_SECRET}"
TOKEN_REFERENCE = "${env:OSS_SECURITY_TOKEN}"
HUSH = "hush-hush-0123"


def request(secret: Any, token: Any = "") -> Any:
    oss = {"AccessKeyId": "LTAI4x", "AccessKeySecret": secret, "SecurityToken": token}
    return {"Name": "a", "Configs": {"Mounts": {"OSS": oss}}}


TEXTS = [HUSH, " ", "\n", MASK, "None", "[a", "[a]b", "[[a]]", "[a][b]", "${HOME}", "$env:A"]
TEXTS += ["a${env:A}", "${env:A} ", "${env:}", "${env:A-B}", "${env:1A}", "${env:A}${env:B}"]


@pytest.mark.parametrize("value", TEXTS)
def test_any_other_text_is_a_secret(value: str) -> None:
    assert find_secrets(request(value)) == [(SECRET, "OSS_ACCESS_KEY_SECRET")]
    assert find_secrets(request("", value)) == [(TOKEN, "OSS_SECURITY_TOKEN")]


NONE = ["", None, SECRET_REFERENCE, "${env:OTHER}", "${env:_a1}", "[OSS Access Key Id Secret]"]
WITHOUT_SECRETS = [None, 3, "x", [], {}, {"Configs": None}, {"Configs": {"Mounts": {"OSS": []}}}]
WITHOUT_SECRETS += [request(value, value) for value in NONE]


@pytest.mark.parametrize("tree", WITHOUT_SECRETS)
def test_documents_without_secrets_are_unchanged(tree: Any) -> None:
    assert find_secrets(tree) == []
    for change in (insert_references, remove_secrets, mask_secrets):
        assert exact(change(tree)) == exact(tree)


WRONG: list[Any] = [4711, -1.5, True, False, 0, [HUSH], [[HUSH]], {"value": HUSH}, {HUSH: 1}, [], {}]


@pytest.mark.parametrize("value", WRONG)
def test_a_value_of_a_wrong_type_may_contain_a_secret(value: Any) -> None:
    tree = request(value, value)
    assert find_secrets(tree) == [(SECRET, "OSS_ACCESS_KEY_SECRET"), (TOKEN, "OSS_SECURITY_TOKEN")]
    kept = insert_references(tree)
    assert (get(kept, SECRET), get(kept, TOKEN)) == (SECRET_REFERENCE, TOKEN_REFERENCE)


@pytest.mark.parametrize("value", [HUSH, ["LTAI4x", HUSH], [{"AccessKeySecret": HUSH}]])
def test_text_or_a_list_instead_of_the_credentials_may_be_a_secret(value: Any) -> None:
    tree = {"Configs": {"Mounts": {"OSS": value}}}
    assert get(insert_references(tree), OSS) == SECRET_REFERENCE
    assert (get(mask_secrets(tree), OSS), has(remove_secrets(tree), OSS)) == (MASK, False)


VALUES = SCALARS | st.lists(SCALARS, max_size=2) | OBJECTS


@given(VALUES, VALUES)
def test_no_secret_is_left_in_what_is_stored_or_shown(one: Any, other: Any) -> None:
    tree = request([one, f"{HUSH} one"], {"x": other, HUSH: None})
    tree = set_in(tree, ANSWERED, HUSH)
    before = exact(tree)
    for harmless in (insert_references(tree), remove_secrets(tree), mask_secrets(tree)):
        assert HUSH not in to_text(harmless)
        assert harmless["Configs"]["Mounts"]["OSS"]["AccessKeyId"] == "LTAI4x"
    assert exact(tree) == before
    kept = insert_references(tree)
    assert find_secrets(kept) == []
    for change in (insert_references, remove_secrets, mask_secrets):
        assert exact(change(kept)) == exact(kept)


def test_references_to_any_variable_are_resolved_and_missing_ones_named() -> None:
    tree = request("${env:MY_SECRET}", TOKEN_REFERENCE)
    environ = {"MY_SECRET": "one", "OSS_SECURITY_TOKEN": "${env:MY_SECRET}", "OTHER": "x"}
    sent = resolve_references(tree, environ)
    assert (get(sent, SECRET), get(sent, TOKEN)) == ("one", "${env:MY_SECRET}")
    assert get(tree, SECRET) == "${env:MY_SECRET}"
    elsewhere = {"Bootstrap": "${env:A}", "UserData": {"k": "${env:A}"}, "Name": "${env:A}"}
    elsewhere = set_in(elsewhere, (*OSS, "AccessKeyId"), "${env:A}")
    assert exact(resolve_references(elsewhere, {"A": "x"})) == exact(elsewhere)
    for environ in ({}, {"MY_SECRET": ""}, {"my_secret": "x"}):
        with pytest.raises(MissingVariable) as raised:
            resolve_references(tree, environ)
        assert (raised.value.name, raised.value.path) == ("MY_SECRET", SECRET)
    with pytest.raises(MissingVariable) as raised:
        resolve_references(request("${env:GIVEN}", "${env:LACKING}"), {"GIVEN": HUSH})
    assert raised.value.name == "LACKING"
    assert HUSH not in str(raised.value) + repr(raised.value)


def test_a_mask_reveals_nothing_and_never_enters_a_document() -> None:
    shown = mask_secrets(request(HUSH, HUSH))
    assert get(shown, SECRET) == MASK
    assert MASK not in to_text(insert_references(shown)) + to_text(remove_secrets(shown))


@pytest.mark.parametrize(("one", "other"), [(HUSH, "another"), (HUSH, "${env:X}"), (HUSH, "")])
def test_masked_pairs_show_whether_a_secret_changed(one: str, other: str) -> None:
    for before, after in ((one, other), (other, one), (one, one), (other, other)):
        shown = mask_pair(request(before), request(after))
        assert HUSH not in str(shown) and "another" not in str(shown)
        assert [each.path for each in diff(*shown)] == ([SECRET] if before != after else [])
