"""The wizard as plain questions, from the first one to the farewell."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from wizard.core.application import Application, ExitResult
from wizard.core.documents import OpenedDocument
from wizard.core.formatting import counted
from wizard.prompts import start, terminal
from wizard.prompts.desk import Desk
from wizard.prompts.moves import Leave, Move
from wizard.prompts.prompter import Prompter
from wizard.prompts.texts import say
from wizard.prompts.walk import Walk

INTERRUPTED = 130
"""The exit code after Ctrl-C, and when nobody answers any more."""
_SIGNALS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


class _Ended(KeyboardInterrupt):
    """A signal ends the wizard. Passes through everything that lets Ctrl-C pass."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def _signals() -> Iterator[Callable[[], None]]:
    """Leave in good order when the terminal is closed, or the system ends the program.

    Yields:
        A function that ignores further signals, while the draft is saved. Until then each signal counts:
        Python drops the exception of one that arrives in a destructor or a weakref callback.
    """

    def handle(number: int, frame: FrameType | None) -> None:
        raise _Ended(number)

    before: dict[signal.Signals, Any] = {}

    def ignore() -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)

    try:
        for each in _SIGNALS:
            if signal.getsignal(each) is not signal.SIG_IGN:  # nohup means it
                before[each] = signal.signal(each, handle)
    except ValueError:  # outside the main thread no signal arrives
        before.clear()
    try:
        yield ignore
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def run(
    ports: Application, *, loaded: OpenedDocument | None = None, prompter: Prompter | None = None
) -> ExitResult:
    """Ask, until the person leaves.

    Args:
        ports: Presets, drafts, settings and the service.
        loaded: The request to begin with; without one, the first step asks.
        prompter: Who asks; by default whoever is best in this terminal.
    """
    desk = Desk(ports, prompter or terminal.prompter())
    keep, end = True, "bye.interrupted"
    mistake: Exception | None = None
    with _signals() as ignore_signals:
        try:
            _welcome(desk, loaded)
            Walk(desk).run()
        except Leave as leave:
            code, keep = 0, leave.keep
        except _Ended as ended:
            code = 128 + ended.number
        except KeyboardInterrupt:
            code = INTERRUPTED
        except EOFError:
            code, end = INTERRUPTED, "bye.ended"
        except Exception as error:  # a mistake in the wizard: nothing that was answered is lost with it
            code, mistake = 1, error
        ignore_signals()
        if keep and desk.is_open:
            desk.save_draft()
        elif desk.is_open:
            desk.autosaver.discard()
    lines = _farewell(desk)
    if code and mistake is None:
        lines = (say(end), *lines)
    return ExitResult(code, lines, mistake)


def _welcome(desk: Desk, loaded: OpenedDocument | None) -> None:
    target = desk.ports.profiles.current
    desk.say("hello", target=target.title)
    if target.notice:
        desk.say("hello.notice", notice=target.notice)
    desk.say("hello.keys")
    for remark in desk.ports.profiles.remarks():
        desk.tell(remark)
    desk.lists.begin()
    if count := len(desk.ports.submissions.pending()):
        desk.say("hello.unsettled", count=counted(count, "submission"))
    if loaded is None:
        return
    blank = loaded.origin.kind == "blank" and not loaded.remarks and not loaded.parameters
    desk.step = "basics"
    try:
        if blank:
            desk.open(loaded, judged=False)
        else:
            start.open_loaded(desk, loaded)
    except Leave:
        raise
    except Move:  # what was asked about its import is left as it is
        desk.step = desk.step if desk.is_open else "start"


def _farewell(desk: Desk) -> tuple[str, ...]:
    lines = []
    if desk.pending:
        lines.append(say("bye.submission", token=desk.pending))
    elif desk.outcome is not None and desk.outcome.kind == "created":
        lines.append(say("bye.created", id=desk.outcome.cluster_id))
    elif desk.outcome is not None and desk.outcome.kind == "unknown":
        lines.append(say("bye.submission", token=desk.token))
    if desk.autosaver.has_draft:
        lines.append(say("bye.draft"))
    return tuple(lines)
