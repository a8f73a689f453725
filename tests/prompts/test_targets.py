"""Targets, by questions: chosen, added with the secret unseen, removed; and their accounts' own lists."""

import threading
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tui.ports import MemoryAccounts

from wizard.catalog import Account, InstanceType, built_in
from wizard.core.ports import AccountView, NewTarget, TargetChoice, TargetTest, TargetView, WizardError

from .talk import SMALL, MemoryService, Script, memory_ports, talk

NEW = ("add", "prod", "cn-beijing", "", "LTAI5x", "s3cr3t", "")


def targets(*answers: str, **parts: Any) -> Any:
    return talk(":targets", *answers, request=SMALL, **parts)


def test_the_targets_are_listed_with_what_can_be_done() -> None:
    found = targets(
        accounts=MemoryAccounts(
            [
                TargetChoice("prod", "prod, cn-beijing", "saved", can_be_removed=True),
                TargetChoice("old", "old", "saved", problem="The secret is gone."),
                TargetChoice("sandbox", "sandbox on this computer", "", in_use=True),
            ]
        )
    )
    place = found.script.lines.index("Targets:")
    assert found.script.lines[place + 1 : place + 4] == [
        "  1  prod: prod, cn-beijing; saved",
        "  2  old: saved; cannot be used: The secret is gone.",
        "  3  sandbox: sandbox on this computer; in use now",
    ]


def test_a_target_is_used_by_its_number_or_its_name_and_the_token_is_another_one() -> None:
    choices = [TargetChoice("prod", "prod", ""), TargetChoice("sandbox", "sandbox", "", in_use=True)]
    for answer in ("1", "use 1", "prod", "use prod"):
        found = talk(":review", ":targets", answer, "", "", request=SMALL, accounts=MemoryAccounts(choices))
        assert found.ports.accounts.done == [("use", "prod")]
        assert "Request: POST /clusters?IdempotentToken=token2" in found.script.lines


def test_one_that_cannot_be_used_says_why_and_the_question_comes_again() -> None:
    accounts = MemoryAccounts([TargetChoice("old", "old", "", problem="The secret is gone.")])
    found = targets("1", accounts=accounts)
    assert accounts.done == []
    assert "The secret is gone." in found.script.lines
    assert found.asked[-2:] == ["Targets", "Targets"]


def test_a_target_is_added_and_its_secret_is_unseen() -> None:
    found = targets(*NEW)
    [(_, new)] = found.ports.accounts.done
    assert new == NewTarget("prod", "cn-beijing", "", "LTAI5x", "s3cr3t")
    assert len(found.script.unseen) == 1
    assert found.script.unseen[0].startswith("Access key secret (")
    assert "s3cr3t" not in found.text
    assert "The secret is kept in the system's keyring." in found.script.lines


def test_a_temporary_key_needs_its_token() -> None:
    found = targets("add", "prod", "cn-beijing", "vpc", "STS.x", "s3cr3t", "", "t0ken", "")
    [(_, new)] = found.ports.accounts.done
    assert (new.endpoint, new.secret, new.token) == ("vpc", "s3cr3t", "t0ken")
    assert "  Error: an answer is needed here. Type one, or < to go back." in found.script.lines
    assert "t0ken" not in found.text


def test_going_back_is_free_and_a_first_answer_need_not_be_given() -> None:
    found = targets("add", "prod", "cn-hangzhou", "<", "cn-beijing", "", "<", "<", "<", "<")
    assert found.asked[-1] == "Targets"
    assert found.ports.accounts.done == []
    assert any(line.startswith("Region (for example cn-hangzhou; Enter keeps") for line in found.script.lines)


def test_what_is_wrong_with_a_new_target_is_said_and_no_answer_is_lost() -> None:
    class Picky(MemoryAccounts):
        def add_target(self, new: NewTarget, **options: Any) -> str:
            if new.region == "moon":
                raise WizardError("moon is no region.")
            return super().add_target(new, **options)

    found = targets(
        "add",
        "prod",
        "moon",
        "",
        "LTAI5x",
        "s3cr3t",
        "",
        *["", "cn-beijing", "", "", "", ""],
        accounts=Picky(),
    )
    assert "  Error: moon is no region." in found.script.lines
    [(_, new)] = found.ports.accounts.done
    assert new == NewTarget("prod", "cn-beijing", "", "LTAI5x", "s3cr3t")
    assert "s3cr3t" not in found.text


def test_a_target_is_made_the_default() -> None:
    accounts = MemoryAccounts([TargetChoice("prod", "prod", "")], notice="It is deprecated.")
    found = targets("default 1", accounts=accounts)
    assert accounts.done == [("use", "prod", True)]
    assert "prod is the default now." in found.script.lines
    assert "It is deprecated." in found.script.lines


def test_a_target_is_tried_out() -> None:
    tests = {"prod": TargetTest(False, ("prod refuses the key.", "The clock is off."))}
    accounts = MemoryAccounts([TargetChoice("prod", "prod", "")], tests=tests)
    found = targets("test prod", accounts=accounts)
    assert accounts.done == [("test", "prod")]
    place = found.script.lines.index("prod refuses the key.")
    assert found.script.lines[place + 1] == "The clock is off."


def test_where_the_secret_is_kept_can_be_said() -> None:
    found = targets(*NEW[:-1], "under the mat", "file")
    [(_, new)] = found.ports.accounts.done
    assert new.keep == "file"
    assert "  Error: under the mat is neither keyring nor file." in found.script.lines


def test_one_of_the_same_name_is_replaced_when_that_is_meant() -> None:
    there = TargetChoice("prod", "prod", "saved", can_be_removed=True)
    assert targets(*NEW, "n", "<", "<", accounts=MemoryAccounts([there])).ports.accounts.done == []
    found = targets(*NEW, "y", accounts=MemoryAccounts([there]))
    assert [name for name, _ in found.ports.accounts.done] == ["add"]


def test_when_the_target_in_use_is_removed_it_is_said_where_requests_go_then() -> None:
    choices = [TargetChoice("prod", "prod", "saved", in_use=True, can_be_removed=True)]
    found = targets("remove 1", "y", accounts=MemoryAccounts(choices))
    assert "From now on requests go to sandbox on this computer." in found.script.lines


def test_files_that_others_can_read_are_pointed_out_at_the_start() -> None:
    found = talk(request=SMALL, accounts=MemoryAccounts(pointed_out=["Others can read ~/x."]))
    assert "Others can read ~/x." in found.script.lines[:4]


def test_a_target_is_removed_when_that_is_meant() -> None:
    own = [TargetChoice("prod", "prod", "saved", can_be_removed=True)]
    assert targets("remove 1", "", accounts=MemoryAccounts(own)).ports.accounts.done == []
    found = targets("remove prod", "y", accounts=MemoryAccounts(own))
    assert found.ports.accounts.done == [("remove", "prod")]


def test_one_that_another_program_keeps_is_not_removed() -> None:
    found = targets("remove 1", accounts=MemoryAccounts([TargetChoice("aliyun:a", "a", "~/.aliyun")]))
    assert found.ports.accounts.done == []
    assert "aliyun:a was not added here but found elsewhere (~/.aliyun)" in found.text


def test_the_targets_are_there_before_there_is_a_request() -> None:
    found = talk(":targets", "", ":clusters", "", ":submissions", "")
    assert [each for each in found.asked if not each.startswith("Number")] == [
        "Targets",
        "Clusters that were created here",
        "Unsettled submissions",
    ]


# -- what the account really has

HUGE = "ecs.huge1.large"
SINCE = datetime(2026, 1, 1, tzinfo=UTC)


class Real(MemoryService):
    """A target that is no sandbox."""

    @property
    def target(self) -> TargetView:
        return TargetView("cn-beijing", (), "cn-beijing")


class Patient(Script):
    """Answers when whatever the account was asked for has come."""

    def answer(self, question: str) -> str | BaseException:
        for thread in threading.enumerate():
            if thread.name == "account":
                thread.join(10)
        return super().answer(question)


def test_the_lists_of_the_account_serve_as_soon_as_they_have_come() -> None:
    known = {HUGE: InstanceType(HUGE, 2, 4.0)}
    account = Account(
        region="cn-beijing", fetched_at=SINCE, fetched_in_this_run=True, instance_types=frozenset(known)
    )
    view = AccountView(account, replace(built_in(), instance_types=known), "now")
    ports = memory_ports(accounts=MemoryAccounts(fresh=view), service=Real())
    script = Patient([":find instance type", "1", ":review"])
    found = talk(request=SMALL, script=script, ports=ports)
    assert f"  1  {HUGE}: 2 vCPU, 4 GB" in found.script.lines
    assert any("Error, Instance type: " in line for line in found.script.lines)  # the account has no other


def test_that_the_lists_do_not_come_is_said_once() -> None:
    class Silent(MemoryAccounts):
        def refresh_account(self) -> AccountView | None:
            raise WizardError("Nobody answers.")

    script = Patient(["", "", ""])
    found = talk(request=SMALL, script=script, ports=memory_ports(accounts=Silent(), service=Real()))
    assert found.text.count("could not be looked up, so what is known already serves: Nobody answers.") == 1


def test_the_lists_of_a_target_that_was_left_are_of_no_use() -> None:
    held = threading.Event()

    class Slow(MemoryAccounts):
        def refresh_account(self) -> AccountView | None:
            if not held.is_set():
                held.wait(10)
                raise WizardError("Too late.")
            return None

    class Leaving(Patient):
        def answer(self, question: str) -> str | BaseException:
            if question.startswith("Name"):
                return Script.answer(self, question)
            held.set()
            return super().answer(question)

    script = Leaving([":targets", "sandbox", "", "", ""])
    accounts = Slow()
    found = talk(request=SMALL, script=script, ports=memory_ports(accounts=accounts, service=Real()))
    assert accounts.done == [("use", "sandbox")]
    assert "Too late." not in found.text
