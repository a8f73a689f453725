"""Keys that the service's answers add to a request, and that a request cannot set."""

from difflib import get_close_matches

from wizard.i18n import N_
from wizard.models.fields import WILDCARD, FieldSpec

READ_ONLY: dict[tuple[str, ...], str] = {
    ("Id",): N_("the cluster's ID"),
    ("OwnerId",): N_("the account that owns it"),
    ("CreationTime",): N_("its creation time"),
    ("State",): N_("Active or Deleting"),
    ("Metrics",): N_("how many instances are in which state"),
    ("Metric",): N_("how many instances are in which state (older responses)"),
    ("OperationLogs",): N_("its operation log"),
    ("ErrorCode",): N_("its error code"),
    ("SecurityGroup",): N_("the security group of its instances"),
    ("SecurityGroups",): N_("the security groups of its instances"),
    ("RequestId",): N_("the ID of the request that read it"),
    ("Configs", "Mounts", "OSS", "AccessSecurityToken"): N_("the STS token, as responses name it"),
    ("Groups", WILDCARD, "ActualVMCount"): N_("how many instances there are"),
    ("Groups", WILDCARD, "Disks"): N_("the disks of the group's instances"),
}
"""Keys of a GetCluster answer that CreateCluster does not take, by path.

Source: GetCluster, https://www.alibabacloud.com/help/doc-detail/44741.html, and the official SDKs.
"""

SECRETS_OF_ANSWERS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("Configs", "Mounts", "OSS", "AccessSecurityToken"), "OSS_SECURITY_TOKEN"),
)
"""Keys of an answer that hold a secret, each with the variable that replaces it in files."""


def find_meant_name(key: str, spec: FieldSpec) -> str | None:
    """Return the name of the attribute of an object that an unknown key is similar to.

    Returns:
        The name; ``None`` for a known key, or if no name is similar.
    """
    if spec.kind != "object" or key in spec.fields or (*spec.path, key) in READ_ONLY:
        return None
    lower = {name.lower(): name for name in spec.fields}
    # The names of lists for what goes in have no suffix, and those with Egress look similar.
    close = get_close_matches(key.lower().removesuffix("ingress"), lower, n=1, cutoff=0.7)
    return lower[close[0]] if close else None
