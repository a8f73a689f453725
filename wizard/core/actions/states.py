"""How a cluster stands: read from an answer of GetCluster, whatever it holds."""

from typing import Any

from wizard.core.confirming import additions_of
from wizard.core.ports import ClusterState, GroupState
from wizard.document.tree import get


def state_of(body: dict[str, Any]) -> ClusterState:
    """What an answer of GetCluster tells; what is missing or nonsense in it counts as nothing."""
    metrics = "Metrics" if isinstance(body.get("Metrics"), dict) else "Metric"  # as older answers call it
    groups = body.get("Groups", {})
    log = body.get("OperationLogs")
    return ClusterState(
        str(body.get("State", "")),
        running=_count(get(body, (metrics, "RunningCount"))),
        starting=_count(get(body, (metrics, "StartingCount"))),
        groups=tuple(
            GroupState(
                each.group,
                each.count,
                _count(get(groups[each.group], ("ActualVMCount",))),
                each.instance_type,
                each.billing,
            )
            for each in additions_of(body)
        ),
        log=tuple(line for line in log if isinstance(line, str)) if isinstance(log, list) else (),
    )


def desired(state: ClusterState) -> int:
    """How many machines there are to be."""
    return sum(group.desired for group in state.groups)


def is_complete(state: ClusterState) -> bool:
    """Whether all machines run."""
    return state.state == "Active" and state.running >= desired(state)


def _count(value: Any) -> int:
    return value if type(value) is int and value > 0 else 0
