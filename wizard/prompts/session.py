"""The state of the plain questions, and what applies at every question: commands, draft, navigation."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from wizard.client.threads import start_in_thread
from wizard.core.actions.drafts import DraftAutosaver
from wizard.core.actions.profiles import AccountView, make_context
from wizard.core.actions.submissions import SubmissionResult
from wizard.core.application import Application
from wizard.core.confirmation import Confirmation
from wizard.core.documents import OpenedDocument
from wizard.core.session import EditSession
from wizard.document.tree import Path
from wizard.errors import BcwError
from wizard.i18n import _
from wizard.prompts.prompter import (
    Choice,
    ParsedAnswer,
    Prompt,
    Prompter,
    parse_line,
    parse_number,
    parse_secret_line,
    parse_yes_no,
)
from wizard.text import format_escaped
from wizard.validation import Context

Explain = str | Callable[[str], None]
"""What explains a question: text, or a function of what was typed after the question mark."""


class Navigation(Exception):
    """Leaves a question without an answer."""


class GoBack(Navigation):
    """To the previous question."""


class GoToStep(Navigation):
    """To a step; on the review, optionally straight to creating the cluster."""

    def __init__(self, step: str, *, is_creating: bool = False) -> None:
        self.step, self.is_creating = step, is_creating


class GoToField(Navigation):
    """To the question about a path."""

    def __init__(self, path: Path) -> None:
        self.path = path


class OpenEntry(GoToField):
    """To the fields of a collection's entry."""


class Quit(Navigation):
    """Out of the wizard."""

    def __init__(self, *, keep_draft: bool) -> None:
        self.keep_draft = keep_draft


class PromptSession:
    """The state of the plain questions."""

    def __init__(self, app: Application, prompter: Prompter) -> None:
        self.app = app
        self._prompter = prompter
        self.edit = EditSession(context=Context(ignored=frozenset(app.settings.ignore)))
        self.is_open = False  # whether a document is open; before that there is only the first step
        self.step = "start"
        self.is_creating = False  # whether the review starts with creating the cluster
        # each ``step`` and ``section`` whose fields are asked for, each object whose ``advanced`` ones are
        self.opened: set[tuple[str, Path]] = set()
        # fields of this step that are asked for although they no longer have a value
        self.emptied: set[Path] = set()
        self.visited: set[Path] = set()  # collections of which an entry was opened
        self._answered: set[Path] = set()
        self.shows_all_findings = False  # whether findings are printed at fields that were not visited yet
        self.autosaver = DraftAutosaver(app.drafts, self.print)
        self.result: SubmissionResult | None = None  # of the last submission
        self.submitted: Any = None  # the document of the last submission
        self.pending_token = ""  # of a submission that was interrupted or got no response
        self._escape_explained = False
        self._account: Future[AccountView | None] | None = None  # the account's lists, while they are fetched

    # -- the document

    @property
    def tree(self) -> Any:
        return self.edit.document.tree

    @property
    def token(self) -> str:
        """The idempotency token of the next submission."""
        if not self.edit.token:
            self.edit.token = self.app.submissions.new_token()
        return self.edit.token

    def open(self, opened: OpenedDocument, *, is_new: bool = False, has_draft: bool = False) -> None:
        """Open a document. The findings of a new one are printed only after its fields were visited."""
        if self.is_open and not has_draft:
            self.autosaver.discard()
        self.edit.open(opened)
        self.is_open = True
        for paths in (self.opened, self.emptied, self.visited, self._answered):
            paths.clear()
        self.shows_all_findings = not is_new
        for remark in opened.remarks:
            self.print("{remark}", remark=remark)

    def shows_findings(self, path: Path) -> bool:
        """Return whether findings about a field are printed before it is asked for."""
        return self.shows_all_findings or any(path[: len(each)] == each for each in self._answered)

    def leave(self, path: Path) -> None:
        """Record that the question about a path was answered."""
        self._answered.add(path)
        self.edit.document.end_run()

    def save_draft(self) -> None:
        """Write the draft if there are unsaved changes."""
        if self.is_open and (self.edit.document.is_modified or self.autosaver.has_draft):
            self.autosaver.update(self.tree, self.edit.origin, self.step)
            self.autosaver.flush()

    # -- the account

    def load_account(self) -> None:
        """Validate by what is known of the account; fetch its current lists in the background."""
        self._use_account(self.app.profiles.account())
        if not self.app.profiles.current.is_sandbox:
            self._account = start_in_thread(self.app.profiles.refresh_account, name="account")

    def _use_account(self, view: AccountView | None) -> None:
        region = self.app.profiles.current.region
        self.edit.set_context(make_context(region, view, self.edit.context.ignored))

    # -- asking

    def print(self, text: str = "", /, *, wrap: bool = True, **values: Any) -> None:
        """Print text with escaped values filled in; data that is to be copied is not wrapped."""
        self._prompter.print(format_escaped(text, **values), wrap=wrap)

    def ask_line(self, prompt: Prompt) -> str:
        """Return the line that answers a question; the draft is written and the account's lists used first."""
        self.save_draft()
        if self._account is not None and self._account.done():
            account, self._account = self._account, None
            try:
                self._use_account(account.result())
            except BcwError as error:
                self.print(_("Cannot fetch the account's instance types and images: {reason}"), reason=error)
        return self._prompter.ask(prompt)

    def ask(
        self, asked: str | Prompt, *, explain: Explain = "", own_commands: tuple[str, ...] = ()
    ) -> ParsedAnswer:
        """Ask a question; explanations, and commands other than the caller's own, are handled here.

        Lines can be completed to commands, too. Raises `Navigation` if the user goes elsewhere.
        """
        from wizard.prompts import commands

        def complete(text: str) -> Sequence[Choice]:
            if not text.startswith(":"):
                return question.complete(text)
            names = (f":{name}" for name in (*own_commands, *commands.NAMES))
            return [Choice(name) for name in names if name.startswith(text.lower())]

        question = Prompt(asked) if isinstance(asked, str) else asked
        prompt = replace(question, complete=complete)
        while True:
            line = self.ask_line(prompt)
            answer = parse_secret_line(line, commands.NAMES) if prompt.is_secret else parse_line(line)
            match answer.kind:
                case "back":
                    raise GoBack
                case "explain":
                    if isinstance(explain, str):
                        self.print(explain)
                    else:
                        explain(answer.text)
                    if not self._escape_explained:
                        self._escape_explained = True
                        self.print(
                            _("  Type \\ before an answer that looks like a command, as in \\- or \\:review.")
                        )
                case "command" if answer.text not in own_commands:
                    commands.run(self, answer.text, answer.arguments)
                case _:
                    return answer

    def confirm(self, question: str, *, default: bool = False, explain: Explain = "") -> bool:
        """Ask a question that is answered with yes or no."""
        hint = _("[Y/n]") if default else _("[y/N]")
        while True:
            answer = self.ask(f"{question} {hint}: ", explain=explain)
            if answer.kind == "keep":
                return default
            meant = parse_yes_no(answer.text) if answer.kind == "value" else None
            if meant is not None:
                return meant
            self.print(_("  Error: type yes or no."))

    def confirm_or_back(self, question: str, *, default: bool = False) -> bool:
        """Ask a question that is answered with yes or no; going back means no."""
        try:
            return self.confirm(question, default=default)
        except GoBack:
            return False

    def choose(
        self,
        question: str,
        titles: Sequence[str],
        *,
        names: Sequence[str] = (),
        default: int | None = None,
        explain: Explain = "",
    ) -> int | None:
        """Ask for one of a few lines by its number or name; return its index.

        An empty line means the default. The index is ``None`` for no default, or when the user goes back.
        """
        enter = "<" if default is None else str(default + 1)
        listed = [Choice(str(number), title) for number, title in enumerate(titles, 1)]
        hint = "" if default is None else f" [{enter}]"
        while True:
            try:
                answer = self.ask(Prompt(f"{question}{hint}: ", listed, enter), explain=explain)
            except GoBack:
                return None
            if answer.kind == "keep":
                return default
            if answer.kind == "value":
                if answer.text.strip() in names:
                    return names.index(answer.text.strip())
                if (index := parse_number(answer.text, len(titles))) is not None:
                    return index
            self.print_not_listed(answer.text, len(titles))

    def print_not_listed(self, text: str, count: int) -> None:
        self.print(_("  Error: {answer} is not a number from 1 to {count}."), answer=text or "-", count=count)

    def confirm_billable(self, confirmation: Confirmation) -> bool:
        """Show the confirmation of a billable action and ask its question."""
        self.print("\n".join(confirmation.text))
        return self.confirm_or_back(confirmation.question, default=confirmation.is_yes_by_default)
