"""The steps, the editing state with its fixes and totals, and values and times in words."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from cli.driver import TREE

from wizard.catalog import load_builtin
from wizard.core.confirmation import Totals, compute_totals, describe_totals
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.core.entries import make_entry, make_request
from wizard.core.formatting import format_age, format_moment
from wizard.core.parameters import fill_in_document, use_preset
from wizard.core.session import EditSession
from wizard.core.steps import STEPS, find_step, is_shown, list_sections
from wizard.core.values import describe_value, format_bytes, parse_block
from wizard.document.serializer import to_bytes
from wizard.document.tree import Path
from wizard.models.cluster import fields_by_path, find_spec, request_spec
from wizard.models.fields import WILDCARD
from wizard.validation import Context, Severity, check


def test_every_field_is_on_one_step_and_collections_come_first() -> None:
    ids = [each.id for each in STEPS]
    assert ids == ["start", "basics", "groups", "disks", "mounts", "networks", "notifications", "review"]
    assert all(each.title and each.help for each in STEPS)
    shown = Counter(field.path for each in STEPS for part in list_sections(each) for field in part.fields)
    nodes = [*request_spec().walk()]
    items = {node.item.path for node in nodes if node.item is not None}
    lists = {node.path for node in nodes if node.item is not None and node.item.fields}
    to_fill_in = {node.path for node in nodes if not node.fields} - items - lists
    assert shown == dict.fromkeys(to_fill_in, 1)
    first = {
        each.id: list_sections(each)[0].path
        for each in STEPS
        if list_sections(each) and list_sections(each)[0].is_collection
    }
    assert first == {"groups": ("Groups",), "mounts": ("Configs", "Mounts", "Entries")}
    assert sum(bool(part.is_collection) for each in STEPS for part in list_sections(each)) == 2
    order = list(fields_by_path())
    for each in STEPS:
        for part in list_sections(each):
            assert part.fields and part.title and part.spec.description
            places = [order.index(field.path) for field in part.fields]
            assert places == sorted(places), "in the order of the reference"
            is_item = part.path[-1:] == ("Entries",)
            for field in part.fields:
                path = tuple(0 if key == WILDCARD and is_item else key for key in field.path)
                assert find_step(path) is find_step((*path, "below")) is each


def test_every_path_has_a_step() -> None:
    steps: dict[Path, str] = {
        (): "review",
        ("Zone", 0, "deep"): "basics",
        ("Configs",): "basics",
        ("Configs", "Zone"): "basics",
        ("Groups", "Configs", "ImageId"): "groups",
        ("Configs", "Networks", "VPC", "Zone"): "networks",
        ("Notification",): "notifications",
    }
    assert {path: find_step(path).id for path in steps} == steps


def test_text_that_is_not_json_is_not_pasted_as_a_block() -> None:
    for text in ('{"a": NaN}', '{"a": 1e999}', '{"a": "\\ud800"}', "[" * 100_000):
        assert parse_block(text) is None


def test_only_fields_about_spot_need_spot_or_a_value() -> None:
    for group, strategy, limit in (
        ({}, False, False),
        ({"ResourceType": "OnDemand"}, False, False),
        ({"ResourceType": "Spot"}, True, False),
        ({"ResourceType": "Spot", "SpotStrategy": "SpotAsPriceGo"}, True, False),
        ({"ResourceType": "Spot", "SpotStrategy": "SpotWithPriceLimit"}, True, True),
        # a field with a value is always shown
        ({"ResourceType": "OnDemand", "SpotStrategy": "SpotWithPriceLimit"}, True, True),
        ({"ResourceType": "OnDemand", "SpotStrategy": "", "SpotPriceLimit": 0.0}, False, True),
        ({"SpotStrategy": None, "SpotPriceLimit": None}, True, True),
        ({"ResourceType": 3}, False, False),
        (None, False, False),
    ):
        for name, is_seen in (("SpotStrategy", strategy), ("SpotPriceLimit", limit)):
            path = ("Groups", "g", name)
            node = find_spec(path)
            assert node is not None
            assert is_shown({"Groups": {"g": group}}, path, node) is is_seen


# -- the editing state


NAMED: dict[str, Any] = {**TREE, "Name": "a-cluster"}
"""A small valid request."""
WRONG: dict[str, Any] = {
    "Name": "9 lives",
    "Zone": 1,
    "ImageId": "img-ubuntu-vpc",
    "Groups": {
        "a": {"DesiredVMCount": "3", "ResourceType": "OnDemand", "InstanceType": "ecs.sn1ne.large"},
        "b": {},
    },
    "Configs": {"Disks": {"SystemDisk": {"Size": "x"}}, "Mounts": {"Lock": "true"}},
    "Notification": {"Topic": {"Events": ["OnJobFailed"]}},
}


def opened(tree: Any, **ignored: frozenset[str]) -> EditSession:
    return EditSession(OpenedDocument(tree, DocumentSource("file", "a.json")), Context(**ignored))


def test_a_session_ignores_the_rules_that_its_preset_or_its_context_ignores() -> None:
    header = {"ignore": ["disk-types-differ", "InvalidName"], "parameters": {"n": {"default": "a b"}}}
    disks = {"SystemDisk": {"Type": "cloud_ssd"}, "DataDisk": {"Type": "cloud_efficiency"}}
    tree = {**NAMED, "Name": "${n}", "Configs": {"Disks": disks}}
    plain, ignoring = (
        EditSession(OpenedDocument(tree, DocumentSource("preset", "p", each)))
        for each in ({**header, "ignore": []}, header)
    )
    assert {"disk-types-differ", "InvalidName"} <= {each.rule for each in plain.result.findings}
    for found in (ignoring.result, ignoring.validate(ignoring.fill_parameters({}))):
        rules = {each.rule for each in found.findings}
        assert "disk-types-differ" not in rules and "InvalidName" in rules
    started = EditSession(fill_in_document(use_preset(OpenedDocument(tree, ignoring.origin)), {}))
    assert "disk-types-differ" not in {each.rule for each in started.result.findings}
    for ignored, found in ((set[str](), ["unknown-key"]), ({"unknown-key"}, [])):
        result = opened({**NAMED, "Zone": 1}, ignored=frozenset(ignored)).result
        assert [each.rule for each in result.findings] == found and not result.has_errors


def test_each_state_and_another_document_are_validated() -> None:
    session = opened(NAMED)
    first = session.result
    session.document.set(("Name",), NAMED["Name"])
    assert session.result is first and not first.has_errors
    session.document.set(("Groups", "g", "DesiredVMCount"), True)
    assert session.result.has_errors, "True is equal to 1 only in Python"
    session.document.undo()
    assert not session.result.has_errors
    session.token = "used"
    session.open(OpenedDocument(WRONG, DocumentSource("preset", "p")))
    assert session.result.has_errors and session.origin == DocumentSource("preset", "p")
    assert not session.token and not session.document.undoable and not session.document.is_modified


def test_findings_by_step_and_path_the_worst_first() -> None:
    result = opened(WRONG).result
    assert list(result.findings) == result.below(()) == check(WRONG)
    assert sum(map(result.count, Severity)) == len(result.findings)
    assert sum(map(len, result.by_step.values())) == len(result.findings)
    for step in STEPS:
        assert all(find_step(finding.path) is step for finding in result.of_step(step))
    assert [finding.rule for finding in opened([]).result.by_step["review"]] == ["InvalidHttpBody"]
    assert result.at(("Name",)) == [each for each in result.findings if each.path == ("Name",)]
    assert result.at(("Description",)) == []
    assert {finding.path[:2] for finding in result.below(("Groups", "b"))} == {("Groups", "b")}
    for found in (*result.by_path.values(), *result.by_step.values(), result.below(("Groups", "b"))):
        ranks = [list(Severity).index(finding.severity) for finding in found]
        assert ranks == sorted(ranks)


# -- fixes


def test_a_fix_is_one_step_of_undo_and_none_is_left_after_all() -> None:
    session = opened(WRONG)
    [finding] = [each for each in session.result.findings if each.path == ("Groups", "a", "DesiredVMCount")]
    session.apply_fix(finding)
    assert session.document.get(finding.path) == 3
    assert session.result.at(finding.path) == []
    session.document.undo()
    assert session.document.undoable is None
    for _ in range(50):
        if not (fixable := [each for each in session.result.findings if each.fix is not None]):
            break
        session.apply_fix(fixable[0])
    assert all(each.fix is None for each in session.result.findings)
    while session.document.undo():
        pass
    assert to_bytes(session.document.tree) == to_bytes(WRONG)


def test_a_new_request_lacks_only_name_image_and_instance_type() -> None:
    first = make_request()
    findings = opened(first).result.findings
    assert {finding.rule for finding in findings} == {"MissingName", "MissingImageId", "MissingInstanceType"}
    answers = {"Name": "my-cluster", "ImageId": "img-ubuntu-vpc", "InstanceType": "ecs.sn1ne.large"}
    assert check({**first, **answers}) == []
    name, value = make_entry(("Groups",))
    assert check({**first, **answers, "Groups": {name: value}}) == []
    assert make_entry(("Configs", "Mounts", "Entries"))[1] == {"WriteSupport": False}


# -- totals

LARGE = "ecs.sn1ne.large"  # 2 vCPU, 4 GB
ANOTHER = "ecs.sn1.large"  # 4 vCPU, 8 GB


def summed(groups: Any, **more: Any) -> Totals:
    return compute_totals({"Groups": groups, **more}, load_builtin())


def test_totals_of_instances_vcpu_memory_and_disks() -> None:
    found = summed(
        {
            "a": {"DesiredVMCount": 3, "ResourceType": "OnDemand"},
            "b": {"DesiredVMCount": 2, "ResourceType": "Spot", "InstanceType": ANOTHER},
        },
        InstanceType=LARGE,
        Configs={"Disks": {"SystemDisk": {"Size": 40}, "DataDisk": {"Size": 500}}},
    )
    assert found == Totals(groups=2, instances=5, spot=2, vcpu=14, memory_gb=28, disk_gb=2700, unknown=0)
    for value in (None, "", "spot", "OnDemand", 3, ["Spot"]):
        found = summed({"a": {"DesiredVMCount": 2, "ResourceType": value}, "b": {"DesiredVMCount": 1}})
        assert found.spot == 0, "only Spot counts as Spot"
    for own in ({}, {"InstanceType": ""}):
        found = summed({"a": {"DesiredVMCount": 1, **own}}, InstanceType=ANOTHER)
        assert found.vcpu == 4, "the cluster's instance type is the default"
    found = summed(
        {
            "known": {"DesiredVMCount": 1, "InstanceType": LARGE},
            "new": {"DesiredVMCount": 5, "InstanceType": "ecs.x99.large"},
            "none": {"DesiredVMCount": 7},
            "wrong": {"DesiredVMCount": 11, "InstanceType": ["ecs.sn1ne.large"]},
        }
    )
    assert (found.groups, found.instances, found.unknown, found.vcpu, found.memory_gb) == (4, 24, 23, 2, 4)


def test_totals_in_words() -> None:
    words = "1,002 instances in 2 groups: 2,000 vCPU, 4,000 GB memory, 40,080 GB disk, 2 of them Spot"
    everything = Totals(groups=2, instances=1002, spot=2, vcpu=2000, memory_gb=4000, disk_gb=40080)
    assert describe_totals(everything) == words
    unknown = "1 instance in 1 group: 1 of unknown type not counted"
    assert describe_totals(Totals(groups=1, instances=1, unknown=1)) == unknown


def test_numbers_and_documents_of_a_wrong_type_count_as_nothing() -> None:
    for count in (None, "3", 3.0, True, -1, 0, [], {}, 10**300, 10**400):
        found = summed({"a": {"DesiredVMCount": count, "ResourceType": "Spot"}}, InstanceType=LARGE)
        assert found == Totals(groups=1)
        disks = {"Disks": {"SystemDisk": {"Size": count}, "DataDisk": {"Size": 10}}}
        assert summed({"a": {"DesiredVMCount": 2}}, Configs=disks).disk_gb == 20
    for wrong in (None, [], [{"DesiredVMCount": 3}], "x", 3):
        for tree in (wrong, {"Groups": wrong}):
            assert compute_totals(tree, load_builtin()) == Totals()


# -- descriptions of values

SIZE: Path = ("Configs", "Mounts", "CacheTotalSize")
COUNT: Path = ("Groups", "g", "DesiredVMCount")


def test_numbers_of_bytes() -> None:
    sizes = {0: "0 bytes", 1023: "1023 bytes", 1536: "1.50 KB", 512 * 1024**2: "512 MB", 5 * 1024**4: "5 TB"}
    assert {size: format_bytes(size) for size in sizes} == sizes
    assert format_bytes(1024**3 + 1) == "1.00 GB"


def group(**fields: Any) -> dict[str, Any]:
    return {"InstanceType": LARGE, "Groups": {"g": fields}}


def test_the_description_of_a_value() -> None:
    for path, tree, words in (
        *(
            (SIZE, {"Configs": {"Mounts": {"CacheTotalSize": value}}}, "512 MB" if value == 536870912 else "")
            for value in (536870912, 512, None, "1024", 2048.0, True, 10**400, -4096)
        ),
        (("Groups", "g", "InstanceType"), group(InstanceType=ANOTHER), "4 vCPU, 8 GB"),
        *((("InstanceType",), {"InstanceType": value}, "") for value in ("ecs.x99.large", "", None, 3, [])),
        (COUNT, group(DesiredVMCount=1000), "Total: 2,000 vCPU, 4,000 GB"),
        (COUNT, group(DesiredVMCount=2, InstanceType=ANOTHER), "Total: 8 vCPU, 16 GB"),
        *((COUNT, group(DesiredVMCount=count), "") for count in (0, -1, None, "3", True, 2.0, 10**400)),
        *((COUNT, group(DesiredVMCount=3, InstanceType=value), "") for value in ("ecs.x99.large", 3)),
        (("Name",), {"Name": "img-ubuntu"}, ""),
        (
            ("Notification", "Topic", "Events"),
            {"Notification": {"Topic": {"Events": ["OnClusterDeleted"]}}},
            "",
        ),
    ):
        spec = find_spec(path)
        assert spec is not None
        assert describe_value(tree, path, spec, load_builtin()) == words


# -- times


def test_ages_and_moments_in_words() -> None:
    now = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
    for passed, words in {
        timedelta(seconds=59): "<1 min",
        timedelta(minutes=59): "59 min",
        timedelta(hours=23, minutes=5): "23 h 5 min",
        timedelta(days=1, hours=2): "1 day 2 h",
        timedelta(days=40): "40 days 0 h",
        timedelta(minutes=-5): "<1 min",
    }.items():
        assert format_age(now - passed, now=now) == words
    assert format_age(None) == "?"
    now = datetime(2026, 3, 1, 12, 0)
    assert format_moment(datetime(2026, 3, 1, 0, 5), now=now) == "today, 00:05"
    assert format_moment(datetime(2026, 2, 28, 23, 59), now=now) == "yesterday, 23:59"
    assert format_moment(datetime(2026, 2, 27, 9, 0), now=now) == "2026-02-27, 09:00"
