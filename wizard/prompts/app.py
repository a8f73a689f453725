"""Run the plain questions, from the first one to the exit code."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from wizard.core.application import Application, ExitResult
from wizard.core.documents import OpenedDocument
from wizard.i18n import _, ngettext
from wizard.prompts.prompter import Prompter, make_prompter
from wizard.prompts.session import Navigation, PromptSession, Quit
from wizard.prompts.start import open_document
from wizard.prompts.walker import FormWalker

_SIGNALS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextmanager
def _handle_signals() -> Iterator[Callable[[], None]]:
    """Raise KeyboardInterrupt with the number of the signal on SIGTERM and SIGHUP.

    Yields:
        A function that ignores further signals, while the draft is written. Until then each one counts:
        Python drops the exception of a signal that arrives in a destructor or a weakref callback.
    """

    def handle(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt(number)

    def ignore() -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)

    before = {
        each: signal.signal(each, handle)
        for each in _SIGNALS
        if threading.current_thread() is threading.main_thread()  # no signal arrives elsewhere
        and signal.getsignal(each) is not signal.SIG_IGN  # nohup wants it ignored
    }
    try:
        yield ignore
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def run(
    app: Application, *, loaded: OpenedDocument | None = None, prompter: Prompter | None = None
) -> ExitResult:
    """Ask until the user quits; without a document to open, the first step asks for one.

    The default prompter is the one that suits the terminal.
    """
    session = PromptSession(app, prompter or make_prompter())
    keep_draft, code, message = True, 0, ""
    bug: Exception | None = None
    with _handle_signals() as ignore_signals:
        try:
            _begin(session, loaded)
            FormWalker(session).run()
        except Quit as quit_:
            keep_draft = quit_.keep_draft
        except KeyboardInterrupt as interruption:
            [number] = interruption.args or [signal.SIGINT]
            code, message = 128 + number, _("Interrupted.")
        except EOFError:
            code, message = 128 + signal.SIGINT, _("End of input.")
        except Exception as error:  # a bug must not lose what was answered
            code, bug = 1, error
        ignore_signals()
        if session.is_open:
            if keep_draft:
                session.save_draft()
            else:
                session.autosaver.discard()
    return ExitResult(code, (*filter(None, [message]), *_exit_messages(session)), bug)


def _begin(session: PromptSession, loaded: OpenedDocument | None) -> None:
    profile = session.app.profiles.current
    message = _("{profile}. Enter keeps a value, ? explains, < goes back, :help lists commands.")
    session.print(message, profile=profile.title)
    if profile.notice:
        session.print(profile.notice)
    for remark in session.app.profiles.remarks():
        session.print(remark)
    session.load_account()
    if count := len(session.app.submissions.pending()):
        message = ngettext(
            "{count} submission got no response. bcw submissions lists it.",
            "{count} submissions got no response. bcw submissions lists them.",
            count,
        )
        session.print(message, count=count)
    if loaded is None:
        return
    session.step = "basics"
    try:
        open_document(session, loaded)
    except Quit:
        raise
    except Navigation:
        session.step = session.step if session.is_open else "start"


def _exit_messages(session: PromptSession) -> tuple[str, ...]:
    lines, result, token = [], session.result, session.pending_token
    if not token and result is not None and result.kind == "unknown":
        token = session.token
    if token:
        message = _("No response: the cluster may or may not exist. Its token is {token}.")
        lines.append(message.format(token=token))
    elif result is not None and result.kind == "created":
        lines.append(_("Cluster {id} created.").format(id=result.cluster_id))
    if session.autosaver.has_draft:
        lines.append(_("Draft kept: bcw offers it at the next start."))
    return tuple(lines)
