"""Answering for a field: what is wrong with it, how it is mended, what it means."""

from typing import Any

import pytest

from .talk import GROUP, SMALL, talk


def basics(*answers: str, **request: Any) -> Any:
    """Answer the first questions of a request that is opened."""
    return talk(*answers, request={**SMALL, **request})


def test_a_question_says_what_is_required_and_what_enter_keeps() -> None:
    found = talk("1")
    assert [each for each in found.script.questions if each.startswith("Name")] == ["Name *: "]
    assert basics().script.questions[0] == "Name * [first]: "


def test_enter_keeps_what_is_there_and_leaves_blank_what_is_not() -> None:
    found = talk(*[""] * 60, request=SMALL)
    assert found.ports.submissions.sent == [(SMALL, "token1")], "in the sandbox, Enter also creates and quits"
    assert (found.farewell.code, found.tree) == (0, SMALL)


def test_an_untouched_field_is_not_red_and_one_that_was_passed_over_is() -> None:
    found = talk("1", "", "")
    lines = found.script.lines
    place = next(i for i, line in enumerate(lines) if line == "Name *: ")
    assert "Error" not in "\n".join(lines[:place])
    assert lines[place + 1].startswith("  Error: Required. Enter 1 to 64 of A-Z")
    assert lines[place + 1].endswith(" [MissingName]")
    assert found.asked[1:3] == ["Name", "Description"]


def test_an_error_is_repeated_with_its_reason_and_mended_by_a_number() -> None:
    found = basics("7 pines")
    assert found.asked == ["Name", "Name"]
    reason = "Contains a space. Use letters, digits, _ or -, and do not start with a digit."
    assert f"  Error: {reason} [InvalidName]" in found.script.lines
    assert "  !1 Rename to c7-pines" in found.script.lines
    assert found.script.questions[-1] == "Name * [7 pines]: "
    mended = basics("7 pines", "!1")
    assert mended.tree["Name"] == "c7-pines"
    assert mended.asked == ["Name", "Name", "Description"]
    assert basics("7 pines", "!").tree["Name"] == "c7-pines"


def test_a_number_without_a_fix_behind_it_changes_nothing() -> None:
    found = basics("7 pines", "!2", "!99")
    assert found.tree["Name"] == "7 pines"
    assert found.text.count("There is no fix with this number.") == 2


def test_nobody_is_held_at_an_error() -> None:
    found = basics("7 pines", "")
    assert found.asked == ["Name", "Name", "Description"]
    assert found.tree["Name"] == "7 pines"


def test_back_goes_to_the_question_before() -> None:
    found = basics("", "", "<", "<", "<")
    assert found.asked[:5] == ["Name", "Description", "Instance type", "Description", "Name"]
    assert found.asked[5] == "Start from"


def test_a_dash_takes_a_value_out_and_tells_when_there_is_none() -> None:
    found = basics("", "-", "some", ":back", "<", "", "-")
    assert "There is nothing to remove." in found.text
    assert "Description" not in basics("", "-", Description="x").tree
    assert "Description removed." in basics("", "-", Description="x").text


def test_what_was_blank_when_it_was_opened_stays_blank() -> None:
    assert basics("", "some", ":back", Description="").tree["Description"] == "some"
    assert basics("", "some", "<", "-", Description="").tree["Description"] == ""


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("ecs.c5.large", "ecs.c5.large"),
        ("ECS.C5.LARGE", "ecs.c5.large"),
        (" ecs.c5.large ", "ecs.c5.large"),
        ("1", "ecs.t1.small"),
        ("\\1", "1"),
        ("ecs.new.type", "ecs.new.type"),
    ],
)
def test_known_values_by_number_or_text_and_any_other(typed: str, value: str) -> None:
    tree = basics("", "", typed).tree
    if typed == "1":
        from wizard.catalog import load_builtin

        value = next(iter(load_builtin().instance_types))
    assert tree["InstanceType"] == value


def test_known_values_are_listed_by_a_part_of_them() -> None:
    found = basics("", "", "? c5 8c")
    assert [line for line in found.script.lines if "ecs.c5.2xlarge: 8 vCPU, 16 GB" in line]
    assert not [line for line in found.script.lines if "ecs.c5.large" in line]
    assert "No known value contains zebra." in basics("", "", "? zebra").text
    assert "more. Type a longer part." in basics("", "", "? ecs").text


def test_a_short_list_of_known_values_stands_before_its_question() -> None:
    found = basics("", "", "", "2", ImageId="m-1")
    place = found.script.lines.index("  2  img-ubuntu-vpc: Ubuntu 14.04 with Docker 17, for VPCs")
    assert found.script.lines[place + 5] == "Image * [m-1]: "
    assert found.tree["ImageId"] == "img-ubuntu-vpc"


def test_what_a_value_means_is_said_where_enter_keeps_it() -> None:
    mounts = {"CacheSupport": True, "CacheBlockSize": 262144}
    found = talk(":find cache block size", "1", request={**SMALL, "Configs": {"Mounts": mounts}})
    assert "[262144, 256 KB]: " in found.text


def test_what_a_group_takes_over_is_said() -> None:
    found = talk(":groups", "", "", request=SMALL)
    assert found.script.questions[-1].endswith("(The cluster's: ecs.sn1ne.large): ")


def test_one_of_a_few_takes_nothing_else() -> None:
    request = {**SMALL, "Groups": {"g": {**GROUP, "ResourceType": "Spott"}}}
    found = talk(":groups", "", "", "", "cheap", "2", request=request)
    assert "cheap is not one of the values." in found.text
    assert found.tree["Groups"]["g"]["ResourceType"] == "Spot"
    assert found.asked[-1] == "g: Bid"


def test_an_automatic_bid_never_costs_more_than_pay_as_you_go() -> None:
    found = talk(":groups", "", "", "", "spot", request=SMALL)
    assert any("SpotAsPriceGo" in line and "never above pay-as-you-go" in line for line in found.script.lines)


def test_spot_fields_are_asked_for_only_where_they_are_of_use() -> None:
    assert "g: Bid" not in talk(":groups", *[""] * 8, request=SMALL).asked
    found = talk(":groups", "", "", "", "spot", "spotwithpricelimit", "0.25", request=SMALL)
    assert found.tree["Groups"]["g"] == {
        "DesiredVMCount": 1,
        "ResourceType": "Spot",
        "SpotStrategy": "SpotWithPriceLimit",
        "SpotPriceLimit": 0.25,
    }


@pytest.mark.parametrize(
    ("typed", "value"), [("y", True), ("No", False), ("TRUE", True), ("maybe", None), ("1", None)]
)
def test_yes_or_no(typed: str, value: bool | None) -> None:
    found = talk(":find file locks", typed, request=SMALL)
    assert found.tree.get("Configs", {}).get("Mounts", {}).get("Lock") is value
    if value is None:
        assert "Error: type yes or no." in found.text
        assert found.asked[-1] == "Options: File locks"


@pytest.mark.parametrize(
    ("typed", "value"), [("512 MB", 536870912), ("262144", 262144), ("1.5", 1.5), ("much", "much")]
)
def test_numbers_are_numbers_and_what_is_none_stays_a_text(typed: str, value: Any) -> None:
    found = talk(":find total cache size", typed, request=SMALL)
    assert found.tree["Configs"]["Mounts"]["CacheTotalSize"] == value


def test_what_a_value_means_is_said() -> None:
    assert "  2 vCPU, 4 GB" in basics("", "", "ecs.c5.large").script.lines
    assert "  512 MB" in talk(":find total cache size", "536870912", request=SMALL).script.lines


def test_help_explains_meaning_limits_example_codes_and_source() -> None:
    text = basics("?").text
    for words in (
        "Name: The name of the cluster",
        "Limits: 1 to 64 characters",
        "Example: test-cluster",
        "InvalidName",
        "Source: CreateCluster, https://",
        "Now: first",
        "as in \\- or",
    ):
        assert words in text


def test_help_says_what_is_wrong_now_and_why() -> None:
    text = basics("7 pines", "?").text
    assert "It must only contain characters within [a-zA-Z0-9_-]" in text


def test_a_value_of_another_type_is_named_and_converted_by_its_fix() -> None:
    request = {**SMALL, "Groups": {"g": {**GROUP, "DesiredVMCount": "3"}}}
    found = talk(":groups", "", "!1", request=request)
    question = next(each for each in found.script.questions if each.startswith("g: Instances"))
    assert '["3", text]' in question
    assert found.tree["Groups"]["g"]["DesiredVMCount"] == 3


def test_a_text_of_several_lines_ends_with_a_full_stop() -> None:
    found = talk(
        ":find bootstrap", "#!/bin/sh", "", "\\.", "\\\\.", "\\n stays", ":review", ".", request=SMALL
    )
    assert found.tree["Bootstrap"] == "#!/bin/sh\n\n.\n\\.\n\\n stays\n:review"
    again = talk(":find bootstrap", "", request=found.tree)
    assert "    #!/bin/sh" in again.script.lines
    assert "[the 6 lines above]: " in again.text
    assert again.tree == found.tree


def test_a_paste_of_several_lines_is_taken_whole() -> None:
    found = talk(":find bootstrap", "one\n.\ntwo", ".", request=SMALL)
    assert found.tree["Bootstrap"] == "one\n.\ntwo"


def test_lines_typed_so_far_are_kept_when_nobody_answers_any_more() -> None:
    assert talk(":find bootstrap", "one", "two", request=SMALL).tree["Bootstrap"] == "one\ntwo"


def secret(*answers: str, **oss: str) -> Any:
    request = {**SMALL, "Configs": {**SMALL["Configs"], "Mounts": {"OSS": {"AccessKeyId": "id", **oss}}}}
    return talk(":find access key secret", *answers, request=request)


def test_a_secret_is_asked_for_unseen_and_never_said() -> None:
    found = secret("?s3cr3t", "<", "?", ":json", ":diff", "")
    assert found.tree["Configs"]["Mounts"]["OSS"]["AccessKeySecret"] == "?s3cr3t"
    assert "?s3cr3t" not in found.text
    assert any(question.startswith("OSS credentials: AccessKey secret") for question in found.script.unseen)
    assert "Kept in memory only" in found.text
    assert "[hidden]: " in found.text
    assert "••••••••" in found.text


def test_a_reference_to_a_variable_is_told_from_a_secret() -> None:
    found = secret("${env:MINE}", "<")
    assert found.tree["Configs"]["Mounts"]["OSS"]["AccessKeySecret"] == "${env:MINE}"
    assert "[${env:MINE}]: " in found.text
    assert "memory only" not in found.text


def test_how_to_escape_is_said_once() -> None:
    found = basics("?", "?", "x", "?")
    assert found.text.count("an answer that looks like a command") == 1
