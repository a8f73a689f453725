"""What the machines see as folders: OSS buckets and NAS file systems."""

from wizard.request.fields import CLI, CONFIGS_REFERENCE, NAS_GUIDE, REFERENCE, SDK, Part, field


class MountEntryDescription(Part):
    """One bucket or file system, mounted at one place."""

    Source: str = field(
        "Source",
        "oss://bucket/folder/ (a folder ends with /), oss://bucket/file, or "
        "nas://mount-target.region.nas.aliyuncs.com:/ (with ! at the end for Windows).",
        source=NAS_GUIDE,
        example="oss://my-bucket/input/",
    )
    Destination: str = field(
        "Destination",
        "Where the machines see it: an absolute folder, made when needed, or on Windows a drive such as E:.",
        source=NAS_GUIDE,
        example="/home/admin/input/",
    )
    WriteSupport: bool = field(
        "Writable",
        "Whether the machines may write there. NAS is written through at once, OSS through the cache.",
        source=NAS_GUIDE,
        example=False,
    )


class NasAccessDescription(Part):
    """NAS access of clusters in the classic network."""

    AccessGroup: list[str] = field(
        "Access groups", "Permission groups of the NAS, one a line.", source=SDK, example=["group1"]
    )
    FileSystem: list[str] = field(
        "File systems", "File systems of the NAS, one a line.", source=SDK, example=["filesystem1"]
    )


class OssAccessDescription(Part):
    """Whose key opens the OSS buckets, where they belong to another account."""

    AccessKeyId: str = field(
        "Access key id",
        "The id of the access key that opens the buckets. Absent: the account's own.",
        source=REFERENCE,
        example="LTAI4FexampleAccessKeyId",
    )
    AccessKeySecret: str = field(
        "Access key secret",
        "The secret that belongs to the id. It is kept in memory only; files hold a reference to "
        "the variable OSS_ACCESS_KEY_SECRET.",
        source=REFERENCE,
        secret="OSS_ACCESS_KEY_SECRET",
    )
    SecurityToken: str = field(
        "Security token",
        "Only with temporary (STS) keys. Files hold a reference to the variable OSS_SECURITY_TOKEN.",
        source=REFERENCE,
        secret="OSS_SECURITY_TOKEN",
    )


class MountsDescription(Part):
    """What is mounted, and how."""

    Locale: str = field(
        "Locale",
        "The character set of file names. The official clients send GBK unless told otherwise.",
        source=CLI,
        example="UTF-8",
        choices="locales",
    )
    Lock: bool = field(
        "File locks",
        "Whether locks on mounted files hold between machines.",
        source=CONFIGS_REFERENCE,
        example=False,
    )
    CacheSupport: bool = field(
        "Cache",
        "Whether OSS files are cached on the machines.",
        source=CONFIGS_REFERENCE,
        example=True,
    )
    CacheBlockSize: int = field(
        "Cache block",
        "The size of a block of the cache; the official clients send 262144 (256 KB).",
        source=CONFIGS_REFERENCE,
        example=262144,
        unit="bytes",
        minimum=0,
    )
    CacheTotalSize: int = field(
        "Cache size",
        "The size of the whole cache; the official clients send 536870912 (512 MB).",
        source=CONFIGS_REFERENCE,
        example=536870912,
        unit="bytes",
        minimum=0,
    )
    RefreshStrategy: str = field(
        "Refresh strategy",
        "How the cache learns of changes; what it takes is not documented.",
        source=SDK,
        advanced=True,
    )
    RefreshTopicName: str = field(
        "Refresh topic",
        "The topic that tells the cache of changes; not documented.",
        source=SDK,
        advanced=True,
    )
    RefreshTimeOut: int = field(
        "Refresh time-out",
        "After how long the cache asks again; 0 is the default.",
        source=CLI,
        example=60,
        unit="seconds",
        minimum=0,
        advanced=True,
    )
    NasMetaCache: bool = field(
        "NAS meta cache",
        "Whether names and sizes of NAS files are cached; not documented.",
        source=CLI,
        example=False,
        advanced=True,
    )
    OSS: OssAccessDescription = field(
        "OSS account", "Only where the buckets belong to another account.", source=REFERENCE
    )
    NAS: NasAccessDescription = field(
        "NAS access", "Only for clusters in the classic network.", source=SDK, advanced=True
    )
    Entries: list[MountEntryDescription] = field(
        "Mounts", "The buckets and file systems that the machines see.", source=NAS_GUIDE
    )
