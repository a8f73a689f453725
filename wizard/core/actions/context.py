"""The profile of this run: resolved once; the sandbox in this process starts when it is needed."""

from collections.abc import Mapping
from dataclasses import replace
from threading import RLock
from typing import TYPE_CHECKING, Any

from wizard.client.credentials import REGION, Profile, make_sandbox_profile
from wizard.client.endpoints import check_region
from wizard.client.errors import ProfileError
from wizard.client.profiles import ProfileQuery, ResolvedProfile, find_profile
from wizard.errors import BcwError
from wizard.i18n import _
from wizard.sandbox import RunningSandbox, SandboxError, start
from wizard.storage import locations
from wizard.storage.files import check_folder

if TYPE_CHECKING:
    from wizard.client.api import Client


def make_client(profile: Profile, **options: Any) -> "Client":
    from wizard.client.api import Client  # brings in requests, which most runs do not need

    return Client(profile, **options)


class SandboxUnavailable(BcwError):
    """The sandbox could not be started."""


class ProfileContext:
    """The profile of this run; ``given`` are the endpoint, region and name of its `ProfileQuery`."""

    def __init__(self, environ: Mapping[str, str], **given: Any) -> None:
        self.environ = environ
        self.is_given = any(each is not None for each in given.values())
        self._query = ProfileQuery(environ, **given)
        self._found: ResolvedProfile | None = None
        self._unlocked: Profile | None = None
        self._sandbox: RunningSandbox | None = None
        self._lock = RLock()  # several threads may use it

    def choose(self, name: str) -> None:
        """Use another profile from now on; requests under way are not affected."""
        query = replace(self._query, name=name)
        found = find_profile(query)
        with self._lock:
            self._query, self._found, self._unlocked = query, found, None

    def refresh(self) -> None:
        """Resolve the profile anew because it was changed or removed. Raises nothing; `profile` may."""
        with self._lock:
            try:
                find_profile(self._query)
            except ProfileError:
                self._query = replace(self._query, name=None)
            self._found = self._unlocked = None

    @property
    def found(self) -> ResolvedProfile:
        """The profile, how it was found, and notes about it. Raises ProfileError: none can be used."""
        with self._lock:
            if self._found is None:
                found = find_profile(self._query)
                if found.profile is None and self.region_given is not None:
                    check_region(self.region_given)
                self._found = found
            return self._found

    @property
    def region_given(self) -> str | None:
        """The region of the options or the environment, or ``None``."""
        given = self._query.region
        return self._query.get_variable(REGION) if given is None else given

    @property
    def is_own_sandbox(self) -> bool:
        """Whether it is the sandbox in this process. Raises as `found`."""
        return self.found.profile is None

    @property
    def profile(self) -> Profile:
        """The profile without its secret, or without its port if it is the sandbox in this process.

        Raises as `found`.
        """
        return self.found.profile or make_sandbox_profile("http://127.0.0.1", region=self.region_given)

    def ready_profile(self) -> Profile:
        """Return the profile, ready for requests; may take a moment.

        Raises ProfileError: none can be used, or its secret cannot be read; or SandboxUnavailable.
        """
        if self.is_own_sandbox:
            return self.own_sandbox()
        known = self.profile
        if self._unlocked is None or self._unlocked.key != known.key:
            self._unlocked = known.unlock()
        return self._unlocked

    def own_sandbox(self) -> Profile:
        """Return the sandbox in this process, for any profile of this run; the first call starts it."""
        with self._lock:
            if self._sandbox is None:
                data = locations.sandbox_file()
                check_folder(data)
                try:
                    self._sandbox = start(data)
                except SandboxError as error:
                    message = _("The sandbox could not be started: {reason}")
                    raise SandboxUnavailable(message.format(reason=error)) from error
            file = str(self._sandbox.data_file)
            return make_sandbox_profile(self._sandbox.url, region=self.region_given, file=file)

    def close(self) -> None:
        with self._lock:
            if self._sandbox is not None:
                self._sandbox.stop()
                self._sandbox = None
