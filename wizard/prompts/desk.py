"""What every question works with: the sitting, the terminal, the draft, and the words that hold anywhere."""

from collections.abc import Callable, Sequence
from typing import Any

from wizard.core.actions.drafts import DraftAutosaver
from wizard.core.actions.submissions import SubmissionResult
from wizard.core.application import Application
from wizard.core.documents import OpenedDocument
from wizard.core.formatting import counted
from wizard.core.session import EditSession
from wizard.document.tree import Path
from wizard.prompts import replies
from wizard.prompts.account_lists import AccountLists
from wizard.prompts.moves import Back
from wizard.prompts.prompter import Prompter
from wizard.prompts.replies import Reply
from wizard.prompts.texts import say
from wizard.validation import Context

Explain = Callable[[str], None]
"""Explains a question; it is handed what was typed behind the question mark."""


class Desk:
    """What every question works with.

    Attributes:
        ports: Presets, drafts, settings and the service.
        session: The document and what the rules say of it.
        lists: What the account behind the target can choose from.
        autosaver: Autosaves the draft.
        is_open: Whether a request is being edited: before, there is only the first step.
        step: The id of the step that is asked about.
        unfolded: The sections, and the steps, whose fields are gone through although they are empty.
        unfolded_more: The sections of which those fields are gone through as well that few people need.
        sees_all: Whether findings are said at fields that nobody has been at yet.
        outcome: How the last submission ended, if there was one.
        submitted: The request that was submitted last, as it stood here, or ``None``.
        pending: The token of a submission that was left while it went on, or ``""``.
    """

    def __init__(self, ports: Application, prompter: Prompter) -> None:
        self.ports = ports
        self._prompter = prompter
        context = Context(region=ports.profiles.current.region, ignored=ports.settings.ignored)
        self.session = EditSession(context=context)
        self.lists = AccountLists(ports, self.session)
        self.autosaver = DraftAutosaver(ports.drafts, prompter.tell)
        self.is_open = False
        self.step = "start"
        self.unfolded: set[Path] = set()
        self.unfolded_more: set[Path] = set()
        self.held: set[Path] = set()
        """Fields of this step that were asked for only because they held a value; emptied, they still are."""
        self.toured: set[Path] = set()
        """The collections whose only entry was gone through."""
        self._left: set[Path] = set()
        self.sees_all = False
        self.outcome: SubmissionResult | None = None
        self.submitted: Any = None
        self.pending = ""
        self._escape_is_known = False

    # -- the request

    def open(self, loaded: OpenedDocument, *, judged: bool = True, kept: bool = False) -> None:
        """Begin with a request.

        Args:
            loaded: The request.
            judged: Whether its findings are said at once; not those of a request that is empty yet.
            kept: Whether there is a draft of it.
        """
        if self.is_open and not kept:
            self.autosaver.discard()  # the one before was dropped
        self.session.open(loaded)
        self.is_open = True
        for places in (self.unfolded, self.unfolded_more, self.held, self.toured, self._left):
            places.clear()
        self.sees_all = judged
        for remark in loaded.remarks:
            self.tell(remark)

    @property
    def tree(self) -> Any:
        """The request as it stands."""
        return self.session.document.tree

    @property
    def token(self) -> str:
        """The idempotent token of the submission to come."""
        if not self.session.token:
            self.session.token = self.ports.submissions.new_token()
        return self.session.token

    def sees(self, path: Path) -> bool:
        """Whether findings about a field are said before it is asked for."""
        return self.sees_all or any(path[: len(left)] == left for left in self._left)

    def left(self, path: Path) -> None:
        """A field was asked for and answered."""
        self._left.add(path)
        self.session.document.end_run()

    def save_draft(self) -> None:
        """Write the draft, if there are unsaved changes."""
        if self.session.document.is_modified or self.autosaver.has_draft:
            self.autosaver.update(self.tree, self.session.origin, self.step)
            self.autosaver.flush()

    # -- talking

    def tell(self, text: str = "") -> None:
        """Say something."""
        self._prompter.tell(text)

    def show(self, text: str) -> None:
        """Show a text that is to be taken as it stands."""
        self._prompter.show(text)

    def say(self, name: str, /, **values: Any) -> None:
        """Say one of the sentences."""
        self.tell(say(name, **values))

    def ask_plainly(self, question: str, *, suggestions: Sequence[str] = (), secret: bool = False) -> str:
        """Ask a question whose answer is taken as it stands; before, the draft is written."""
        if self.is_open:
            self.save_draft()
        self.lists.take(self.tell)
        return self._prompter.ask(question, suggestions=suggestions, secret=secret)

    def ask(
        self,
        question: str | Callable[[], str],
        *,
        explain: Explain | None = None,
        suggestions: Sequence[str] = (),
        secret: bool = False,
        own: tuple[str, ...] = (),
    ) -> Reply:
        """Ask a question.

        What holds at any question is done here: explaining, and the commands.

        Args:
            question: The question, or what makes it anew after each command.
            explain: Explains it.
            suggestions: Values that the answer may well be.
            secret: Whether the answer is not to be shown.
            own: Commands that this question understands itself.

        Returns:
            What was answered: a value, nothing, or ``-``, ``!`` and the question's own commands.

        Raises:
            Move: The person goes somewhere else.
        """
        from wizard.prompts import commands

        completed = [*suggestions, *(f":{name}" for name in (*own, *commands.NAMES))]
        while True:
            words = question if isinstance(question, str) else question()
            line = self.ask_plainly(words, suggestions=completed, secret=secret)
            reply = replies.read_secret(line, commands.NAMES) if secret else replies.read(line)
            match reply.kind:
                case "back":
                    raise Back
                case "explain":
                    if explain is not None:
                        explain(reply.text)
                    if not self._escape_is_known:  # said once; :help says it again
                        self._escape_is_known = True
                        self.say("explain.escape")
                case "command" if reply.text not in own:
                    commands.run(self, reply)
                case _:
                    return reply

    def confirm(self, question: str, *, default: bool = False, explain: Explain | None = None) -> bool:
        """Ask a question that is answered with yes or no."""
        while True:
            reply = self.ask(question, explain=explain)
            if reply.kind == "keep":
                return default
            answer = replies.yes_or_no(reply.text) if reply.kind == "value" else None
            if answer is not None:
                return answer
            self.say("field.yes-no", answer=reply.text or reply.kind)

    def counts(self) -> str:
        """How many errors, warnings and notes there are, in words; ``""`` where there are none."""
        return counts([str(finding.severity) for finding in self.session.result.findings])


def counts(severities: Sequence[str]) -> str:
    """How many errors, warnings and notes there are, in words; ``""`` where there are none."""
    return ", ".join(
        counted(severities.count(name), name)
        for name in ("error", "warning", "note")
        if severities.count(name)
    )
