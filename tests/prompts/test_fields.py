"""Answering for a field: how an answer is parsed, the field's meaning, its problems, and their fixes."""

from typing import Any

import pytest

from wizard.document.tree import get

from .talk import GROUP, SMALL, Talk, talk


def basics(*answers: str, **request: Any) -> Talk:
    """Answer the first questions of a configuration."""
    return talk(*answers, request={**SMALL, **request})


def test_enter_keeps_values_and_leaves_blank_fields_out() -> None:
    assert basics().script.questions[0] == "Name * [first]: "
    found = talk(*[""] * 60, request=SMALL)
    assert found.sent == [(SMALL, "token1")], "in the sandbox, Enter also creates and quits"
    assert (found.result.code, found.result.lines) == (0, ("Cluster cls-test0001 created.",))
    assert found.tree == SMALL


def test_only_a_field_that_was_left_empty_has_an_error() -> None:
    found = talk("1", "", "")
    at = found.lines.index("Name *: ")
    assert "Error" not in "\n".join(found.lines[:at])
    assert found.lines[at + 1].startswith("  Error: Required. Enter 1 to 64 of A-Z")
    assert found.lines[at + 1].endswith(" [MissingName]")
    assert found.asked[1:3] == ["Name", "Description"]


def test_an_error_is_explained_and_fixed_by_its_number() -> None:
    found = basics("7 pines")
    assert found.asked == ["Name", "Name"]
    reason = "Contains a space. Use letters, digits, _ or -, and do not start with a digit."
    assert f"  Error: {reason} [InvalidName]" in found.lines
    assert "  !1 Rename to c7-pines" in found.lines
    assert found.script.questions[-1] == "Name * [7 pines]: "
    for fix in ("!1", "!"):
        fixed = basics("7 pines", fix)
        assert fixed.tree["Name"] == "c7-pines"
        assert fixed.asked == ["Name", "Name", "Description"]
    wrong = basics("7 pines", "!2", "!99", "")
    assert wrong.text.count("There is no fix with this number.") == 2
    assert wrong.tree["Name"] == "7 pines" and wrong.asked[-1] == "Description", "errors do not block"


COUNT_AS_TEXT = {"Groups": {"g": {**GROUP, "DesiredVMCount": "3"}}}


@pytest.mark.parametrize(
    ("given", "answers", "path", "value"),
    [
        ({"Description": "x"}, ["", "-"], "Description", None),
        ({}, ["", "some", ":back", "<", "", "-"], "Description", None),
        ({"Description": ""}, ["", "some"], "Description", "some"),
        ({"Description": ""}, ["", "some", "<", "-"], "Description", ""),
        ({}, ["", "", "ECS.C5.LARGE"], "InstanceType", "ecs.c5.large"),
        ({}, ["", "", " ecs.c5.large "], "InstanceType", "ecs.c5.large"),
        ({}, ["", "", "ecs.new.type"], "InstanceType", "ecs.new.type"),
        (COUNT_AS_TEXT, [":groups", "", "!1"], "Groups.g.DesiredVMCount", 3),
        ({}, [":find Lock", "y"], "Configs.Mounts.Lock", True),
        ({}, [":find CacheTotalSize", "512 MB"], "Configs.Mounts.CacheTotalSize", 536870912),
    ],
)
def test_an_answer_has_the_type_of_its_field_if_it_can_and_a_dash_removes_it(
    given: dict[str, str], answers: list[str], path: str, value: Any
) -> None:
    assert repr(get(basics(*answers, **given).tree, tuple(path.split(".")))) == repr(value)


@pytest.mark.parametrize("typed", ["maybe", "1"])
def test_a_choice_of_yes_and_no_accepts_nothing_else(typed: str) -> None:
    found = basics(":find Lock", typed)
    assert "Error: type yes or no." in found.text
    assert (found.tree, found.asked[-1]) == (SMALL, "Options: File locks")


def test_known_values_are_searched_and_chosen_by_number() -> None:
    found = basics("", "", "? c5 8c", "102")
    [row, taken] = [line for line in found.lines if "ecs.c5" in line]
    assert (row, taken) == ("  102  ecs.c5.2xlarge: 8 vCPU, 16 GB", "  ecs.c5.2xlarge")
    assert found.tree["InstanceType"] == "ecs.c5.2xlarge"
    short = basics("", "", "", "2", ImageId="m-1")
    at = short.lines.index("  2  img-ubuntu-vpc: Ubuntu 14.04 with Docker 17, for VPCs")
    assert short.lines[at + 5] == "Image * [m-1]: ", "a short list is shown with its question"
    assert short.tree["ImageId"] == "img-ubuntu-vpc"


def test_a_fixed_list_accepts_nothing_else_and_a_spot_group_asks_for_its_bid() -> None:
    assert "g: Bid" not in talk(":groups", *[""] * 8, request=SMALL).asked
    request = {**SMALL, "Groups": {"g": {**GROUP, "ResourceType": "Spott"}}}
    found = talk(":groups", "", "", "", "cheap", "2", "spotwithpricelimit", "0.25", request=request)
    assert "cheap is not one of the values." in found.text
    assert any("SpotAsPriceGo" in line and "never above pay-as-you-go" in line for line in found.lines)
    spot = {"ResourceType": "Spot", "SpotStrategy": "SpotWithPriceLimit", "SpotPriceLimit": 0.25}
    assert found.tree["Groups"]["g"] == {"DesiredVMCount": 1, **spot}


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (["", "", "ecs.c5.large"], "  2 vCPU, 4 GB\n"),
        (["", "", "?"], "known values. Type ? and a part of one to search, as in ?8c 16g"),
        (["", "", "? zebra"], "No known value contains zebra."),
        (["", "", "? ecs"], "more. Type a longer part."),
        ([":find total cache size", "536870912"], "  512 MB\n"),
        ([":find total cache size", "262144", "<"], "[262144, 256 KB]: "),
        ([":groups", "", "many"], 'g: Instances * ["many", a string]: '),
        ([":groups", "", ""], "g: Instance type (The cluster's: ecs.sn1ne.large): "),
    ],
)
def test_what_is_known_of_values_is_printed(answers: list[str], words: str) -> None:
    assert words in talk(*answers, request=SMALL).text


def test_a_question_mark_explains_the_field_and_its_problems() -> None:
    text = basics("7 pines", "?", "?").text
    for words in (
        "Name: The name of the cluster",
        "Limits: 1 to 64 characters",
        "Example: test-cluster",
        "InvalidName",
        "Source: CreateCluster, https://",
        "Now: 7 pines",
        "It must only contain characters within [a-zA-Z0-9_-]",
    ):
        assert words in text
    assert text.count("an answer that looks like a command") == 1, "once in a session"


def test_a_text_of_several_lines_ends_with_a_full_stop() -> None:
    lines = ["#!/bin/sh", "", "\\.", "\\\\.", "\\n stays", ":review"]
    found = talk(":find bootstrap", *lines, ".", request=SMALL)
    assert found.tree["Bootstrap"] == "#!/bin/sh\n\n.\n\\.\n\\n stays\n:review"
    again = talk(":find bootstrap", "", request=found.tree)
    assert "    #!/bin/sh" in again.lines
    assert "[the 6 lines above]: " in again.text
    assert again.tree == found.tree
    assert talk(":find bootstrap", "one\n.\ntwo", ".", request=SMALL).tree["Bootstrap"] == "one\n.\ntwo"
    interrupted = talk(":find bootstrap", "one", "two", request=SMALL)
    assert interrupted.tree["Bootstrap"] == "one\ntwo", "typed lines are kept when the input ends"


@pytest.mark.parametrize(("typed", "is_secret"), [("?s3cr3t", True), ("${env:MINE}", False)])
def test_a_secret_is_never_shown_and_a_reference_is(typed: str, is_secret: bool) -> None:
    configs = {**SMALL["Configs"], "Mounts": {"OSS": {"AccessKeyId": "id"}}}
    answers = (":find access key secret", typed, "<", "?", ":json", ":diff", "")
    found = talk(*answers, request={**SMALL, "Configs": configs})
    assert found.tree["Configs"]["Mounts"]["OSS"]["AccessKeySecret"] == typed
    [first, *_] = found.script.secret_questions
    assert first.startswith("OSS credentials: AccessKey secret")
    for words in ("Kept in memory only", "[hidden]: ", "••••••••"):
        assert (words in found.text) is is_secret
    assert (typed in found.text) is not is_secret


# -- a value, or a command of the wizard

COMMANDS = ["", "   ", "<", "-", "?", "? sn1ne 4", "!", "!12", ":review", ":Find two words"]
VALUES = [
    *("my-cluster", "-1", "--flag", "<b>", " blanks stay ", "!important", ":/path", ":memory:", "5", "?a\nb"),
    *("\\\\server\\share", "\\n", "\\d+", "C:\\temp", "\\home"),
]
MARKED = ["-", "<", "?", "? really", "!1", ":review", "5", ".", "", " ", "\\-", "\\"]
SECRETS = ["?secret", ":not-a-command", "!1", " - ", "\\5", "\\\\x", "a b "]


def test_a_backslash_marks_a_value_that_would_be_a_command() -> None:
    for line in COMMANDS:
        assert basics("", line).tree == SMALL, line
    for line, value in [*zip(VALUES, VALUES, strict=True), *((f"\\{each}", each) for each in MARKED)]:
        assert basics("", line).tree.get("Description", "") == value, line


def test_a_secret_is_literal_except_for_exact_commands() -> None:
    path = ("Configs", "Mounts", "OSS", "AccessKeySecret")
    for line, value in {**{each: each for each in SECRETS}, "\\-": "-", "\\:review": ":review"}.items():
        assert get(talk(":find access key secret", line, request=SMALL).tree, path) == value, line
    for line in ("", "-", "<", "?", ":review", ":review it"):
        assert talk(":find access key secret", line, request=SMALL).tree == SMALL, line
