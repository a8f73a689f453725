"""Requests that the tests of the steps start from."""

from typing import Any

NAMED: dict[str, Any] = {
    "Name": "a-cluster",
    "InstanceType": "ecs.sn1ne.large",
    "ImageId": "img-ubuntu-vpc",
    "Groups": {"group1": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}},
}
"""A small request that the service takes."""
