"""What answers of the service add to a request: keys that are known, and only ever read."""

from difflib import get_close_matches

from wizard.request.schema import ANY, Node

READ_ONLY: dict[tuple[str, ...], str] = {
    ("Id",): "the cluster's id",
    ("OwnerId",): "the account that it belongs to",
    ("CreationTime",): "when it was created",
    ("State",): "Active or Deleting",
    ("Metrics",): "how many machines are in which state",
    ("Metric",): "how many machines are in which state, as older answers call it",
    ("OperationLogs",): "what happened to it",
    ("ErrorCode",): "what went wrong with it",
    ("SecurityGroup",): "the security group of its machines",
    ("SecurityGroups",): "the security groups of its machines",
    ("RequestId",): "the id of the request that asked for it",
    ("Configs", "Mounts", "OSS", "AccessSecurityToken"): "the security token, as answers call it",
    ("Groups", ANY, "ActualVMCount"): "how many machines there are",
    ("Groups", ANY, "Disks"): "the disks of the group's machines",
}
"""Keys of a GetCluster answer that CreateCluster does not take, by pattern.

Source: GetCluster, https://www.alibabacloud.com/help/doc-detail/44741.html, and the official SDKs.
"""

SECRETS_OF_ANSWERS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("Configs", "Mounts", "OSS", "AccessSecurityToken"), "OSS_SECURITY_TOKEN"),
)
"""Keys of an answer that hold a secret, each with the variable that stands for it in files."""


def meant_name(key: str, node: Node) -> str | None:
    """The attribute of an object that a key nobody knows is probably a misspelling of.

    Returns:
        The attribute's name; ``None`` for a key that is known, or like none.
    """
    if node.kind != "object" or key in node.fields or (*node.pattern, key) in READ_ONLY:
        return None
    lower = {name.lower(): name for name in node.fields}
    close = get_close_matches(key.lower(), lower, n=1, cutoff=0.7)
    return lower[close[0]] if close else None
