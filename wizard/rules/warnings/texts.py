"""The sentences of the warnings and notes, as data: for each rule what is the matter, and why it matters.

Both are filled in with the values that the rule hands over (:meth:`str.format`).
"""

from wizard.rules.texts import filled

TEXTS: dict[str, tuple[str, str]] = {
    # the whole request
    "unknown-key": (
        "“{key}” is no attribute of CreateCluster.",
        "The service takes it and ignores it, as far as is known. {meant}",
    ),
    "read-only-key": (
        "“{key}” is what an answer says, not a request: {title}.",
        "The service sets it itself. It comes from an answer that was opened; take it out.",
    ),
    "placeholder-left": (
        "{value} is a placeholder that has not been filled in.",
        "The service takes it as it stands, and the cluster is not what you mean.",
    ),
    "secret-unusable": (
        "This is {problem}.",
        "It would be sent as it stands, and is no secret. {advice}",
    ),
    "secret-misplaced": (
        "“{key}” holds a secret, and is no field for one.",
        "It would be sent under a key that the service ignores. {advice}",
    ),
    "secret-in-plain-text": (
        "“{key}” looks like a secret in plain text.",
        "{field} is stored in plain text in presets, drafts and the journal, and everybody who can read the "
        "cluster sees it. Let the instances fetch the secret when they start.",
    ),
    "body-large": (
        "The request has {size} bytes, even without indentation.",
        "A header of the service knows no body over 262144 bytes; it may refuse this one.",
    ),
    "duplicate-key": (
        "“{key}” occurs {count} times.",
        "The last one, in line {line}, counts; the others are ignored.",
    ),
    # basics
    "name-style": (
        "The reference describes other names than “{value}”: at least 2 characters, a letter first.",
        "The service takes it: the error table, which it enforces, is wider here. Other tools may not be.",
    ),
    "description-style": (
        "The reference describes descriptions of 2 to 256 characters; this has {length}.",
        "The service takes it: the error table, which it enforces, allows 1024. Other tools may cut it.",
    ),
    "image-prefix": (
        "“{value}” does not look like the id of an image.",
        "Ids of images begin with img- (official ones, and those registered with BatchCompute) or m- (ECS).",
    ),
    "image-unknown": (
        "The account has no image “{value}” in {region}.",
        "Its list of {since} lacks it. No machine starts from an image that does not exist.",
    ),
    "instance-type-unknown": (
        "“{value}” is not among the known instance types.",
        "Types differ by region and account, so it may exist. A misspelt one is refused by the service.",
    ),
    "isv-service-unknown": (
        "“{value}” is no service that the reference names.",
        "At present there is: {known}. Leave it blank if the programs depend on none.",
    ),
    "schedule-type-unknown": (
        "“{value}” is no way of scheduling that is known.",
        "The official command line takes: {known}.",
    ),
    "env-name-unusable": (
        "No shell can name the variable “{value}”.",
        "Names are letters, digits and underscores, without a digit first. Programs may not see this one.",
    ),
    # groups
    "group-name-characters": (
        "The group's name “{value}” holds other characters than letters, digits, _ and -.",
        "The documented naming rule has no others, and other tools pass group names on as they are.",
    ),
    "spot-strategy-without-spot": (
        "{value} is set, and the machines are not Spot.",
        "The strategy has an effect only where ResourceType is Spot; these machines cost the full price.",
    ),
    "spot-without-strategy": (
        "The machines are Spot, and nothing says what they may cost.",
        "What the service does then is not documented. The official command line would send {value}.",
    ),
    "spot-price-decimals": (
        "{value} has more than 3 decimals.",
        "Prices have at most 3 decimals; what the service makes of more is not documented.",
    ),
    "spot-price-unused": (
        "The price limit of {value} has no effect.",
        "It counts only where SpotStrategy is SpotWithPriceLimit.",
    ),
    "spot-price-zero": (
        "SpotWithPriceLimit is set without a limit above 0.",
        "No machine costs nothing, so none may ever start. Give the most that a machine may cost an hour.",
    ),
    "many-on-demand": (
        "{total} machines on demand.",
        "Each costs the full price from its start until the cluster is deleted. Is it the number you mean?",
    ),
    "resource-type-unavailable": (
        "The account cannot have machines as {value} in {region}.",
        "Its list of {since} has: {known}.",
    ),
    "spot-type-unavailable": (
        "The account has {value} in {region} on demand only.",
        "Its list of {since} lacks it as Spot. Take another type, or OnDemand.",
    ),
    "on-demand-type-unavailable": (
        "The account has {value} in {region} as Spot only.",
        "Its list of {since} lacks it on demand. Take another type, or Spot.",
    ),
    "bcs-as-spot": (
        "{value} is not known to be had as Spot.",
        "Others ask for bcs.* types on demand only. If no machine starts, take OnDemand or an ecs.* type.",
    ),
    # disks
    "disk-type-unknown": (
        "“{value}” is no type of disk that is known here.",
        "Known: {known}. Blank takes the default.",
    ),
    "disk-types-differ": (
        "The system disk is {system}, the data disk {data}.",
        "The service asks for one type for both; machines may not start otherwise.",
    ),
    "cloud-disk-with-bcs": (
        "{value} does not go with {type}.",
        "Machines of bcs.* types have local disks only: ephemeral.",
    ),
    "system-disk-size": (
        "A system disk of {value} GB is outside {low} to {high} GB.",
        "Other sizes are documented not to exist; machines may not start.",
    ),
    "data-disk-size": (
        "A data disk of {value} GB is outside {low} to {high} GB.",
        "Other sizes are documented not to exist; machines may not start.",
    ),
    "data-disk-over-1000": (
        "A data disk of {value} GB is over {limit} GB.",
        "An account gets no larger one unless it has asked for it.",
    ),
    "data-disk-mount-point-missing": (
        "The data disk has no place.",
        "Say where the machines see it: a folder such as /home/data, on Windows a drive such as D:.",
    ),
    "data-disk-mount-point-form": (
        "“{value}” is no place for a data disk.",
        "It is an absolute folder such as /home/data, or on Windows a drive A: to Z:, but not C:.",
    ),
    "place-of-other-system": (
        "“{value}” is a place on {of}, and the machines run {system}.",
        "Windows has drives such as D: for disks and mounts, Linux absolute folders such as /home/data.",
    ),
    # mounts
    "mount-entry-empty": (
        "This mount is empty.",
        "It mounts nothing. Fill it in or take it out.",
    ),
    "mount-source-missing": (
        "This mount has no source.",
        "Say what is mounted: oss://bucket/folder/ or nas://mount-target.region.nas.aliyuncs.com:/.",
    ),
    "mount-destination-missing": (
        "This mount has no destination.",
        "Say where the machines see it: an absolute folder, on Windows a drive such as E:.",
    ),
    "mount-scheme": (
        "“{value}” is neither on OSS nor on a NAS.",
        "Only oss:// and nas:// are documented. The official command line drops everything else.",
    ),
    "mount-destination-form": (
        "“{value}” is neither an absolute folder nor a drive.",
        "Linux needs a folder such as /home/admin/input/, Windows a drive such as E:.",
    ),
    "mount-destination-twice": (
        "“{value}” is where mount {number} is already.",
        "Only one of the two can be seen there.",
    ),
    "mount-destination-nested": (
        "“{value}” lies inside another mount, “{outer}”.",
        "What the outer one holds there is hidden, or the inner one is, as the order of mounting has it.",
    ),
    "mount-destination-data-disk": (
        "“{value}” is where the data disk is.",
        "Only one of the two can be seen there.",
    ),
    "mount-directory-file": (
        "One of {source} and {destination} is a directory, the other a file.",
        "A slash at the end means a directory, none a file. Both sides need the same.",
    ),
    "mount-write-support-missing": (
        "Nothing says whether this mount may be written to.",
        "WriteSupport is mandatory by the documentation: true or false.",
    ),
    "mount-oss-write": (
        "The machines may write to {value}.",
        "OSS is no file system: writes go through a cache and arrive later, and machines that write to the "
        "same file overwrite each other.",
    ),
    "nas-path-on-windows": (
        "The path of a NAS at drive {drive} has to end with an exclamation mark.",
        "Windows takes nas://…:/! and nothing else; {value} is not mounted.",
    ),
    "locale-unknown": (
        "“{value}” is no character set that the official clients offer.",
        "They offer: {known}.",
    ),
    "cache-total-below-block": (
        "A cache of {total} bytes is smaller than one of its blocks of {block}.",
        "Nothing can be cached in it. Both count bytes.",
    ),
    "oss-credentials-half": (
        "{given} is given without {name}.",
        "A key is of use only as a whole: AccessKeyId and AccessKeySecret, with temporary keys SecurityToken "
        "too. Leave all blank for the account's own.",
    ),
    # networks
    "cidr-host-bits": (
        "{value} is a machine's address; the block is {network}.",
        "The service seems to take it. {network} says the same without a doubt.",
    ),
    "cidr-too-small": (
        "{value} has addresses for {usable} machines; {machines} are asked for.",
        "The first address and the last three of a block are reserved. The other machines would not start.",
    ),
    "classic-beside-vpc": (
        "{name} belongs to the classic network, and the cluster is in a VPC.",
        "The two networks exclude each other; this list has no effect at best.",
    ),
    "classic-address-form": (
        "“{value}” is no IPv4 address.",
        "The samples show single addresses such as 10.1.1.1.",
    ),
    "nas-other-region": (
        "The NAS is in {region}, the cluster in {target}.",
        "A NAS is reached only from its own VPC, so only from its own region.",
    ),
    "nas-without-vpc": (
        "There is a NAS mount, and no VPC is named.",
        "{value} is reached only from the VPC of its mount target. Fill in that VPC's id and a block of it.",
    ),
    "bcs-in-vpc": (
        "{value} cannot be inside a VPC.",
        "Types bcs.* are not supported there. Take an ecs.* type, or leave VpcId and CidrBlock out.",
    ),
    # notification
    "topic-name": (
        "“{value}” is no name that a topic can have.",
        "MNS takes letters, digits and hyphens, at most 255, and no hyphen first. The topic has to exist.",
    ),
    "endpoint-scheme": (
        "“{value}” does not begin with http:// or https://.",
        "The endpoint is the address of the message service: http://user-id.mns.region.aliyuncs.com/.",
    ),
    "endpoint-region": (
        "The endpoint is in {region}, the cluster in {target}.",
        "Both should be in the same region, or no message may arrive.",
    ),
    "topic-half": (
        "{given} is given without {name}.",
        "Messages need both, the topic and the endpoint that it is at.",
    ),
    "event-unknown": (
        "“{value}” is no event of a cluster.",
        "Events are: {known}.",
    ),
    "event-of-job": (
        "“{value}” is an event of jobs, not of clusters.",
        "It never happens here. Events of clusters are: {known}.",
    ),
}

LABELS: dict[str, str] = {
    "resource-type": "Make them {value}",
    "strategy": "Set SpotStrategy to {value}",
    "empty": "Empty the list",
    "secret.reference": "a reference to a variable, written wrongly",
    "secret.reference.advice": "Write ${{env:NAME}} and nothing else: letters, digits and underscores.",
    "secret.parameter": "a parameter, which no secret field takes",
    "secret.parameter.advice": "Values of parameters are stored in files. Use ${{env:NAME}} instead.",
    "secret.mask": "a mask that stands for a secret",
    "secret.mask.advice": "Enter the secret itself, or ${{env:NAME}} for a variable that holds it.",
    "secret.move": "Use {value}, or remove it.",
    "secret.field": "Use Configs.Mounts.OSS.AccessKeySecret for the secret of OSS, or remove it.",
    "stranger": "Take it out, unless you know better.",
    "meant": "Did you mean {value}?",
    "meant-taken": "Did you mean {value}, which is there already?",
}
"""What fixes of these rules say, and parts of their sentences; more is in :mod:`wizard.rules.texts`."""


def label(name: str, **values: object) -> str:
    """What a fix says, with its values filled in."""
    return filled(LABELS[name], values)
