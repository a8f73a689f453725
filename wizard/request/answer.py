"""What answers of the service add to a request: keys that are known, and only ever read."""

from wizard.request.schema import ANY

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
