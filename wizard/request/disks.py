"""The disks of a cluster's machines."""

from wizard.request.fields import DISKS_GUIDE, Part, field

_TYPE = "cloud_efficiency or cloud_ssd; older types take ephemeral or cloud, bcs.* only ephemeral. "


class SystemDiskDescription(Part):
    """The disk that holds the operating system."""

    Type: str = field(
        "Disk type",
        _TYPE + "Empty: the service's default.",
        source=DISKS_GUIDE,
        example="cloud_efficiency",
        choices="disk_types",
    )
    Size: int = field(
        "Size",
        "40 to 500, and at least the size of the image. Absent: 40 or the size of the image.",
        source=DISKS_GUIDE,
        example=50,
        unit="GB",
        minimum=1,
    )


class DataDiskDescription(Part):
    """One further disk for data."""

    Type: str = field(
        "Disk type",
        _TYPE + "It has to be the system disk's type.",
        source=DISKS_GUIDE,
        example="cloud_efficiency",
        choices="disk_types",
    )
    Size: int = field(
        "Size",
        "20 to 32768; accounts are often limited to 1000.",
        source=DISKS_GUIDE,
        example=500,
        unit="GB",
        minimum=1,
    )
    MountPoint: str = field(
        "Mount point",
        "Where the machines see it: an absolute folder, or on Windows a drive such as D: (not C:).",
        source=DISKS_GUIDE,
        example="/home/my-data-disk",
    )


class DisksDescription(Part):
    """The disks of every machine."""

    SystemDisk: SystemDiskDescription = field(
        "System disk", "The disk that holds the operating system.", source=DISKS_GUIDE
    )
    DataDisk: DataDiskDescription = field("Data disk", "One further disk for data.", source=DISKS_GUIDE)
