"""Where requests of this run go: looked up once; the sandbox in this process is started when it is needed."""

from collections.abc import Mapping
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from wizard.cli.texts import text
from wizard.service.targets import Target, find_target, sandbox_target
from wizard.store import locations

if TYPE_CHECKING:
    from wizard.sandbox import RunningSandbox


class NoSandbox(Exception):
    """The sandbox could not be started; the message says why."""


class Destination:
    """The target of this run.

    Args:
        environ: The environment variables.
        endpoint: An address in place of the region's public one.
        region: A region in place of the one in the environment.
    """

    def __init__(
        self, environ: Mapping[str, str], *, endpoint: str | None = None, region: str | None = None
    ) -> None:
        self._environ, self._endpoint = environ, endpoint
        self._region = region or environ.get("ALIBABA_CLOUD_REGION_ID", "").strip() or None
        self._sandbox: RunningSandbox | None = None
        self._turn = Lock()

    @cached_property
    def known(self) -> Target | None:
        """The target, as far as it is known without a sandbox; ``None`` means the one in this process.

        Raises:
            TargetError: What there is makes no target.
        """
        target = find_target(self._environ, endpoint=self._endpoint, region=self._region)
        if target is None and self._region is not None:
            from wizard.service.endpoints import check_region

            check_region(self._region)
        return target

    @property
    def region(self) -> str | None:
        """The region, or ``None``. Raises as `known` does."""
        return self._region if self.known is None else self.known.region

    @property
    def is_sandbox(self) -> bool:
        """Whether nothing costs anything there. Raises as `known` does."""
        return self.known is None or self.known.is_sandbox

    @property
    def title(self) -> str:
        """The target in a few words. Raises as `known` does."""
        return text("target.sandbox") if self.known is None else self.known.title

    def target(self) -> Target:
        """The target, ready for requests; may take a moment.

        Raises:
            TargetError: What there is makes no target.
            NoSandbox: The sandbox could not be started.
        """
        if self.known is not None:
            return self.known
        with self._turn:  # two threads may ask at once
            if self._sandbox is None:
                self._sandbox = _start()
            return sandbox_target(self._sandbox.url, region=self._region)

    def close(self) -> None:
        """Stop the sandbox, if it was started here."""
        with self._turn:
            if self._sandbox is not None:
                self._sandbox.stop()
                self._sandbox = None


def _start() -> "RunningSandbox":
    from wizard.sandbox import SandboxError, start

    try:
        return start(locations.sandbox_file())
    except SandboxError as error:
        raise NoSandbox(text("submit.sandbox.failed", reason=str(error))) from error
