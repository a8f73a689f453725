"""ListImages, GetImage, GetQuotas, GetAvailableResource and ListJobs."""

from collections.abc import Iterable
from typing import Any

from wizard.catalog import Image, load_builtin
from wizard.models.account import InstanceType
from wizard.sandbox.clusters import get_owner_id
from wizard.sandbox.messages import Request, invalid, not_found


def list_images(request: Request) -> dict[str, Any]:
    """List the official images (``Type=System``), or the caller's own, which do not exist."""
    kind = request.get_param("Type") or "Self"
    if kind not in ("System", "Self"):
        raise invalid("Type")
    marker, limit = request.parse_page()
    images = list(load_builtin().images.values()) if kind == "System" else []
    names = [image.value for image in images]
    if marker and marker not in names:
        raise invalid("Marker")
    first = names.index(marker) + 1 if marker else 0
    items = [_show_image(image) for image in images[first : first + limit]]
    return {"Items": items, "NextMarker": items[-1]["Id"] if first + limit < len(images) else ""}


def get_image(request: Request, image: str) -> dict[str, Any]:
    known = load_builtin().images.get(image)
    if known is None:
        raise not_found("image", image)
    return _show_image(known)


def _show_image(image: Image) -> dict[str, Any]:
    return {
        "Id": image.value,
        "Name": image.value.removeprefix("img-"),
        "EcsImageId": "",
        "Platform": image.platform,
        "Type": "System",
        "OwnerId": get_owner_id(""),
        "Description": image.english,
        "CreationTime": "2015-11-11T00:00:00.000000Z",
    }


def get_quotas(request: Request) -> dict[str, Any]:
    """Return the names of what the account may use.

    Source: https://www.alibabacloud.com/help/doc-detail/44764.htm
    """
    types, disks = load_builtin().instance_types, list(load_builtin().disk_types)
    return {
        "AvailableClusterResourceType": list(load_builtin().resource_types),
        "AvailableClusterInstanceType": list(types),
        "AvailableSpotInstanceType": [each.name for each in _list_spot_types(types.values())],
        "AvailableClusterInstanceSystemDiskType": disks,
        "AvailableClusterInstanceDataDiskType": disks,
    }


def get_available(request: Request) -> dict[str, Any]:
    """Return what the account may use, with the size of each instance type."""
    types, disks = load_builtin().instance_types.values(), list(load_builtin().disk_types)
    return {
        "AvailableClusterInstanceType": [_show_instance_type(each) for each in types],
        "AvailableSpotInstanceType": [_show_instance_type(each) for each in _list_spot_types(types)],
        "AvailablePrepaidInstanceType": [],
        "AvailableResourceType": list(load_builtin().resource_types),
        "AvailableSystemDiskType": disks,
        "AvailableDataDiskType": disks,
    }


def _list_spot_types(types: Iterable[InstanceType]) -> list[InstanceType]:
    return [each for each in types if each.name.startswith("ecs.")]


def _show_instance_type(instance_type: InstanceType) -> dict[str, Any]:
    return {
        "InstanceType": instance_type.name,
        "CpuCore": instance_type.vcpu,
        "MemorySize": instance_type.memory_gb,
        # bcs.* types cannot be used inside a VPC
        "Network": {"Classic": True, "Vpc": instance_type.name.startswith("ecs.")},
    }


def list_jobs(request: Request) -> dict[str, Any]:
    """List no jobs: the sandbox runs none, but ``bcs login`` asks for them."""
    if request.parse_page()[0]:
        raise invalid("Marker")
    return {"Items": [], "NextMarker": ""}
