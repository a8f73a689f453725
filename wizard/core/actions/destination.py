"""Where requests of this run go: looked up once; the sandbox in this process is started when it is needed."""

from collections.abc import Mapping
from threading import RLock
from typing import TYPE_CHECKING

from wizard.client.credentials import REGION, Profile, sandbox_profile
from wizard.client.errors import ProfileError
from wizard.client.profiles import ProfileQuery, ResolvedProfile, find_profile
from wizard.core.actions.texts import text
from wizard.storage import locations
from wizard.storage.files import check_folder

if TYPE_CHECKING:
    from wizard.sandbox import RunningSandbox


class NoSandbox(Exception):
    """The sandbox could not be started; the message says why."""


class Destination:
    """The target of this run.

    Args:
        environ: The environment variables.
        endpoint: An address in place of the target's own.
        region: A region in place of the target's own.
        name: The name of a target.
    """

    def __init__(
        self,
        environ: Mapping[str, str],
        *,
        endpoint: str | None = None,
        region: str | None = None,
        name: str | None = None,
    ) -> None:
        self.environ = environ
        self._endpoint, self._name = endpoint or None, name or None
        self._region = region or None
        self._found: ResolvedProfile | None = None
        self._unlocked: Profile | None = None
        self._sandbox: RunningSandbox | None = None
        self._turn = RLock()  # two threads may ask at once

    def choose(self, name: str) -> None:
        """Go on with another target; what is under way stays where it went.

        Raises:
            ProfileError: There is none of that name, or it cannot be used.
        """
        found = find_profile(ProfileQuery(self.environ, self._endpoint, self._region, name))
        with self._turn:
            self._name, self._found, self._unlocked = name, found, None

    def look_again(self) -> None:
        """Look for the target anew: the one of this run was changed, or is gone.

        Raises nothing; where there is none any more, `known` does.
        """
        with self._turn:
            try:
                find_profile(ProfileQuery(self.environ, self._endpoint, self._region, self._name))
            except ProfileError:
                self._name = None
            self._found = self._unlocked = None

    @property
    def is_chosen(self) -> bool:
        """Whether the user chose the target, rather than that it was the first to be found."""
        return self._search.is_selected

    @property
    def place(self) -> str:
        """What `--target` calls the target. Raises as `known` does."""
        return self._search.name

    @property
    def _search(self) -> ResolvedProfile:
        with self._turn:
            if self._found is None:
                found = find_profile(ProfileQuery(self.environ, self._endpoint, self._region, self._name))
                if found.profile is None and self.region_given is not None:
                    from wizard.client.endpoints import check_region

                    check_region(self.region_given)
                self._found = found
            return self._found

    @property
    def region_given(self) -> str | None:
        """The region of the options or of the environment, or ``None``."""
        return self._region or self.environ.get(REGION, "").strip() or None

    @property
    def known(self) -> Profile | None:
        """The target, as far as it is known without a sandbox and without its secret; never blocks.

        ``None`` means the sandbox in this process.

        Raises:
            ProfileError: What there is makes no target.
        """
        return self._search.profile

    @property
    def remarks(self) -> tuple[str, ...]:
        """What there is to know about how the target was found. Raises as `known` does."""
        return tuple(self._search.notes)

    @property
    def region(self) -> str | None:
        """The region, or ``None``. Raises as `known` does."""
        return self.region_given if self.known is None else self.known.region

    @property
    def is_sandbox(self) -> bool:
        """Whether nothing costs anything there. Raises as `known` does."""
        return self.known is None or self.known.is_sandbox

    @property
    def title(self) -> str:
        """The target in a few words. Raises as `known` does."""
        return text("target.sandbox") if self.known is None else self.known.title

    def shown(self) -> Profile:
        """The target as far as that matters before anything is sent: no sandbox is started for it.

        Raises as `known` does.
        """
        return self.known or sandbox_profile("http://127.0.0.1", region=self.region_given)

    def target(self) -> Profile:
        """The target, ready for requests; may take a moment.

        Raises:
            ProfileError: What there is makes no target, or its secret cannot be had.
            NoSandbox: The sandbox could not be started.
        """
        known = self.known
        if known is None:
            return self.own_sandbox()
        if self._unlocked is None or self._unlocked.key != known.key:
            self._unlocked = known.unlocked()
        return self._unlocked

    def own_sandbox(self) -> Profile:
        """The sandbox in this process, whatever the target of this run is; started on the first call.

        Raises:
            NoSandbox: It could not be started.
            StorageError: There is no home folder for its file.
        """
        with self._turn:
            if self._sandbox is None:
                self._sandbox = _start()
            file = str(self._sandbox.data_file)
            return sandbox_profile(self._sandbox.url, region=self.region_given, file=file)

    def close(self) -> None:
        """Stop the sandbox, if it was started here."""
        with self._turn:
            if self._sandbox is not None:
                self._sandbox.stop()
                self._sandbox = None


def _start() -> "RunningSandbox":
    from wizard.sandbox import SandboxError, start

    file = locations.sandbox_file()
    check_folder(file)
    try:
        return start(file)
    except SandboxError as error:
        raise NoSandbox(text("submit.sandbox.failed", reason=str(error))) from error
