"""Going about: forth and back, to a step by name, to a field by its words, undo."""

import io
from typing import Any

import pytest
from tui.application import left_draft, make_preset

from wizard.core.actions.profiles import ProfileView
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.prompts.app import run
from wizard.prompts.prompter import LinePrompter
from wizard.storage.preset_files import Preset

from .talk import GROUP, SMALL, MemoryDrafts, MemoryLibrary, MemoryService, memory_application, talk

STEPS = ("basics", "groups", "disks", "mounts", "networks", "notifications", "review")


@pytest.mark.parametrize("step", STEPS)
def test_every_step_is_reached_by_its_name(step: str) -> None:
    found = talk(f":{step}", request=SMALL)
    heading = f"{step.capitalize()} ({STEPS.index(step) + 1} of 7)"
    assert [line for line in found.script.lines if " of 7)" in line][-1] == heading


def test_a_step_is_reached_by_the_beginning_of_its_name() -> None:
    assert "Review (7 of 7)" in talk(":rev", request=SMALL).text
    assert ":n is ambiguous: :networks, :notifications, :next" in talk(":n", request=SMALL).text


def test_next_and_back_go_from_step_to_step() -> None:
    found = talk(":next", ":next", ":back", ":review", ":next", ":start", ":back", request=SMALL)
    headings = [line for line in found.script.lines if " of 7)" in line or line == "Start"]
    assert headings == [
        "Basics (1 of 7)",
        "Groups (2 of 7)",
        "Disks (3 of 7)",
        "Groups (2 of 7)",
        "Review (7 of 7)",
        "Review (7 of 7)",
        "Start",
        "Start",
    ]


def test_back_is_free_with_errors_everywhere() -> None:
    request = {"Name": 5, "Groups": {"": {"DesiredVMCount": "many"}}}
    found = talk(":review", *["<"] * 40, request=request)
    assert found.asked[0] == "Name"
    assert found.tree == request
    assert "Start from" in found.asked


def test_steps_say_how_they_stand() -> None:
    found = talk(":steps", request={**SMALL, "Name": "7"})
    assert "  :basics  Basics: 1 error *" in found.script.lines
    assert "  :disks  Disks: empty" in found.script.lines
    assert "  :groups  Groups: no problems" in found.script.lines


def test_a_word_that_is_no_command_is_told_so_and_loses_nothing() -> None:
    found = talk("", ":bogus", "\\:bogus", request=SMALL)
    assert "There is no command :bogus." in found.text
    assert found.tree["Description"] == ":bogus"


@pytest.mark.parametrize(
    ("answers", "meant"),
    [
        ([":sumbit"], "submit"),
        ([":start", "smalest"], "smallest"),
        ([":groups", *[""] * 5, "dleete 1"], "delete"),
    ],
)
def test_a_slip_of_the_finger_is_told_what_is_probably_meant(answers: list[str], meant: str) -> None:
    assert f"Did you mean: {meant}" in talk(*answers, request=SMALL).text
    assert "Did you mean" not in talk(":zzzz", ":start", "zzzz", request=SMALL).text


def test_help_lists_every_command() -> None:
    from wizard.prompts import commands

    text = talk(":help", request=SMALL).text
    assert [name for name in commands.NAMES if f":{name}" not in text] == []


def test_help_lists_what_can_be_typed() -> None:
    text = talk(":help", request=SMALL).text
    for words in (":steps", ":undo", ":json", "<      goes back", "!1", "Ctrl+C", ":networks"):
        assert words in text


def test_undo_and_redo_go_where_the_change_was() -> None:
    found = talk("other", "why", ":undo", ":undo", ":undo", request=SMALL)
    assert "Undone: Description" in found.text
    assert "Undone: Name" in found.text
    assert "Nothing to undo." in found.text
    assert found.tree == SMALL
    again = talk("other", ":undo", ":redo", ":redo", request=SMALL)
    assert again.tree["Name"] == "other"
    assert "Nothing to redo." in again.text


def test_undo_brings_back_an_entry_that_was_deleted() -> None:
    request = {**SMALL, "Groups": {"a": GROUP, "b": GROUP}}
    found = talk(":groups", "delete 1", ":undo", request=request)
    assert list(found.tree["Groups"]) == ["a", "b"]
    assert found.asked[-1] == "a: Name"


def test_undo_of_an_entry_that_is_being_filled_in_leads_back_to_the_list() -> None:
    request = {**SMALL, "Groups": {"a": GROUP, "b": GROUP}}
    found = talk(":groups", "add", ":undo", request=request)
    assert list(found.tree["Groups"]) == ["a", "b"]
    assert found.asked[-1] == "Groups"


def test_a_field_is_found_by_its_words() -> None:
    assert talk(":find cidr block", request=SMALL).asked[-1] == "VPC: CIDR block"
    assert talk(":find opposite interface", request=SMALL).asked[-1] == "VPC: Peer interface"
    assert "No field contains zebra." in talk(":find zebra", request=SMALL).text
    several = talk(":find disk type", "x", "2", request=SMALL)
    assert several.asked[-1] == "Data disk: Disk type"


def test_optional_steps_are_passed_over_with_one_enter() -> None:
    found = talk(":disks", "", "", "", request={**SMALL, "Configs": {}})
    assert found.asked[1:] == [
        "Configure Disks?",
        "Configure Mounts?",
        "Configure Networks?",
        "Configure Notifications?",
    ]


def test_what_few_people_need_is_asked_for_only_when_wanted_or_there() -> None:
    assert "Scheduling" not in talk(*[""] * 20, request=SMALL).asked
    assert "Scheduling" in talk(*[""] * 20, request={**SMALL, "ScheduleType": "Poll"}).asked
    found = talk(*[""] * 7, "y", request=SMALL)
    assert found.asked[-1] == "ISV service"


def test_json_and_difference_are_shown() -> None:
    found = talk("other", ":json", ":diff", request=SMALL)
    assert '  "Name": "other",' in found.script.lines
    assert '  changed  Name: "first" → "other"' in found.script.lines
    assert "No differences." in talk(":diff", request=SMALL).text


# -- the first step


def test_enter_begins_a_new_cluster() -> None:
    found = talk("", "my-cluster")
    assert found.tree == {"Name": "my-cluster", "Groups": {"group1": GROUP}}


def test_a_preset_by_number_or_name_a_file_by_its_path() -> None:
    library = MemoryLibrary(files={"./a.json": SMALL})
    by_name = talk("smallest", "x", library=library)
    assert by_name.tree["Configs"] == SMALL["Configs"]
    line = next(line for line in by_name.script.lines if "Preset smallest" in line)
    assert talk(line.split()[0], "x").tree == by_name.tree
    assert talk("./a.json", "x", library=library).tree == {**SMALL, "Name": "x"}
    assert "There is no file b.json." in talk("b.json", library=library).text
    assert "99 is not a number, preset or file." in talk("99").text


def test_json_is_pasted_line_by_line() -> None:
    lines = ['{"Name":', '  "x", "Groups": {}', "}", ".", "pasted"]
    found = talk(_number("Paste JSON"), *lines)
    assert found.tree == {"Name": "pasted", "Groups": {}}
    assert "not JSON" in talk(_number("Paste JSON"), "{", ".").text


def _number(words: str) -> str:
    line = next(line for line in talk().script.lines if words in line)
    return line.split()[0]


def test_a_file_is_asked_for() -> None:
    library = MemoryLibrary(files={"r": SMALL})
    number = next(line for line in talk(library=library).script.lines if "Open a JSON file" in line).split()[
        0
    ]
    assert talk(number, "r", "x", library=library).tree == {**SMALL, "Name": "x"}
    assert "There is no file gone." in talk(number, "gone", library=library).text
    assert talk(number, "<", library=library).asked[-1] == "Start from"


def test_a_draft_that_was_left_is_offered_first() -> None:
    left = left_draft("left-cluster")
    drafts = MemoryDrafts(
        leftovers=[left],
        contents={left.path.name: OpenedDocument(SMALL, DocumentSource(), ("Type it again.",))},
    )
    found = talk("", drafts=drafts)
    assert "  1  Unsaved draft of 2026-03-01, 10:00: left-cluster (new)" in found.script.lines
    assert "Type it again." in found.script.lines
    assert found.asked[-1] == "Name"


def test_a_preset_that_cannot_be_opened_says_why() -> None:
    class Library(MemoryLibrary):
        def presets(self) -> list[Preset]:
            return [make_preset("bad", problem="line 3: not JSON")]

    found = talk("2", library=Library())
    assert "Preset bad (cannot be opened: line 3: not JSON)" in found.script.lines


def test_opening_another_request_asks_before_it_drops_one() -> None:
    found = talk("other", ":start", "smallest", "n", "1", request=SMALL)
    assert "other has unsaved changes. Discard them?" in found.text
    assert found.tree["Name"] == "other"
    dropped = talk("other", ":start", "smallest", "y", "mine", request=SMALL)
    assert dropped.tree["Name"] == "mine"
    assert dropped.tree["Groups"] != SMALL["Groups"]


def test_what_an_answer_of_the_service_adds_is_set_aside_when_wanted() -> None:
    answer = {"Id": "cls-1", "State": "Active", **SMALL}
    assert set(talk("y", "x", request=answer).tree) == set(SMALL)
    assert set(talk("", "x", request=answer).tree) == set(answer)


def test_remarks_findings_and_target_are_said_at_the_beginning() -> None:
    class Submissions(MemoryService):
        @property
        def target(self) -> ProfileView:
            return ProfileView("cn-beijing", (), "cn-beijing", notice="The service is deprecated.")

    loaded = OpenedDocument(
        {**SMALL, "Name": "7"}, DocumentSource("file", "a"), ("Name stands there twice.",)
    )
    lines = talk(loaded=loaded, service=Submissions()).script.lines
    assert "cn-beijing. Enter keeps a value, ? explains, < goes back, :help lists commands." in lines
    assert "The service is deprecated." in lines
    assert "Name stands there twice." in lines
    assert "1 error in this configuration. The review lists all." in lines


@pytest.mark.parametrize("command", [":review", ":json", ":undo", ":save"])
def test_before_a_request_is_open_there_is_nothing_to_do_it_with(command: str) -> None:
    assert "Open something first" in talk(command).text


def test_data_cannot_steer_the_terminal() -> None:
    request: dict[str, Any] = {**SMALL, "Description": "\x1b[31mred\x07", "Groups": {"\x1b]0;x": GROUP}}
    out = io.StringIO()
    source = io.StringIO("\n?\n" + "\n" * 6 + ":review\n:json\n:steps\n")
    run(
        memory_application(),
        loaded=OpenedDocument(request, DocumentSource()),
        prompter=LinePrompter(source, out),
    )
    text = out.getvalue()
    assert r"\x1b[31mred\x07" in text
    assert "\x1b" not in text and "\x07" not in text


def test_what_was_changed_since_it_was_submitted() -> None:
    found = talk("other", ":submit", "y", "3", ":basics", "third", ":diff submitted", ":diff", request=SMALL)
    assert '  changed  Name: "other" → "third"' in found.script.lines
    assert '  changed  Name: "first" → "third"' in found.script.lines
    unsent = talk(":diff sub", request=SMALL)
    assert "Nothing was submitted yet." in unsent.text


@pytest.mark.parametrize(
    ("field", "value", "title"),
    [
        ("SpotStrategy", "SpotAsPriceGo", "g: Bid"),
        ("SpotPriceLimit", 0.5, "g: Maximum price"),
        ("HostnamePrefix", "node", "g: Hostname prefix"),
    ],
)
def test_a_field_that_was_emptied_is_asked_for_again_on_the_way_back(
    field: str, value: Any, title: str
) -> None:
    request = {**SMALL, "Groups": {"g": {**GROUP, field: value, "Mode": "one"}}}
    found = talk(f":find {field}", "-", "<", request=request)
    assert found.asked[1] == found.asked[-1] == title
    assert found.tree["Groups"]["g"] == {**GROUP, "Mode": "one"}


def test_a_field_that_was_emptied_is_not_asked_for_on_another_visit() -> None:
    request = {**SMALL, "Groups": {"g": {**GROUP, "SpotPriceLimit": 0.5}}}
    found = talk(":find SpotPriceLimit", "-", ":basics", ":groups", "edit g", *[""] * 12, request=request)
    later = found.asked[found.asked.index("Groups") :]
    assert "g: Maximum price" in found.asked
    assert "g: Maximum price" not in later


@pytest.mark.parametrize("name", ["presets", "profiles", "clusters", "submissions"])
def test_what_has_commands_of_its_own_is_referred_to_them(name: str) -> None:
    found = talk(f":{name}", request=SMALL)
    assert f"Run bcw {name} in a shell." in found.script.lines
    assert found.tree == SMALL
