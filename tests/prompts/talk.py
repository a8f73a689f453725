"""Somebody who answers plain questions: out of a list, or by what the question is about."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tui.application import MemoryDrafts, MemoryLibrary, MemoryService, MemorySettings, memory_application

from wizard.core.application import Application
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.document.serializer import to_bytes
from wizard.prompts.app import ExitResult, run
from wizard.prompts.prompter import Choice, Prompt

__all__ = [
    "GROUP",
    "SMALL",
    "ByTopic",
    "MemoryDrafts",
    "MemoryLibrary",
    "MemoryService",
    "MemorySettings",
    "Script",
    "Talk",
    "memory_application",
    "talk",
]

GROUP = {"DesiredVMCount": 1, "ResourceType": "OnDemand"}
SMALL: dict[str, Any] = {
    "Name": "first",
    "InstanceType": "ecs.sn1ne.large",
    "ImageId": "img-ubuntu-vpc",
    "Groups": {"g": GROUP},
    "Configs": {"Networks": {"VPC": {"CidrBlock": "192.168.0.0/24"}}},
}
"""A request that nothing can be said against."""


class Script:
    """Answers one after the other; when there are none left, nobody answers any more."""

    def __init__(self, answers: Sequence[str | BaseException]) -> None:
        self.answers = list(answers)
        self.lines: list[str] = []
        self.questions: list[str] = []
        self.unseen: list[str] = []
        self.listed: Sequence[Choice] = ()

    def ask(self, prompt: Prompt) -> str:
        question = prompt.question
        if prompt.choices != self.listed:
            self.listed = prompt.choices
            self.lines += [f"  {each.answer}  {each.title}" for each in prompt.choices if each.answer]
        self.lines.append(question)
        self.questions.append(question)
        if prompt.is_secret:
            self.unseen.append(question)
        answer = self.answer(question)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def answer(self, question: str) -> str | BaseException:
        return self.answers.pop(0) if self.answers else EOFError()

    def print(self, text: str = "", *, wrap: bool = True) -> None:
        self.lines += text.split("\n")


class ByTopic(Script):
    """Answers by the beginning of the question; whether fields are wanted with yes, all else with Enter.

    Several answers under one beginning are given one after the other.
    """

    def __init__(self, topics: Mapping[str, str | Sequence[str]]) -> None:
        super().__init__([])
        self.topics = {key: [value] if isinstance(value, str) else [*value] for key, value in topics.items()}

    def answer(self, question: str) -> str | BaseException:
        if question.startswith("Next "):
            return EOFError()
        for begins, answers in self.topics.items():
            if question.startswith(begins) and answers:
                return answers.pop(0)
        return "yes" if "[y/N]" in question else ""

    @property
    def unused(self) -> list[str]:
        return [key for key, answers in self.topics.items() if answers]


@dataclass
class Talk:
    """What was said, and what came of it."""

    farewell: ExitResult
    script: Script
    app: Application
    tree: Any = field(default=None)

    @property
    def text(self) -> str:
        """Everything that was said and asked."""
        return "\n".join(self.script.lines)

    @property
    def asked(self) -> list[str]:
        """What each question was about: what comes before its brackets."""
        return [re.split(r" [*([]|: $", question)[0] for question in self.script.questions]

    @property
    def bytes(self) -> bytes:
        """The request as it would be sent."""
        return to_bytes(self.tree)


def talk(
    *answers: str | BaseException,
    request: Any = None,
    loaded: OpenedDocument | None = None,
    script: Script | None = None,
    app: Application | None = None,
    **parts: Any,
) -> Talk:
    """Go through the questions.

    Args:
        answers: The answers; behind the last one nobody answers.
        request: A request to be opened, from a file; without one, the first step asks.
        loaded: The same, with its origin.
        script: Who answers, in place of the answers.
        app: The actions of the application.
        parts: Or some of them.
    """
    if request is not None:
        loaded = OpenedDocument(request, DocumentSource("file", "request.json"))
    handed = app or memory_application(**parts)
    script = script or Script(answers)
    drafts = handed.drafts
    assert isinstance(drafts, MemoryDrafts)
    farewell = run(handed, loaded=loaded, prompter=script)
    tree = drafts.written[-1][0] if drafts.written else (loaded.tree if loaded is not None else None)
    return Talk(farewell, script, handed, tree)
