"""What was created and what is unsettled, by questions."""

from typing import Any

import pytest
from tui.ports import MemoryAccounts

from wizard.core.ports import (
    ClusterState,
    CreatedCluster,
    GroupState,
    Loaded,
    Origin,
    Outcome,
    Unsettled,
    WizardError,
)

from .talk import GROUP, SMALL, MemoryService, talk

MADE = [
    CreatedCluster("cls-b", "second one", "prod", "2 h 5 min", "Active", 1, 3),
    CreatedCluster("cls-a", "first", "sandbox", "3 days 1 h"),
]
FARM = {**SMALL, "Groups": {"farm": {**GROUP, "DesiredVMCount": 40}}}
LEFT = [
    Unsettled("token9", "first", "today at 10:00", "prod", request=FARM),
    Unsettled("token10", "", "yesterday", "prod"),
]


class TwoGroups(MemoryAccounts):
    def watch(self, cluster_id: str) -> ClusterState:
        return ClusterState("Active", 3, 0, (GroupState("fast one", 1, 1), GroupState("slow", 2, 2)))


def clusters(*answers: str, accounts: MemoryAccounts | None = None, **parts: Any) -> Any:
    return talk(":clusters", *answers, accounts=accounts or MemoryAccounts(clusters=[*MADE]), **parts)


def test_the_clusters_are_listed_with_their_place_and_age() -> None:
    lines = clusters("states").script.lines
    assert "  1  second one, cls-b, at prod, created 2 h 5 min ago; 1 of 3 machines running" in lines
    assert "  2  first, cls-a, at sandbox, created 3 days 1 h ago" in lines


def test_that_there_is_none_is_said() -> None:
    assert "No cluster that was created here is left." in talk(":clusters").script.lines


@pytest.mark.parametrize("answer", ["1", "show 1", "cls-b", "show cls-b"])
def test_a_cluster_is_looked_at_as_often_as_wanted(answer: str) -> None:
    found = clusters(answer, "", "<", "")
    assert found.script.lines.count("Machines: 1 of 1 running, 0 starting.") == 2
    assert found.asked[-3:] == [
        "cls-b",
        "Clusters that were created here",
        "Number, name of a preset, or path of a file",
    ]


def test_a_cluster_is_deleted_when_that_is_meant() -> None:
    for answers in (["delete 2", ""], ["delete 2", "<"], ["2", "delete", "n"]):
        assert clusters(*answers).ports.accounts.done == []
    for answers in (["delete 2", "y"], ["2", "delete", "y"]):
        found = clusters(*answers)
        assert found.ports.accounts.done == [("delete", "cls-a")]
        assert any(line.startswith("cls-a is being deleted") for line in found.script.lines)


def test_a_group_gets_another_number_of_machines() -> None:
    found = clusters("resize 1", "x", "-1", "65537", "5", "y")
    assert found.ports.accounts.done == [("resize", "cls-b", "group1", 5)]
    wrong = [line for line in found.script.lines if line.startswith("  Error: ")]
    assert len(wrong) == 3
    assert all("0 to 65,536 instances" in line for line in wrong)


def test_a_group_is_shrunk_to_nothing() -> None:
    assert clusters("resize 1", "0", "y").ports.accounts.done == [("resize", "cls-b", "group1", 0)]


def test_of_several_groups_one_is_chosen_by_number_or_name() -> None:
    for answers in (["resize 1", "2"], ["resize 1", "slow"], ["1", "resize", "moon", "2"]):
        found = clusters(*answers, "7", "y", accounts=TwoGroups(clusters=MADE))
        assert found.ports.accounts.done == [("resize", "cls-b", "slow", 7)]


def test_what_costs_money_is_asked_about() -> None:
    found = clusters("resize 1", "5", "")
    assert found.script.questions[-2] == "Add 4 instances? (yes or no; Enter means no): "
    for line in ("group1: 1 → 5 instances", "Account and region: prod", "Billed until deleted."):
        assert line in found.script.lines
    assert found.ports.accounts.done == []


def test_a_cluster_is_opened_as_a_new_request() -> None:
    loaded = Loaded(SMALL, Origin(), ("This is the cluster cls-b as it stands now.",))
    accounts = MemoryAccounts(clusters=MADE, requests={"cls-b": loaded})
    found = clusters("open 1", "other", accounts=accounts)
    assert "This is the cluster cls-b as it stands now." in found.script.lines
    assert found.tree == {**SMALL, "Name": "other"}


def test_what_is_open_and_not_saved_is_not_dropped_unasked() -> None:
    accounts = MemoryAccounts(clusters=MADE, requests={"cls-b": Loaded({**SMALL, "Name": "b"}, Origin())})
    found = talk("mine", ":clusters", "open 1", "n", request=SMALL, accounts=accounts)
    assert found.tree["Name"] == "mine"
    assert found.asked[-1] == "Clusters that were created here"


def test_what_goes_wrong_is_said_and_the_question_comes_again() -> None:
    class Silent(MemoryAccounts):
        def delete(self, cluster_id: str) -> None:
            raise WizardError("It cannot be deleted.")

    found = clusters("delete 1", "y", "", accounts=Silent(clusters=MADE))
    assert "It cannot be deleted." in found.script.lines
    assert found.asked[-1].startswith("Number, name of a preset")
    states = {"cls-b": "Nobody answers."}
    silent = clusters("1", "<", "resize 1", "delete 1", "", accounts=Silent(clusters=MADE, states=states))
    assert "The machines could not be looked up: Nobody answers." in silent.script.lines
    assert silent.script.lines.count("Nobody answers.") == 2
    assert silent.asked[-1].startswith("Number, name of a preset")


def test_what_clusters_cost_is_said() -> None:
    made = [
        CreatedCluster("cls-b", "b", "prod", "2 h", "Active", 1, 3, hours=2),
        CreatedCluster("cls-c", "c", "prod", "3 days", "Active", 4, 4, hours=72),
        CreatedCluster("cls-a", "a", "sandbox", "9 days", "Active", 9, 9, hours=216, is_free=True),
    ]
    found = clusters(
        "states", "resize 2", "3", "y", "resize 1", "2", "y", accounts=MemoryAccounts(clusters=made)
    )
    said = "2 clusters may cost money, 5 machines running; the longest for 3 days, c."
    assert any(line.startswith(said) for line in found.script.lines)
    assert found.script.lines.count("Each of them costs money.") == 2
    free = clusters("states", "resize 1", "3", "y", accounts=MemoryAccounts(clusters=made[2:]))
    assert "cost" not in free.text.split("Asking the targets")[1].split("?")[0]
    assert "Each of them costs money." not in free.script.lines
    question = "Delete cls-c, c, at prod, created 3 days ago, 1 machine running?"
    assert question in clusters("delete 2", accounts=MemoryAccounts(clusters=made)).text


# -- unsettled submissions


def test_unsettled_submissions_are_named_at_the_start_and_can_be_begun_with() -> None:
    found = talk("2", "y", accounts=MemoryAccounts(left=LEFT))
    assert "Of 2 submissions nobody knows what came: :submissions lists them." in found.script.lines
    offered = "first, sent today at 10:00 to prod, token token9"
    assert f"  2  Unsettled, asks before it is sent again: {offered}" in found.script.lines
    assert found.ports.accounts.done == [("resume", "token9")]
    assert "Id: cls-test0001" in found.script.lines
    assert found.text.count("What do you want to begin with?") == 2


def test_an_unsettled_submission_is_resumed_by_its_number_or_its_token() -> None:
    for answer in ("2", "resume 2", "token10"):
        asked = talk(":submissions", answer, "", request=SMALL, accounts=MemoryAccounts(left=LEFT))
        assert asked.ports.accounts.done == [], "no is what Enter means"
        assert "You sent this yesterday and got no response." in asked.script.lines
        found = talk(":submissions", answer, "y", request=SMALL, accounts=MemoryAccounts(left=LEFT))
        assert found.ports.accounts.done == [("resume", "token10")]
        assert "The cluster is created." in found.script.lines
        assert found.asked[-1] == "Unsettled submissions"


def test_ctrl_c_while_it_is_resumed_says_its_token() -> None:
    class Interrupted(MemoryAccounts):
        def resume(self, token: str, **options: Any) -> Outcome:
            raise KeyboardInterrupt

    found = talk(":submissions", "1", "y", request=SMALL, accounts=Interrupted(left=LEFT))
    assert found.farewell.code == 130
    assert "Whether a cluster was created is not known; its token is token9." in found.farewell.lines


def test_a_submission_is_forgotten_when_that_is_meant() -> None:
    assert talk(":submissions", "forget 1", "", accounts=MemoryAccounts(left=LEFT)).ports.accounts.done == []
    found = talk(":submissions", "forget 1", "y", accounts=MemoryAccounts(left=LEFT))
    assert found.ports.accounts.done == [("forget", "token9")]
    assert "Its cluster may exist, and cost money." in found.text


@pytest.mark.parametrize(
    ("answer", "sent"), [("", []), ("1", ["token9"]), ("2", ["token1"]), ("3", []), ("<", [])]
)
def test_what_was_sent_before_is_asked_about_before_it_is_sent_again(answer: str, sent: list[str]) -> None:
    found = talk(":submit", answer, request=SMALL, accounts=MemoryAccounts(left=LEFT))
    assert [token for _, token in found.ports.service.sent] == sent
    for line in (
        "You sent this today at 10:00 and got no response.",
        "farm: 40 instances, ecs.sn1ne.large, Pay-as-you-go (OnDemand)",
        "Account and region: prod",
        "Billed until deleted.",
    ):
        assert line in found.script.lines


def test_what_the_service_said_stays_at_its_field_until_that_is_changed() -> None:
    outcome = Outcome(
        "refused", "No such image.", "Choose another.", code="InvalidImageId", path=("ImageId",)
    )
    found = talk(":submit", "y", "", ":review", request=SMALL, service=MemoryService(outcome))
    said = "  Warning: No such image. [InvalidImageId]"
    assert said in found.script.lines
    assert "  1  Warning, Image: No such image. [InvalidImageId]" in found.script.lines
    changed = talk(":submit", "y", "img-centos-vpc", ":review", request=SMALL, service=MemoryService(outcome))
    assert "Nothing to complain about." in changed.script.lines[changed.script.lines.index(said) :]


def test_what_was_changed_since_it_was_sent_is_not_sent_under_the_same_token() -> None:
    class Forgetful(MemoryService):
        """Nobody knows what comes of the first submission."""

        def submit(self, tree: Any, token: str, **options: Any) -> Outcome:
            self.sent.append((tree, token))
            if len(self.sent) == 1:
                left.append(Unsettled(token, "first", "just now", "prod"))
                return Outcome("unknown", "The line broke.")
            return self.outcome

    for answer, sent, done in (
        ("", ["token1"], []),
        ("1", ["token1"], [("resume", "token1")]),
        ("2", ["token1", "token2"], []),
        ("3", ["token1"], []),
        ("<", ["token1"], []),
    ):
        left: list[Unsettled] = []
        accounts = MemoryAccounts(left=left)
        answers = (":submit", "y", ":basics", "another", ":submit", answer, "y")
        found = talk(*answers, request=SMALL, accounts=accounts, service=Forgetful())
        assert "Token token1 was used for a different request" in found.text
        assert [token for _, token in found.ports.service.sent] == sent
        assert accounts.done == done


@pytest.mark.parametrize(("answer", "token"), [("", "token2"), ("y", "token2"), ("n", "token1")])
def test_a_token_that_was_used_before_is_made_anew(answer: str, token: str) -> None:
    outcome = Outcome("refused", "It was used.", "Make another.", code="IdempotentTokenMismatch")
    found = talk(":submit", "y", answer, "", request=SMALL, service=MemoryService(outcome))
    assert f"Request: POST /clusters?IdempotentToken={token}" in found.script.lines[-8:]
    assert "Warning: It was used." not in found.text  # it is no field's fault


def test_a_mistake_in_a_submission_is_said_and_nothing_of_what_it_held() -> None:
    class Broken(MemoryService):
        def submit(self, tree: Any, token: str, **options: Any) -> Outcome:
            raise RuntimeError("s3cr3t")

    found = talk(":submit", "y", request=SMALL, service=Broken())
    assert "Whether the cluster exists is not known." in found.script.lines
    assert "A mistake in bcw ended the submission (RuntimeError). Please report it." in found.script.lines
    assert "s3cr3t" not in found.text
