"""OSS buckets and NAS file systems that the instances mount."""

from typing import Annotated

from wizard.i18n import N_
from wizard.models.fields import (
    CLI,
    CONFIGS_REFERENCE,
    DISCARD,
    NAS_GUIDE,
    REFERENCE,
    SDK,
    FieldMeta,
    RequestModel,
    optional,
)


class MountEntryDescription(RequestModel):
    """One bucket or file system and its mount path."""

    Source: Annotated[str, FieldMeta(NAS_GUIDE)] = optional(
        N_("Source"),
        N_(
            "oss://bucket/directory/ (a directory ends with /), oss://bucket/file, or "
            "nas://mount-target.region.nas.aliyuncs.com:/ (ends with ! on Windows)."
        ),
        "oss://my-bucket/input/",
    )
    Destination: Annotated[str, FieldMeta(NAS_GUIDE)] = optional(
        N_("Mount path"),
        N_(
            "The path on the instances: an absolute directory, created if needed, or a drive such as E: on "
            "Windows."
        ),
        "/home/admin/input/",
    )
    WriteSupport: Annotated[bool, FieldMeta(NAS_GUIDE)] = optional(
        N_("Read/write"),
        N_("Whether the instances can write to it. Writes go directly to NAS, and to OSS through the cache."),
        False,
    )


class NasAccessDescription(RequestModel):
    """NAS access of clusters in the classic network."""

    AccessGroup: Annotated[list[str], FieldMeta(SDK)] = optional(
        N_("Permission groups"), N_("Permission groups of the NAS file systems, one per line."), ["group1"]
    )
    FileSystem: Annotated[list[str], FieldMeta(SDK)] = optional(
        N_("File systems"), N_("NAS file systems, one per line."), ["filesystem1"]
    )


class OssAccessDescription(RequestModel):
    """The credentials for OSS buckets of another account."""

    AccessKeyId: Annotated[str, FieldMeta(REFERENCE)] = optional(
        N_("AccessKey ID"),
        N_("The AccessKey ID for the buckets. If absent, the account's own credentials are used."),
        "LTAI4FexampleAccessKeyId",
    )
    AccessKeySecret: Annotated[str, FieldMeta(REFERENCE, secret="OSS_ACCESS_KEY_SECRET")] = optional(
        N_("AccessKey secret"),
        N_(
            "The secret of the AccessKey. It is kept in memory only; files contain a reference to the "
            "variable OSS_ACCESS_KEY_SECRET."
        ),
    )
    SecurityToken: Annotated[str, FieldMeta(REFERENCE, secret="OSS_SECURITY_TOKEN")] = optional(
        N_("STS token"),
        N_(
            "Only with temporary (STS) credentials. Files contain a reference to the variable "
            "OSS_SECURITY_TOKEN."
        ),
    )


class MountsDescription(RequestModel):
    """What is mounted, and how."""

    Locale: Annotated[str, FieldMeta(CLI, choices="locales")] = optional(
        N_("File-name encoding"),
        N_("The character encoding of file names. The official clients send GBK by default."),
        "UTF-8",
    )
    Lock: Annotated[bool, FieldMeta(CONFIGS_REFERENCE)] = optional(
        N_("File locks"), N_("Whether locks on mounted files apply across instances."), False
    )
    CacheSupport: Annotated[bool, FieldMeta(CONFIGS_REFERENCE)] = optional(
        N_("Cache"), N_("Whether the instances cache OSS files."), True
    )
    CacheBlockSize: Annotated[int, FieldMeta(CONFIGS_REFERENCE, unit=N_("bytes"))] = optional(
        N_("Cache block size"),
        N_("The size of a cache block. The official clients send 262144 (256 KB)."),
        262144,
        ge=0,
    )
    CacheTotalSize: Annotated[int, FieldMeta(CONFIGS_REFERENCE, unit=N_("bytes"))] = optional(
        N_("Total cache size"),
        N_("The size of the whole cache. The official clients send 536870912 (512 MB)."),
        536870912,
        ge=0,
    )
    RefreshStrategy: Annotated[str, FieldMeta(SDK, advanced=True)] = optional(
        N_("Refresh strategy"), N_("How the cache detects changes. Its values are not documented.")
    )
    RefreshTopicName: Annotated[str, FieldMeta(SDK, advanced=True)] = optional(
        N_("Refresh topic"), N_("The MNS topic that announces changes to the cache. Not documented.")
    )
    RefreshTimeOut: Annotated[int, FieldMeta(CLI, unit=N_("seconds"), advanced=True)] = optional(
        N_("Refresh timeout"), N_("The time after which the cache is refreshed. 0 is the default."), 60, ge=0
    )
    NasMetaCache: Annotated[bool, FieldMeta(CLI, advanced=True)] = optional(
        N_("NAS metadata cache"),
        N_("Whether names and sizes of NAS files are cached. Not documented."),
        False,
    )
    OSS: Annotated[OssAccessDescription, FieldMeta(REFERENCE)] = optional(
        N_("OSS credentials"), N_("Only needed if the buckets belong to another account.")
    )
    NAS: Annotated[NasAccessDescription, FieldMeta(SDK, advanced=True)] = optional(
        N_("NAS access"), N_("Only needed for clusters in the classic network.")
    )
    Entries: Annotated[list[Annotated[MountEntryDescription, DISCARD]], FieldMeta(NAS_GUIDE)] = optional(
        N_("Mounts"), N_("The OSS buckets and NAS file systems that the instances mount.")
    )
