"""The clusters created here, of all profiles: their states, and actions on them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wizard.core.actions.clusters import ClusterStatus, list_billed
from wizard.core.confirmation import GroupState, list_grown_groups, make_confirmation
from wizard.core.documents import OpenedDocument
from wizard.core.formatting import format_log_line, format_moment
from wizard.errors import BcwError, NotFoundError
from wizard.i18n import N_, _, ngettext
from wizard.models.groups import MOST_INSTANCES
from wizard.text import format_escaped, parse_digits
from wizard.tui.accounts import is_old, run_in_thread
from wizard.tui.screens.dialogs import BillableDialog, FormDialog, confirm, make_text_row
from wizard.tui.screens.listing import Action, ListScreen, PickDialog, make_bindings
from wizard.tui.widgets.cells import format_bar
from wizard.tui.widgets.row_table import Column

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController

_INTERVAL = 2.0
"""Seconds between two requests for the state of the cluster under the cursor."""
_MAX_REQUESTS = 4
"""The most simultaneous requests; a profile that does not respond delays each of them."""
_MOST_GROUPS = 5
"""The most groups to list before a cluster is deleted."""


async def list_clusters(controller: "WizardController") -> None:
    """Show the clusters; open the configuration of the chosen one."""
    loaded = await controller.screen.app.push_screen_wait(ClustersScreen(controller))
    if loaded is not None:
        await controller.flows.open_confirmed(loaded)


class ClustersScreen(ListScreen[OpenedDocument]):
    """The clusters in the journal; their states are requested in the background."""

    ACTIONS = (
        Action("open", N_("Open as new"), "enter"),
        Action("resize", N_("Resize…"), "r"),
        Action("delete", N_("Delete cluster…"), "delete"),
        Action("refresh", N_("Refresh"), "f", needs_row=False),
    )
    BINDINGS = make_bindings("clusters", ACTIONS)

    def __init__(self, controller: "WizardController") -> None:
        columns = [
            Column(_("Name")),
            Column(_("State")),
            Column(_("Instances"), None, "right"),
            Column(_("Age"), None, "right"),
            Column(_("Profile")),
        ]
        super().__init__(_("Clusters created here"), columns, empty=_("No clusters."))
        self._actions = controller.screen.application.clusters
        self._is_refreshing = False

    def on_shown(self) -> None:
        self.do_refresh()
        self.set_interval(_INTERVAL, self._refresh_one)
        self._refresh_one()

    def load(self) -> Sequence[ClusterStatus]:
        return self._actions.created()

    def get_row(self, item: ClusterStatus) -> tuple[str, str, str, str, str]:
        return (
            item.name or item.id,
            item.state or ("…" if self._is_refreshing and not item.problem else _("unknown")),
            f"{item.running:,}/{item.desired:,}" if item.state else "",
            item.age,
            item.place,
        )

    def get_mark(self, item: ClusterStatus) -> str:
        return "warning" if is_old(item) else ""

    def get_heading(self) -> str:
        if not self.items:
            return _("Clusters of an account are billed until deleted.")
        billed = list_billed(self.items)
        if not billed:
            return _("Sandbox clusters are not billed: no instance runs.")
        message = ngettext(
            "{count} cluster is billed until deleted. Running instances: {running}. Oldest: {name} ({age}).",
            "{count} clusters are billed until deleted. Running instances: {running}. Oldest: {name} ({age}).",
            len(billed),
        )
        running = f"{sum(each.running for each in billed):,}"
        name = billed[0].name or billed[0].id
        return format_escaped(message, count=len(billed), running=running, name=name, age=billed[0].age)

    def get_details(self, item: ClusterStatus) -> Sequence[str]:
        lines = [f"{item.id} · {item.place}"]
        if item.created:
            since = format_moment(item.created)
            lines.append(_("Created {since}, {age} ago").format(since=since, age=item.age))
        if is_old(item):
            lines.append(_("! Older than a day. Delete it if you no longer need it."))
        if item.problem:
            return [*lines, format_escaped(_("State unknown: {why}"), why=item.problem)]
        lines += map(_describe_group, item.groups)
        if item.log:
            lines += [_("Operation log, latest first:"), *map(format_log_line, reversed(item.log))]
        return lines

    # -- refreshing

    def do_refresh(self) -> None:
        if not self._is_refreshing:
            self.run_worker(self.run_flow(self._request_all()), group="all")

    async def _request_all(self) -> None:
        self._is_refreshing = True
        self.draw()
        try:
            found = await run_in_thread(self._actions.statuses)
            chosen: ClusterStatus | None = self.item  # the user may have moved the cursor meanwhile
            self.items = found
        finally:
            self._is_refreshing = False
            self.draw()
        if chosen is not None:
            self.go_to(lambda each: each.id == chosen.id)
        self._refresh_one()

    def handle_highlight(self) -> None:
        super().handle_highlight()
        self._refresh_one()

    def _refresh_one(self) -> None:
        """Request the state of the cluster under the cursor, unless too many requests are running."""
        chosen: ClusterStatus | None = self.item
        requested = [each.name for each in self.workers if each.group == "one" and not each.is_finished]
        if chosen is not None and chosen.id not in requested and len(requested) < _MAX_REQUESTS:
            self.run_worker(self._request_one(chosen.id), name=chosen.id, group="one")

    async def _request_one(self, cluster_id: str) -> None:
        try:
            state = await run_in_thread(lambda: self._actions.state(cluster_id))
        except NotFoundError as error:
            self.items = [each for each in self.items if each.id != cluster_id]
            self.show_status(str(error))
            self.do_refresh()
        except BcwError as error:
            self._update(cluster_id, problem=str(error))
        else:
            known = {"state": state.state, "running": state.running, "groups": state.groups, "log": state.log}
            self._update(cluster_id, **known, problem="")
        self.draw()

    def _update(self, cluster_id: str, **changes: Any) -> None:
        self.items = [replace(each, **changes) if each.id == cluster_id else each for each in self.items]

    # -- actions

    async def do_open(self, cluster: ClusterStatus) -> None:
        busy = format_escaped(_("Opening {id} …"), id=cluster.id)
        self.dismiss(await self.run_with_status(busy, lambda: self._actions.open(cluster.id)))

    async def _request_state(self, cluster: ClusterStatus) -> ClusterStatus:
        busy = format_escaped(_("Requesting the state of {id} …"), id=cluster.id)
        return await self.run_with_status(busy, lambda: self._actions.state(cluster.id))

    async def do_resize(self, cluster: ClusterStatus) -> None:
        state = await self._request_state(cluster)
        group = await self._pick_group(cluster, state.groups)
        if group is None:
            return
        known = _("Desired {desired}, running {actual}. 0 to {most}.").format(
            desired=f"{group.desired:,}", actual=f"{group.running:,}", most=f"{MOST_INSTANCES:,}"
        )
        rows = {"count": make_text_row(_("Instances"), str(group.desired), known)}
        title = format_escaped(_("Resize {group}"), group=group.name)
        count_text = await self.app.push_screen_wait(FormDialog(title, rows, _("Resize"), _check_count))
        if count_text is None:
            return
        count = int(count_text)
        added = list_grown_groups(state.groups, {group.name: count})
        shown = make_confirmation(added, cluster.place, is_free=cluster.is_free, action="add")
        if added and await self.app.push_screen_wait(BillableDialog(shown)) != "yes":
            return
        busy = format_escaped(_("Resizing {group} …"), group=group.name)
        message = _("{group}: {before} → {count} instances. This takes a few minutes.")
        before = f"{group.desired:,}"
        done = format_escaped(message, group=group.name, before=before, count=f"{count:,}")
        self._change(busy, lambda: self._actions.resize(cluster.id, {group.name: count}), done)

    async def _pick_group(self, cluster: ClusterStatus, groups: Sequence[GroupState]) -> GroupState | None:
        """Return the group to resize; ask for it if there are several."""
        if len(groups) == 1:
            return groups[0]
        columns = [
            Column(_("Group")),
            Column(_("Desired"), None, "right"),
            Column(_("Running"), None, "right"),
        ]
        title = format_escaped(_("Resize which group of {name}?"), name=cluster.name or cluster.id)

        def row(group: GroupState) -> tuple[str, str, str]:
            return group.name, f"{group.desired:,}", f"{group.running:,}"

        return await self.app.push_screen_wait(PickDialog(title, columns, groups, row, label=_("Resize…")))

    async def do_delete(self, cluster: ClusterStatus) -> None:
        state = await self._request_state(cluster)
        lines = [
            f"{cluster.id} · {cluster.place}",
            ngettext(
                "Deletes {count} running instance and its disks. This cannot be undone.",
                "Deletes {count} running instances and their disks. This cannot be undone.",
                state.running,
            ).format(count=f"{state.running:,}"),
            "",
            *map(_describe_group, state.groups[:_MOST_GROUPS]),
        ]
        if (more := len(state.groups) - _MOST_GROUPS) > 0:
            lines.append(
                ngettext("and {count} more group", "and {count} more groups", more).format(count=more)
            )
        title = format_escaped(_("Delete cluster “{name}”?"), name=cluster.name or cluster.id)
        if not await confirm(self.app, title, "\n".join(lines), _("Delete cluster")):
            return
        busy = format_escaped(_("Deleting {id} …"), id=cluster.id)
        done = format_escaped(_("Deleting {id}. Its instances stop one by one."), id=cluster.id)
        self._change(busy, lambda: self._actions.delete(cluster.id), done)

    def _change(self, busy: str, call: Callable[[], None], done: str) -> None:
        """Change a cluster, say that it was done, and request the list again."""

        def on_done(_result: None) -> str:
            if self.is_attached:
                self.do_refresh()
            return done

        self.run_to_end(busy, call, on_done)


def _describe_group(group: GroupState) -> str:
    """Return a line about a group: a progress bar, and the number of running instances."""
    bar = format_bar(group.running, group.desired)
    actual, desired = f"{group.running:,}", f"{group.desired:,}"
    message = _("{bar} {actual} of {desired}  {name}")
    return format_escaped(message, bar=bar, actual=actual, desired=desired, name=group.name)


async def _check_count(texts: Mapping[str, str]) -> str:
    count = parse_digits(texts["count"])
    if count is not None and count <= MOST_INSTANCES:
        return texts["count"]
    message = _("Enter a whole number from 0 to {most}, digits only.")
    raise BcwError(message.format(most=f"{MOST_INSTANCES:,}"))
