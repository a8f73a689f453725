"""The clusters that were created here: how they stand, another number of machines, their end."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from wizard.core.answers import from_text, limits_in_words
from wizard.core.confirming import additions_to, confirmation
from wizard.core.costs import costs
from wizard.core.ports import ClusterState, CreatedCluster, GroupState, WizardError
from wizard.core.wording import counted, log_line
from wizard.document.tree import MISSING
from wizard.models.cluster import find_spec
from wizard.models.fields import WILDCARD, FieldSpec
from wizard.prompts import replies
from wizard.prompts.confirming import confirm
from wizard.prompts.desk import Desk
from wizard.prompts.menu import Menu
from wizard.prompts.moves import Back, ToStep
from wizard.prompts.texts import say
from wizard.prompts.verbs import Doing
from wizard.prompts.waiting import wait

LINES = 8
"""Groups that are said one by one."""
LOG_LINES = 3
"""Lines of the operation log that are said."""


class ClustersMenu(Menu):
    """The clusters that were created here, the latest first."""

    TOPIC = "clusters"
    VERBS = {"show": 1, "states": 0, "resize": 1, "open": 1, "delete": 1, "list": 0}
    DEFAULT = "show"

    def look(self) -> None:
        """Look up in the journal which there are."""
        self._found = list(self.desk.ports.accounts.created())

    def rows(self) -> Sequence[str]:
        """What is said of each."""
        return [_row(each) for each in self._found]

    def names(self) -> Sequence[str]:
        """The id of each."""
        return [each.id for each in self._found]

    def do(self, doing: Doing) -> bool:
        """Do something with one, or ask how all of them stand."""
        desk, accounts = self.desk, self.desk.ports.accounts
        if doing.verb == "list":
            return True
        if doing.verb == "states":
            desk.say("clusters.asking")
            self._found = list(wait(accounts.standing, name="account"))
            self.show()
            self._tell_costs()
            return False
        cluster = self._found[doing.places[0]]
        match doing.verb:
            case "show":
                return self._watch(cluster)
            case "resize":
                _resize(desk, cluster)
            case "open":
                _open(desk, cluster)
            case "delete":
                return _delete(desk, cluster)
        return False

    def _tell_costs(self) -> None:
        """Say what they mean for the bill."""
        found = costs(self._found)
        if found is not None:
            self.desk.say(
                "clusters.costs",
                clusters=counted(found.clusters, "cluster"),
                machines=counted(found.machines, "machine"),
                age=found.oldest.age,
                name=found.oldest.name or found.oldest.id,
            )

    def _watch(self, cluster: CreatedCluster) -> bool:
        """Say how a cluster stands, as often as is wanted; the answer is whether the list has changed."""
        desk, accounts = self.desk, self.desk.ports.accounts
        look = say("clusters.look", id=cluster.id)
        tell(desk, lambda: accounts.watch(cluster.id))
        while True:
            reply = desk.ask(look, explain=lambda part: desk.say("clusters.look.help"))
            word = reply.text.strip().lower() if reply.kind == "value" else reply.kind
            try:
                match word:
                    case "keep":
                        tell(desk, lambda: accounts.watch(cluster.id))
                    case "resize":
                        _resize(desk, cluster)
                    case "open":
                        _open(desk, cluster)
                    case "delete":
                        if _delete(desk, cluster):
                            return True
                    case _:
                        desk.say("rows.what", answer=reply.text or "-")
            except WizardError as error:
                desk.tell(str(error))
            except Back:
                continue


def tell(desk: Desk, look: Callable[[], ClusterState]) -> None:
    """Say how a cluster stands, or why that is not known.

    Args:
        desk: What to work with.
        look: Asks the service; blocks.
    """
    try:
        cluster = wait(look, name="account")
    except WizardError as error:
        desk.say("submit.watch", why=error)
    else:
        _tell(desk, cluster)


def _tell(desk: Desk, cluster: ClusterState) -> None:
    if cluster.state == "Active":
        desired = sum(group.desired for group in cluster.groups)
        desk.say("submit.machines", running=cluster.running, desired=desired, starting=cluster.starting)
    else:
        desk.say("submit.deleting")
    for group in cluster.groups[:LINES]:
        desk.say("submit.group", name=group.name, actual=group.actual, desired=group.desired)
    if len(cluster.groups) > LINES:
        desk.say("submit.groups.more", count=counted(len(cluster.groups) - LINES, "group"))
    for line in cluster.log[-LOG_LINES:]:
        desk.say("submit.log", line=log_line(line))


def _row(cluster: CreatedCluster) -> str:
    words = {"name": cluster.name, "id": cluster.id, "place": cluster.place, "age": cluster.age}
    if cluster.trouble:
        return say("clusters.row.trouble", trouble=cluster.trouble, **words)
    if cluster.state == "Active":
        desired = counted(cluster.desired, "machine")
        return say("clusters.row.active", running=cluster.running, desired=desired, **words)
    return say("clusters.row.deleting" if cluster.state else "clusters.row", **words)


# -- changing one


def _open(desk: Desk, cluster: CreatedCluster) -> None:
    """Open a cluster as a new request.

    Raises:
        Back: The request that is open is not to be dropped.
        ToStep: To its first questions.
    """
    from wizard.prompts import start

    loaded = wait(lambda: desk.ports.accounts.open_cluster(cluster.id), name="account")
    if not start.may_drop(desk):
        raise Back
    start.open_loaded(desk, loaded)
    raise ToStep("basics")


def _delete(desk: Desk, cluster: CreatedCluster) -> bool:
    """Delete a cluster, when that is meant; the answer is whether it is."""
    accounts = desk.ports.accounts
    running = counted(wait(lambda: accounts.watch(cluster.id), name="account").running, "machine")
    words = {"id": cluster.id, "name": cluster.name, "place": cluster.place, "age": cluster.age}
    if not desk.confirm(say("clusters.delete.question", running=running, **words)):
        desk.say("clusters.kept", id=cluster.id)
        return False
    wait(lambda: accounts.delete(cluster.id), name="account")
    desk.say("clusters.deleted", id=cluster.id)
    return True


def _resize(desk: Desk, cluster: CreatedCluster) -> None:
    """Give a group of a cluster another number of machines, when that is meant."""
    accounts = desk.ports.accounts
    state = wait(lambda: accounts.watch(cluster.id), name="account")
    groups = state.groups
    if not groups:
        desk.say("clusters.no-groups", id=cluster.id)
        return
    group = groups[0] if len(groups) == 1 else _group(desk, groups)
    count = _count(desk, group)
    if count is None:
        return
    added = additions_to(state, {group.name: count})
    if added:
        shown = confirmation(added, cluster.place, is_free=cluster.is_free, action="add")
        is_meant = confirm(desk, shown)
    else:
        before = counted(group.desired, "machine")
        is_meant = desk.confirm(
            say("clusters.resize.question", group=group.name, before=before, count=f"{count:,}")
        )
    if not is_meant:
        return
    wait(lambda: accounts.resize(cluster.id, group.name, count), name="account")
    desk.say("clusters.resized", group=group.name, count=counted(count, "machine"))
    if added and not cluster.is_free:
        desk.say("clusters.resized.more")


def _group(desk: Desk, groups: Sequence[GroupState]) -> GroupState:
    """Which group is meant, by its number or its name."""
    for number, group in enumerate(groups, 1):
        text = say("clusters.group", name=group.name, desired=counted(group.desired, "machine"))
        desk.say("rows.row", number=number, text=text)
    names = [group.name for group in groups]
    while True:
        reply = desk.ask(
            say("clusters.group.question"),
            explain=lambda part: desk.say("clusters.group.help"),
            suggestions=names,
        )
        place = replies.number(reply.text, len(groups)) if reply.kind == "value" else None
        if place is not None and not reply.is_literal:
            return groups[place]
        if reply.kind == "value" and reply.text in names:
            return groups[names.index(reply.text)]
        desk.say("rows.number", answer=reply.text or "-", count=len(groups))


def _count(desk: Desk, group: GroupState) -> int | None:
    """How many machines a group is to have; ``None`` where it stays as it is."""
    node = find_spec(("Groups", WILDCARD, "DesiredVMCount"))
    assert node is not None
    limits = limits_in_words(replace(node, minimum=0))  # a group that exists can be shrunk to nothing
    while True:
        reply = desk.ask(
            say("clusters.count.question", group=group.name, limits=limits, count=group.desired),
            explain=lambda part: desk.say("clusters.count.help"),
        )
        if reply.kind == "keep":
            return None
        count = from_text(reply.text, node) if reply.kind == "value" else MISSING
        if type(count) is int and _is_within(count, node):
            return count
        desk.say("clusters.count.wrong", answer=reply.text or "-", limits=limits)


def _is_within(count: int, node: FieldSpec) -> bool:
    least, most = node.minimum, node.maximum
    return (least is None or count >= least) and (most is None or count <= most)
