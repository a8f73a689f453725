"""The clusters that were created here, across targets: how they stand, for how long, and what can be done."""

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.core.actions.clusters import ClusterState, ClusterStatus, GroupState
from wizard.core.confirmation import list_added_instances, make_confirmation
from wizard.core.documents import OpenedDocument
from wizard.core.formatting import counted, format_log_line
from wizard.core.totals import sum_costs
from wizard.errors import BcwError, NotFoundError
from wizard.i18n import _
from wizard.tui.accounts import awaited, is_old
from wizard.tui.escaping import fill
from wizard.tui.screens.confirming import ConfirmDialog
from wizard.tui.screens.dialogs import ChoiceDialog, Entry, FormDialog
from wizard.tui.screens.listing import ListScreen
from wizard.tui.screens.pick import Pick
from wizard.tui.texts import say
from wizard.tui.widgets.cells import bar
from wizard.tui.widgets.row_table import Column

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController

LOOK = 2.0
"""Seconds between two looks at the cluster under the cursor."""
MOST_LOOKS = 4
"""Looks that are under way at once: a target that does not answer holds each of them for a while."""
MOST_GROUPS = 5
"""Groups that are named before a cluster is deleted."""
MOST_MACHINES = 65_536
"""Machines of a group at most. Source: the reference's error table, row E26."""


async def list_clusters(controller: "WizardController") -> None:
    """Show the clusters; one that is to be opened as a new request is offered when the list is closed."""
    loaded = await controller.screen.app.push_screen_wait(ClustersScreen(controller))
    if loaded is not None:
        controller.flows.offer(loaded)


class ClustersScreen(ListScreen[OpenedDocument]):
    """The clusters, at first as the journal knows them; each is asked about behind that."""

    def __init__(self, controller: "WizardController") -> None:
        buttons = [
            ("open", _("Open as new request")),
            ("resize", _("Resize…")),
            ("delete", _("Delete…")),
            ("refresh", _("Ask again")),
            ("close", _("Close")),
        ]
        columns = [
            Column(_("Name")),
            Column(_("State"), 9),
            Column(_("Machines"), 9, "right"),
            Column(_("For"), 12, "right"),
            Column(_("Target")),
        ]
        super().__init__(
            _("Clusters that were created here"),
            columns,
            buttons,
            empty=_("None was created here yet, or all are gone."),
        )
        self._controller = controller
        self._actions = controller.screen.application.clusters
        self._clusters: list[ClusterStatus] = []
        self._states: dict[str, ClusterState | str] = {}
        """How each cluster that was looked at stands, or why that is not known."""
        self._is_asking = False
        self._looks: set[str] = set()
        """The clusters that are being looked at."""

    def on_mount(self) -> None:
        """Show what the journal knows, then ask."""
        super().on_mount()
        try:
            self._clusters = list(self._actions.created())
        except BcwError as error:
            self.say(str(error), "error")
        self.show()
        self._ask()
        self.set_interval(LOOK, self._look)
        self._look()

    def show(self) -> None:
        """Show the clusters as they are known now."""
        self._head.update(self._summary())
        self._table.show(
            [
                (
                    each.name or each.id,
                    self._state_of(each),
                    fill(_("{running:,}/{desired:,}"), running=each.running, desired=each.desired)
                    if each.state
                    else "",
                    each.age,
                    each.place,
                )
                for each in self._clusters
            ],
            {at: "warning" for at, each in enumerate(self._clusters) if is_old(each)},
        )
        self.tell()

    def _state_of(self, each: ClusterStatus) -> str:
        if each.state:
            return each.state
        return _("…") if self._is_asking and not each.trouble else _("not known")

    def _summary(self) -> str:
        """What they add up to, and what that means for the bill."""
        if not self._clusters:
            return _("Each cluster of an account costs money until it is deleted.")
        found = sum_costs(self._clusters)
        if found is None:
            return fill(
                _("{clusters} in the sandbox: no machine runs, and nothing costs money."),
                clusters=counted(len(self._clusters), "cluster"),
            )
        return fill(
            _(
                "{clusters} may cost money, {machines} running; the longest for {age} ({name}). Each costs until it is deleted."
            ),
            clusters=counted(found.clusters, "cluster"),
            machines=counted(found.instances, "machine"),
            age=found.oldest.age,
            name=found.oldest.name or found.oldest.id,
        )

    def about(self, at: int) -> str:
        """All that is known of a cluster."""
        each = self._clusters[at]
        since = fill(_("Since {since}, for {age}"), since=each.since, age=each.age) if each.since else ""
        known = [
            f"{each.id} · {each.place}",
            since,
            _("! For more than a day. Delete it if nobody needs it any more.") if is_old(each) else "",
        ]
        state = self._states.get(each.id)
        if isinstance(state, ClusterState):
            known += map(group_line, state.groups)
            known += (
                [_("Operation log, the latest first:"), *map(format_log_line, reversed(state.log))]
                if state.log
                else []
            )
        elif trouble := state or each.trouble:
            known.append(fill(_("How it stands is not known: {why}"), why=trouble))
        return "\n".join(line for line in known if line)

    # -- asking

    def _ask(self) -> None:
        """Ask every target how its clusters stand."""
        if not self._is_asking:
            self.run_worker(self._asked(), group="ask")

    async def _asked(self) -> None:
        self._is_asking = True
        self.show()
        chosen = self._chosen
        try:
            self._clusters = list(await awaited(self._actions.statuses))
        except BcwError as error:
            self.say(str(error), "error")
        finally:
            self._is_asking = False
        ids = [each.id for each in self._clusters]
        if chosen is not None and chosen.id in ids:
            self._table.cursor = ids.index(chosen.id)
        self.show()
        self._look()

    @property
    def _chosen(self) -> ClusterStatus | None:
        at = self._table.cursor
        return None if at is None else self._clusters[at]

    def highlighted(self) -> None:
        """Another cluster: look at it."""
        super().highlighted()
        self._look()

    def _look(self) -> None:
        """Look at the cluster under the cursor, unless that is under way, or too many others are."""
        chosen = self._chosen
        if chosen is None or chosen.id in self._looks or len(self._looks) >= MOST_LOOKS:
            return
        self._looks.add(chosen.id)
        self.run_worker(self._looked(chosen.id), group="look")

    async def _looked(self, cluster_id: str) -> None:
        try:
            try:
                state = await awaited(lambda: self._actions.state(cluster_id))
            finally:
                self._looks.discard(cluster_id)
            self._states[cluster_id] = state
        except NotFoundError as error:
            self._states.pop(cluster_id, None)
            self._clusters = [each for each in self._clusters if each.id != cluster_id]
            self.say(str(error))
            self._ask()
        except BcwError as error:
            self._states[cluster_id] = str(error)
        else:
            here = [each.id for each in self._clusters]
            if cluster_id in here:
                at = here.index(cluster_id)
                self._clusters[at] = _with(self._clusters[at], state)
        self.show()

    # -- acting

    def act(self, name: str, at: int | None) -> None:
        """Do what a button says."""
        if name == "refresh":
            self._ask()
        elif self._chosen is not None:
            flow = {"open": self._open, "resize": self._resize, "delete": self._delete}[name]
            self.run_worker(flow(self._chosen), group="act", exclusive=True)

    async def _open(self, cluster: ClusterStatus) -> None:
        self.say(fill(_("Opening {id} …"), id=cluster.id), "busy")
        try:
            loaded = await awaited(lambda: self._actions.open(cluster.id))
        except BcwError as error:
            self.say(str(error), "error")
        else:
            self.dismiss(loaded)

    async def _state(self, cluster: ClusterStatus) -> ClusterState | None:
        """How a cluster stands right now; what goes wrong is said."""
        self.say(fill(_("Looking at {id} …"), id=cluster.id), "busy")
        try:
            state = await awaited(lambda: self._actions.state(cluster.id))
        except BcwError as error:
            self.say(str(error), "error")
            return None
        self.say("")
        return state

    async def _resize(self, cluster: ClusterStatus) -> None:
        state = await self._state(cluster)
        if state is None:
            return
        group = await self._group(cluster, state)
        if group is None:
            return
        known = fill(
            _("{desired:,} wanted now, {actual:,} there. From 0 to {most:,}."),
            desired=group.desired,
            actual=group.actual,
            most=MOST_MACHINES,
        )
        dialog = FormDialog(
            fill(_("Resize {group}"), group=group.name),
            [Entry("count", _("Machines"), str(group.desired), known, is_replaced=True)],
            _("Resize"),
            check=lambda typed: _problem_of(typed["count"]),
        )
        answer = await self.app.push_screen_wait(dialog)
        if answer is None:
            return
        count = int(answer["count"])
        added = list_added_instances(state, {group.name: count})
        shown = make_confirmation(added, cluster.place, is_free=cluster.is_free, action="add")
        if added and await self.app.push_screen_wait(ConfirmDialog(shown)) != "yes":
            return
        self.say(fill(_("Resizing {group} …"), group=group.name), "busy")
        try:
            await awaited(lambda: self._actions.resize(cluster.id, group.name, count))
        except BcwError as error:
            self.say(str(error), "error")
        else:
            said = fill(
                _("{group}: {before:,} → {count:,} machines. They come and go over the next minutes."),
                group=group.name,
                before=group.desired,
                count=count,
            )
            more = added and not cluster.is_free
            self.say(f"{said} {say('clusters.resized.more')}" if more else said)
            self._ask()

    async def _group(self, cluster: ClusterStatus, state: ClusterState) -> GroupState | None:
        """The group that is meant, asked for where there are several."""
        groups = state.groups
        if len(groups) == 1:
            return groups[0]
        shown = list(groups)

        def rows(words: str) -> list[tuple[str, str, str]]:
            shown[:] = [each for each in groups if words.casefold() in each.name.casefold()]
            return [(each.name, f"{each.desired:,}", f"{each.actual:,}") for each in shown]

        titles = [
            Column(_("Name")),
            *(Column(say(f"clusters.{x}"), 9, "right") for x in ("wanted", "there")),
        ]
        dialog = Pick(
            fill(_("Resize which group of {name}?"), name=cluster.name or cluster.id),
            titles,
            rows,
            placeholder=_("words of its name"),
            empty=_("Nothing fits."),
        )
        at = await self.app.push_screen_wait(dialog)
        return None if at is None else shown[at]

    async def _delete(self, cluster: ClusterStatus) -> None:
        state = await self._state(cluster)
        if state is None:
            return
        machines = "\n".join(map(group_line, state.groups[:MOST_GROUPS]))
        if len(state.groups) > MOST_GROUPS:
            machines += f"\n{say('clusters.more', groups=counted(len(state.groups) - MOST_GROUPS, 'group'))}"
        text = fill(
            _(
                "Delete {id} ({name}) at {place}, which has been there for {age}? {running} running. All machines go, with what is on their disks. This cannot be undone."
            ),
            id=cluster.id,
            name=cluster.name,
            place=cluster.place,
            age=cluster.age,
            running=counted(state.running, "machine"),
        )
        answers = [("no", _("Cancel")), ("yes", _("Delete"))]
        question = ChoiceDialog(_("Delete the cluster?"), f"{text}\n\n{machines}".rstrip(), answers)
        if await self.app.push_screen_wait(question) != "yes":
            return
        self.say(fill(_("Deleting {id} …"), id=cluster.id), "busy")
        try:
            await awaited(lambda: self._actions.delete(cluster.id))
        except BcwError as error:
            self.say(str(error), "error")
        else:
            self.say(fill(_("{id} is being deleted; its machines stop one after the other."), id=cluster.id))
            self._ask()


def group_line(group: GroupState) -> str:
    """A group on a line: a bar, and how many machines of it are there."""
    part = group.actual / group.desired if group.desired else 1.0
    return fill(
        _("{bar} {actual:,} of {desired:,}  {name}"),
        bar=bar(part),
        actual=group.actual,
        desired=group.desired,
        name=group.name,
    )


def _with(cluster: ClusterStatus, state: ClusterState) -> ClusterStatus:
    """A cluster as it was just looked at."""
    desired = sum(group.desired for group in state.groups)
    return replace(cluster, state=state.state, running=state.running, desired=desired, trouble="")


def _problem_of(typed: str) -> str:
    """What is wrong with a number of machines, or ``""``."""
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 10
    if is_number and int(typed) <= MOST_MACHINES:
        return ""
    return fill(_("A whole number from 0 to {most:,}, in plain digits."), most=MOST_MACHINES)
