"""What the command line says of targets, accounts, clusters and submissions, by id."""

MORE: dict[str, str] = {
    # lists of an account
    "account.refused": "The lists of the account were not to be had, so nothing was judged: {error}",
    "account.no_answer": (
        "The lists of the account were not to be had, so nothing was judged: {error} Without --refresh, "
        "those of an earlier run or the shipped ones serve."
    ),
    # clusters
    "clusters.none": "No cluster that was made here is left. --all asks the target for those of everybody.",
    "clusters.none.all": "The target has no cluster.",
    "clusters.machines": "{running}/{desired} machines",
    "clusters.unknown": "not known",
    "clusters.trouble": "How {id} stands is not known: {trouble}",
    "clusters.gone": "Left out: {clusters} that no longer exist.",
    "clusters.resize": "{given} is no new size. It is done like this: workers=12, from 0 to {most} machines.",
    "clusters.group": "The cluster has no group {group}. It has: {names}.",
    "clusters.resized": "{group}: {before} → {count} machines. They come and go over the next minutes.",
    "clusters.resize.confirm": (
        "Nothing was changed: this adds instances, and there is no terminal to ask on. Add --yes to confirm."
    ),
    "clusters.resize.kept": "{id} was not changed.",
    "clusters.confirm": (
        "Nothing was deleted: there is no terminal to ask on. Add --yes to delete without a question."
    ),
    "clusters.question": (
        "Delete the cluster {id} ({name}; {running} machines run; {place}; made {age} ago)? [y/N]"
    ),
    "clusters.kept": "{id} was not deleted.",
    "clusters.deleted": "{id} is being deleted; its machines stop one after the other.",
    "clusters.undeleted": "{id} was not deleted: {error}",
    "wait.over": "The time is over. The cluster {id} goes on starting all the same.",
    # submissions
    "submissions.since": "{age} ago",
    "submissions.none": "Nothing is unsettled: of every submission it is known what came of it.",
    "submissions.how": (
        "bcw submissions resume TOKEN finds out: it asks again under the same token, which never makes a "
        "second cluster."
    ),
    "submissions.broken": "{path} is no entry of the journal that can be read, and was left alone.",
    "submissions.which": "Several submissions are unsettled; name the token of one: {tokens}.",
    "submissions.resuming": "Asking what came of {name}, under the same token, {token}.",
    "submissions.resume.confirm": (
        "Nothing was sent: this may create the cluster, and there is no terminal to ask on. Add --yes to "
        "confirm."
    ),
    "submissions.confirm": (
        "Nothing was forgotten: there is no terminal to ask on. Add --yes to forget without a question."
    ),
    "submissions.question": ("Forget this submission ({what})? Its cluster may exist, and cost money. [y/N]"),
    "submissions.kept": "It is kept.",
    "submissions.settled": "It was settled meanwhile.",
    "submissions.forgotten": (
        "Forgotten. Whether its cluster exists is not known; bcw clusters list --all shows what there is in "
        "{place}."
    ),
    # targets
    "targets.chosen": "*",
    "targets.unusable": "cannot be used: {problem}",
    "targets.used": "In use: {target}.",
    "targets.broken": "There is no usable target: {problem}",
    "targets.ask.name": "Name of the target",
    "targets.ask.region": "Region (cn-hangzhou, for example)",
    "targets.ask.endpoint": "Endpoint (Enter: the region's public one; vpc: the one inside a VPC)",
    "targets.ask.key": "Access key id",
    "targets.ask.secret": "Access key secret (is not shown): ",
    "targets.ask.token": "Security token, for temporary keys (is not shown): ",
    "targets.missing": "Nothing was kept: there is no terminal to ask on, and {option} is missing.",
    "targets.no-secret": (
        "Nothing was kept: the secret was to be read from standard input, one line, and for a temporary key "
        "(STS) a second one with its token; something is missing."
    ),
    "targets.exists": (
        "A target named {name} exists already. --replace puts this one in its place; nothing was kept."
    ),
    "targets.no-keyring": "Nothing was kept: {reason}. --keep file keeps the secret in a file.",
    "targets.unknown-region": (
        "{region} is none of the regions that are known to have BatchCompute. It was taken all the same."
    ),
    "targets.added": "Added: {target}.",
    "targets.first": "It is the one in use from now on.",
    "targets.not-used": "bcw profiles use {name} makes it the one in use.",
    "targets.now": "From now on: {target}.",
    "targets.question": "Forget the target {name}, with its secret? [y/N]",
    "targets.kept": "Nothing was forgotten.",
    "targets.kept.nothing": "Nothing was kept.",
    "targets.removed": "Forgotten: {name}.",
    "targets.foreign": (
        "{name} is kept by another program ({source}), and only that can forget it. bcw profiles use chooses "
        "another."
    ),
    "targets.none-chosen": "No target is chosen now: bcw profiles use NAME chooses one.",
}
"""Sentences; in braces the values that the one who says them fills in."""
