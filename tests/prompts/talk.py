"""Conversations with the plain questions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tui.application import REQUEST, Service

from wizard.core.application import Application
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.document.serializer import to_bytes
from wizard.prompts.app import ExitResult, run
from wizard.prompts.prompter import Choice, Prompt

GROUP = REQUEST["Groups"]["g"]
SMALL: dict[str, Any] = {**REQUEST, "Configs": {"Networks": {"VPC": {"CidrBlock": "192.168.0.0/24"}}}}
"""A request without findings."""


def with_secret(secret: str) -> dict[str, Any]:
    oss = {"OSS": {"AccessKeyId": "i", "AccessKeySecret": secret}}
    return {**SMALL, "Configs": {**SMALL["Configs"], "Mounts": oss}}


class Script:
    """A prompter that takes its answers from a list; after the last one, input ends."""

    def __init__(self, answers: Sequence[str | BaseException]) -> None:
        self.answers = list(answers)
        self.lines: list[str] = []
        self.questions: list[str] = []
        self.secret_questions: list[str] = []
        self.listed: Sequence[Choice] = ()

    def ask(self, prompt: Prompt) -> str:
        question = prompt.question
        if prompt.choices != self.listed:
            self.listed = prompt.choices
            self.lines += [f"  {each.answer}  {each.title}" for each in prompt.choices if each.answer]
        self.lines.append(question)
        self.questions.append(question)
        if prompt.is_secret:
            self.secret_questions.append(question)
        answer = self.answer(question)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def answer(self, question: str) -> str | BaseException:
        return self.answers.pop(0) if self.answers else EOFError()

    def print(self, text: str = "", *, wrap: bool = True) -> None:
        self.lines += text.split("\n")


@dataclass
class Talk:
    """What was printed, and the result."""

    result: ExitResult
    script: Script
    service: Service
    written: list[tuple[Any, DocumentSource, str]]  # the drafts, until one is discarded
    opened: OpenedDocument | None

    @property
    def lines(self) -> list[str]:
        """Everything that was printed, and the questions."""
        return self.script.lines

    @property
    def text(self) -> str:
        """The same as one text."""
        return "\n".join(self.lines)

    @property
    def asked(self) -> list[str]:
        """The title of each question, without what follows in brackets."""
        return [re.split(r" [*([]|: $", question)[0] for question in self.script.questions]

    @property
    def sent(self) -> list[tuple[Any, str]]:
        """The requests that were sent, with their tokens."""
        return self.service.sent

    @property
    def tree(self) -> Any:
        """The request of the last draft, or else the one that was opened."""
        return self.written[-1][0] if self.written else self.opened and self.opened.tree

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
    service: Service | None = None,
) -> Talk:
    """Answer the questions about a request, which is opened from a file, or a document with its source.

    Without them, the first step asks what to open. A script takes the place of the answers.
    """
    if request is not None:
        loaded = OpenedDocument(request, DocumentSource("file", "request.json"))
    app, service, script = app or Application({}), service or Service(), script or Script(answers)
    service.watch(app.submissions)
    written: list[tuple[Any, DocumentSource, str]] = []
    write, discard = app.drafts.write, app.drafts.discard

    def observed_write(*draft: Any) -> None:
        written.append(draft)  # type: ignore[arg-type]
        write(*draft)

    def observed_discard() -> None:
        written.clear()
        discard()

    app.drafts.write, app.drafts.discard = observed_write, observed_discard  # type: ignore[method-assign]
    result = run(app, loaded=loaded, prompter=script)
    return Talk(result, script, service, written, loaded)
