"""What the screens say of targets, clusters and what is unsettled, by id."""

MORE: dict[str, str] = {
    "target.title": "Where requests go",
    "target.name": "Target",
    "target.region": "Region",
    "target.source": "Found in",
    "target.help": (
        "Use is for this run; Keep makes it the one wherever none is named. Enter, Insert and Delete do what "
        "Use, Add and Remove do."
    ),
    "target.use": "Use",
    "target.keep": "Keep",
    "target.test": "Test",
    "target.add": "Add…",
    "target.remove": "Remove…",
    "target.about.endpoint": "Endpoint: {endpoint}",
    "target.about.key": "Access key: {key}",
    "target.about.source": "Found in: {source}",
    "target.about.in-use": "● Requests of this run go there.",
    "target.about.for-good": "It is used wherever no target is named.",
    "target.environment": (
        "The key in the environment needs no choosing: as long as it is set, it stands over every other one "
        "that is not named."
    ),
    "target.environment.over": (
        "In the next run the key in the environment stands over it, as long as it is set."
    ),
    "target.testing": "Asking {name} …",
    "target.foreign": "Only targets that were added here are removed here. This one is in {source}.",
    "target.remove.title": "Remove the target?",
    "target.remove.question": (
        "Forget {title}, with its secret? Clusters that were created there stay, and go on costing."
    ),
    "target.remove.yes": "Remove",
    "target.removing": "Removing {name} …",
    "target.removed": "{name} is forgotten.",
    "target.added": "{name} is added.",
    "target.region.unknown": (
        "{region} is none of the regions that are known to have BatchCompute; it was taken all the same."
    ),
    "target.keeping": "Keeping it … A keyring may ask for its password; Escape leaves, and it goes on.",
    "target.exists": "A target named {name} is there already. Put this one in its place?",
    "target.public": "the region's public endpoint",
    "target.vpc": "the region's endpoint inside a VPC",
    "target.new.title": "Add a target",
    "target.new.name": "Name",
    "target.new.name.example": "e.g. prod",
    "target.new.name.help": "What you call it: letters, digits, dots, _ and -.",
    "target.new.region": "Region",
    "target.new.region.example": "e.g. cn-hangzhou",
    "target.new.region.help": "One that is suggested, or any other id, such as cn-hangzhou.",
    "target.new.endpoint": "Endpoint",
    "target.new.endpoint.help": (
        "Left blank, the region's public one; vpc is the one inside a VPC. Anything else is an address: a "
        "host, or https://host:port. Plain http is for this computer alone."
    ),
    "target.new.key_id": "Access key id",
    "target.new.key_id.example": "e.g. LTAI5tExample",
    "target.new.key_id.help": "Of a RAM user who may use BatchCompute. It is no secret.",
    "target.new.secret": "Secret",
    "target.new.secret.help": (
        "The access key secret. It is not shown; F7 shows it. It goes into the system's keyring where there "
        "is one, else into a file that only you can read; what was done is said."
    ),
    "target.new.token": "STS token",
    "target.new.token.example": "only for temporary keys",
    "target.new.token.help": (
        "The security token of a temporary key (STS); it goes where the secret goes. Enter adds the target."
    ),
    "target.new.buttons.help": (
        "Keep in file puts the secret into a file that only you can read, even where there is a keyring."
    ),
    "target.new.file": "Keep in file",
    "target.new.keep": "Add",
    "account.unknown": (
        "What the account can choose from could not be looked up, so what is known already serves: {why}"
    ),
    "clusters.unread": "What was created here could not be looked up: {why}",
    "clusters.title": "Clusters that were created here",
    "clusters.name": "Name",
    "clusters.state": "State",
    "clusters.machines": "Machines",
    "clusters.place": "Target",
    "clusters.age": "For",
    "clusters.words": "words of its name",
    "clusters.none": "None was created here yet, or all are gone.",
    "clusters.help": "Each cluster of an account costs money until it is deleted.",
    "clusters.free": "{clusters} in the sandbox: no machine runs, and nothing costs money.",
    "clusters.costs": (
        "{clusters} may cost money, {machines} running; the longest for {age} ({name}). Each costs until it "
        "is deleted."
    ),
    "clusters.reminder": (
        "{clusters} made here may still cost money, the oldest for {age} ({name}). Shift+F11 shows them."
    ),
    "clusters.count": "{running:,}/{desired:,}",
    "clusters.asking": "…",
    "clusters.unknown": "not known",
    "clusters.since": "Since {since}, for {age}",
    "clusters.old": "! For more than a day. Delete it if nobody needs it any more.",
    "clusters.group": "{bar} {actual:,} of {desired:,}  {name}",
    "clusters.more": "and {groups} more",
    "clusters.log": "Operation log, the latest first:",
    "clusters.trouble": "How it stands is not known: {why}",
    "clusters.open": "Open as new request",
    "clusters.opening": "Opening {id} …",
    "clusters.looking": "Looking at {id} …",
    "clusters.refresh": "Ask again",
    "clusters.resize": "Resize…",
    "clusters.resize.title": "Resize {group}",
    "clusters.resize.which": "Resize which group of {name}?",
    "clusters.resize.help": "{desired:,} wanted now, {actual:,} there. From 0 to {most:,}.",
    "clusters.resize.problem": "A whole number from 0 to {most:,}, in plain digits.",
    "clusters.resize.yes": "Resize",
    "clusters.wanted": "Wanted",
    "clusters.there": "There",
    "clusters.resizing": "Resizing {group} …",
    "clusters.resized": "{group}: {before:,} → {count:,} machines. They come and go over the next minutes.",
    "clusters.resized.more": "Each of them costs money.",
    "clusters.delete": "Delete…",
    "clusters.delete.title": "Delete the cluster?",
    "clusters.delete.yes": "Delete",
    "clusters.delete.question": (
        "Delete {id} ({name}) at {place}, which has been there for {age}? {running} running. All machines "
        "go, with what is on their disks. This cannot be undone."
    ),
    "clusters.deleting": "Deleting {id} …",
    "clusters.deleted": "{id} is being deleted; its machines stop one after the other.",
    "unsettled.title": "Submissions of which nobody knows what came",
    "unsettled.when": "Sent",
    "unsettled.none": "Nothing is unsettled: of every submission it is known what came of it.",
    "unsettled.help": (
        "Whether these clusters exist is not known. Finding out sends the same request under the same token "
        "to the same place, which never makes a second one."
    ),
    "unsettled.resume": "Find out",
    "unsettled.forget": "Forget…",
    "unsettled.forget.title": "Forget this submission?",
    "unsettled.forget.yes": "Forget",
    "unsettled.question": (
        "Ask about {name} (sent {when} to {place}) no more? Its cluster may exist, and cost money."
    ),
    "unsettled.forgotten": "Forgotten. Whether its cluster exists is not known; look in {place}.",
}
"""Sentences; in braces the values that the one who says them fills in."""
