"""OSS buckets and NAS file systems that the instances mount."""

from typing import Annotated

from pydantic import Field

from wizard.i18n import N_
from wizard.models.fields import (
    CLI,
    CONFIGS_REFERENCE,
    NAS_GUIDE,
    OMITTED,
    REFERENCE,
    SDK,
    FieldMeta,
    RequestModel,
)


class MountEntryDescription(RequestModel):
    """One bucket or file system and its mount path."""

    Source: Annotated[str, FieldMeta(NAS_GUIDE)] = Field(
        OMITTED,
        title=N_("Source"),
        description=N_(
            "oss://bucket/directory/ (a directory ends with /), oss://bucket/file, or "
            "nas://mount-target.region.nas.aliyuncs.com:/ (ends with ! on Windows)."
        ),
        examples=["oss://my-bucket/input/"],
    )
    Destination: Annotated[str, FieldMeta(NAS_GUIDE)] = Field(
        OMITTED,
        title=N_("Mount path"),
        description=N_(
            "The path on the instances: an absolute directory, created if needed, or a drive such as E: on "
            "Windows."
        ),
        examples=["/home/admin/input/"],
    )
    WriteSupport: Annotated[bool, FieldMeta(NAS_GUIDE)] = Field(
        OMITTED,
        title=N_("Read/write"),
        description=N_(
            "Whether the instances can write to it. Writes go directly to NAS, and to OSS through the cache."
        ),
        examples=[False],
    )


class NasAccessDescription(RequestModel):
    """NAS access of clusters in the classic network."""

    AccessGroup: Annotated[list[str], FieldMeta(SDK)] = Field(
        OMITTED,
        title=N_("Permission groups"),
        description=N_("Permission groups of the NAS file systems, one per line."),
        examples=[["group1"]],
    )
    FileSystem: Annotated[list[str], FieldMeta(SDK)] = Field(
        OMITTED,
        title=N_("File systems"),
        description=N_("NAS file systems, one per line."),
        examples=[["filesystem1"]],
    )


class OssAccessDescription(RequestModel):
    """The credentials for OSS buckets of another account."""

    AccessKeyId: Annotated[str, FieldMeta(REFERENCE)] = Field(
        OMITTED,
        title=N_("AccessKey ID"),
        description=N_(
            "The AccessKey ID for the buckets. If absent, the account's own credentials are used."
        ),
        examples=["LTAI4FexampleAccessKeyId"],
    )
    AccessKeySecret: Annotated[str, FieldMeta(REFERENCE, secret="OSS_ACCESS_KEY_SECRET")] = Field(
        OMITTED,
        title=N_("AccessKey secret"),
        description=N_(
            "The secret of the AccessKey. It is kept in memory only; files contain a reference to the "
            "variable OSS_ACCESS_KEY_SECRET."
        ),
    )
    SecurityToken: Annotated[str, FieldMeta(REFERENCE, secret="OSS_SECURITY_TOKEN")] = Field(
        OMITTED,
        title=N_("STS token"),
        description=N_(
            "Only with temporary (STS) credentials. Files contain a reference to the variable "
            "OSS_SECURITY_TOKEN."
        ),
    )


class MountsDescription(RequestModel):
    """What is mounted, and how."""

    Locale: Annotated[str, FieldMeta(CLI, choices="locales")] = Field(
        OMITTED,
        title=N_("File-name encoding"),
        description=N_("The character encoding of file names. The official clients send GBK by default."),
        examples=["UTF-8"],
    )
    Lock: Annotated[bool, FieldMeta(CONFIGS_REFERENCE)] = Field(
        OMITTED,
        title=N_("File locks"),
        description=N_("Whether locks on mounted files apply across instances."),
        examples=[False],
    )
    CacheSupport: Annotated[bool, FieldMeta(CONFIGS_REFERENCE)] = Field(
        OMITTED,
        title=N_("Cache"),
        description=N_("Whether the instances cache OSS files."),
        examples=[True],
    )
    CacheBlockSize: Annotated[int, FieldMeta(CONFIGS_REFERENCE, unit="bytes")] = Field(
        OMITTED,
        title=N_("Cache block size"),
        description=N_("The size of a cache block. The official clients send 262144 (256 KB)."),
        examples=[262144],
        ge=0,
    )
    CacheTotalSize: Annotated[int, FieldMeta(CONFIGS_REFERENCE, unit="bytes")] = Field(
        OMITTED,
        title=N_("Total cache size"),
        description=N_("The size of the whole cache. The official clients send 536870912 (512 MB)."),
        examples=[536870912],
        ge=0,
    )
    RefreshStrategy: Annotated[str, FieldMeta(SDK, advanced=True)] = Field(
        OMITTED,
        title=N_("Refresh strategy"),
        description=N_("How the cache detects changes. Its values are not documented."),
    )
    RefreshTopicName: Annotated[str, FieldMeta(SDK, advanced=True)] = Field(
        OMITTED,
        title=N_("Refresh topic"),
        description=N_("The MNS topic that announces changes to the cache. Not documented."),
    )
    RefreshTimeOut: Annotated[int, FieldMeta(CLI, unit="seconds", advanced=True)] = Field(
        OMITTED,
        title=N_("Refresh timeout"),
        description=N_("The time after which the cache is refreshed. 0 is the default."),
        examples=[60],
        ge=0,
    )
    NasMetaCache: Annotated[bool, FieldMeta(CLI, advanced=True)] = Field(
        OMITTED,
        title=N_("NAS metadata cache"),
        description=N_("Whether names and sizes of NAS files are cached. Not documented."),
        examples=[False],
    )
    OSS: Annotated[OssAccessDescription, FieldMeta(REFERENCE)] = Field(
        OMITTED,
        title=N_("OSS credentials"),
        description=N_("Only needed if the buckets belong to another account."),
    )
    NAS: Annotated[NasAccessDescription, FieldMeta(SDK, advanced=True)] = Field(
        OMITTED,
        title=N_("NAS access"),
        description=N_("Only needed for clusters in the classic network."),
    )
    Entries: Annotated[list[MountEntryDescription], FieldMeta(NAS_GUIDE)] = Field(
        OMITTED,
        title=N_("Mounts"),
        description=N_("The OSS buckets and NAS file systems that the instances mount."),
    )
