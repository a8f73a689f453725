"""The disks of a cluster's instances."""

from typing import Annotated

from wizard.i18n import N_
from wizard.models.fields import DISKS_GUIDE, FieldMeta, RequestModel, optional


class SystemDiskDescription(RequestModel):
    """The disk that holds the operating system."""

    Type: Annotated[str, FieldMeta(DISKS_GUIDE, choices="disk_types")] = optional(
        N_("Disk type"),
        N_(
            "cloud_efficiency (ultra disk) or cloud_ssd (SSD disk). Older instance types use ephemeral or "
            "cloud, bcs.* only ephemeral. If empty, the service's default."
        ),
        "cloud_efficiency",
    )
    Size: Annotated[int, FieldMeta(DISKS_GUIDE, unit=N_("GB"))] = optional(
        N_("Size"),
        N_("40 to 500 GB, and at least the size of the image. If absent, 40 GB or the size of the image."),
        50,
        ge=1,
    )


class DataDiskDescription(RequestModel):
    """One more disk, for data."""

    Type: Annotated[str, FieldMeta(DISKS_GUIDE, choices="disk_types")] = optional(
        N_("Disk type"),
        N_(
            "cloud_efficiency (ultra disk) or cloud_ssd (SSD disk). Older instance types use ephemeral or "
            "cloud, bcs.* only ephemeral. Must be the type of the system disk."
        ),
        "cloud_efficiency",
    )
    Size: Annotated[int, FieldMeta(DISKS_GUIDE, unit=N_("GB"))] = optional(
        N_("Size"), N_("20 to 32,768 GB. Many accounts are limited to 1,000 GB."), 500, ge=1
    )
    MountPoint: Annotated[str, FieldMeta(DISKS_GUIDE)] = optional(
        N_("Mount point"),
        N_(
            "The path of the disk on the instances: an absolute directory, or a drive such as D: on Windows "
            "(not C:)."
        ),
        "/home/my-data-disk",
    )


class DisksDescription(RequestModel):
    """The disks of every instance."""

    SystemDisk: Annotated[SystemDiskDescription, FieldMeta(DISKS_GUIDE)] = optional(
        N_("System disk"), N_("The disk that holds the operating system.")
    )
    DataDisk: Annotated[DataDiskDescription, FieldMeta(DISKS_GUIDE)] = optional(
        N_("Data disk"), N_("One more disk, for data.")
    )
