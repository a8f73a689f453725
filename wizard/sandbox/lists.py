"""What can be chosen, as the service says it: images, quotas, available resources.

And the jobs, of which there are none.
"""

from collections.abc import Iterable
from typing import Any

from wizard.catalog import Image, InstanceType, built_in
from wizard.sandbox.answers import Answer, invalid, not_found
from wizard.sandbox.calls import Call
from wizard.sandbox.views import owner

_IMAGES_SINCE = "2015-11-11T00:00:00.000000Z"


def list_images(call: Call) -> Answer:
    """The official images (``Type=System``), or the caller's own, of which there are none."""
    kind = call.parameter("Type") or "Self"
    if kind not in ("System", "Self"):
        raise invalid("Type")
    page = call.page
    images = list(built_in().images.values()) if kind == "System" else []
    names = [image.id for image in images]
    if page.marker and page.marker not in names:
        raise invalid("Marker")
    first = names.index(page.marker) + 1 if page.marker else 0
    shown = images[first : first + page.count]
    more = first + page.count < len(images)
    items = [_image(image) for image in shown]
    return Answer({"Items": items, "NextMarker": shown[-1].id if more else ""})


def get_image(call: Call, image: str) -> Answer:
    """One image."""
    known = built_in().images.get(image)
    if known is None:
        raise not_found("image", image)
    return Answer(_image(known))


def _image(image: Image) -> dict[str, Any]:
    return {
        "Id": image.id,
        "Name": image.id.removeprefix("img-"),
        "EcsImageId": "",
        "Platform": image.platform,
        "Type": "System",
        "OwnerId": owner(""),
        "Description": image.title,
        "CreationTime": _IMAGES_SINCE,
    }


def get_quotas(call: Call) -> Answer:
    """The names of what the account may use.

    Source: https://www.alibabacloud.com/help/doc-detail/44764.htm
    """
    types, disks = built_in().instance_types, list(built_in().disk_types)
    return Answer(
        {
            "AvailableClusterResourceType": list(built_in().resource_types),
            "AvailableClusterInstanceType": list(types),
            "AvailableSpotInstanceType": [each.name for each in _spot(types.values())],
            "AvailableClusterInstanceSystemDiskType": disks,
            "AvailableClusterInstanceDataDiskType": disks,
        }
    )


def get_available(call: Call) -> Answer:
    """The same with numbers."""
    types, disks = built_in().instance_types.values(), list(built_in().disk_types)
    return Answer(
        {
            "AvailableClusterInstanceType": [_instance_type(each) for each in types],
            "AvailableSpotInstanceType": [_instance_type(each) for each in _spot(types)],
            "AvailablePrepaidInstanceType": [],
            "AvailableResourceType": list(built_in().resource_types),
            "AvailableSystemDiskType": disks,
            "AvailableDataDiskType": disks,
        }
    )


def _spot(types: Iterable[InstanceType]) -> list[InstanceType]:
    """Those that can be had as spot instances: machines of ECS."""
    return [each for each in types if each.name.startswith("ecs.")]


def _instance_type(instance_type: InstanceType) -> dict[str, Any]:
    return {
        "InstanceType": instance_type.name,
        "CpuCore": instance_type.vcpu,
        "MemorySize": instance_type.memory_gb,
        # machines of BatchCompute's own cannot be used inside a VPC
        "Network": {"Classic": True, "Vpc": instance_type.name.startswith("ecs.")},
    }


def list_jobs(call: Call) -> Answer:
    """No jobs: the sandbox runs none, but the official command line asks for them when it logs in."""
    if call.page.marker:
        raise invalid("Marker")
    return Answer({"Items": [], "NextMarker": ""})
