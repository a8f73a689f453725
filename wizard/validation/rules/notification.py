"""Rules about the messages that a cluster sends."""

import re
from collections.abc import Iterator
from typing import Any

from wizard.document.tree import get
from wizard.i18n import N_, join_names
from wizard.models.fields import NOTIFICATION_GUIDE
from wizard.validation import fixes, reading
from wizard.validation.context import Context
from wizard.validation.rule import CLI, RuleMatch, match_half, rule

_MNS = "CreateTopic of MNS, https://help.aliyun.com/document_detail/2588557.html"

_TOPIC_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,254}", re.ASCII)
_REGION = re.compile(
    r"(?:^|[/.])mns\.([a-z][a-z0-9-]*?)(?:-internal)?(?:-vpc)?\.aliyuncs\.com", re.ASCII | re.IGNORECASE
)
NAME = (*reading.TOPIC, "Name")
ENDPOINT = (*reading.TOPIC, "Endpoint")
EVENTS = (*reading.TOPIC, "Events")


@rule(
    source=_MNS,
    message=N_('"{value}" is not a valid topic name.'),
    why=N_(
        "MNS accepts up to 255 letters, digits and hyphens, not starting with a hyphen. The topic must exist."
    ),
)
def check_topic_name(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    name = reading.get_filled_text(get(request, NAME))
    if name and not _TOPIC_NAME.fullmatch(name):
        yield RuleMatch(NAME, value=name)


@rule(
    source=NOTIFICATION_GUIDE,
    message=N_('"{value}" does not start with http:// or https://.'),
    why=N_("Enter the address of MNS: http://user-id.mns.region.aliyuncs.com/."),
)
def check_endpoint_scheme(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    endpoint = reading.get_text(get(request, ENDPOINT))
    is_given = endpoint and not reading.PLACEHOLDER.fullmatch(endpoint)
    if is_given and not re.match(r"https?://", endpoint, re.IGNORECASE):
        meant = None if "://" in endpoint else "http://" + endpoint.strip().lstrip("/:")
        yield RuleMatch(ENDPOINT, fixes.change_to(ENDPOINT, meant), value=endpoint)


@rule(
    source=NOTIFICATION_GUIDE,
    message=N_("The endpoint is in {region}, the cluster in {cluster}."),
    why=N_("Both should be in the same region. Otherwise messages may not arrive."),
)
def check_endpoint_region(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    endpoint = reading.get_text(get(request, ENDPOINT))
    found = _REGION.search(endpoint)
    if context.region is not None and found is not None and found[1].lower() != context.region:
        meant = endpoint[: found.start(1)] + context.region + endpoint[found.end(1) :]
        fix = fixes.change_to(ENDPOINT, meant)
        yield RuleMatch(ENDPOINT, fix, region=found[1], cluster=context.region)


@rule(
    source=NOTIFICATION_GUIDE,
    message=N_("{given} is set without {name}."),
    why=N_("Messages need both the topic and its endpoint."),
)
def check_topic_half(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    return match_half(request, reading.TOPIC, ("Name", "Endpoint"))


@rule(
    source=NOTIFICATION_GUIDE,
    message=N_('"{value}" is not an event of clusters.'),
    why=N_("The events are {known}."),
)
def check_event_unknown(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    known = context.catalog.events
    for path, event in reading.iter_texts(request, EVENTS):
        if event not in known and event not in context.catalog.job_events:
            fix = fixes.change_to_closest(path, event, known)
            yield RuleMatch(path, fix, value=event, known=join_names(known))


@rule(
    source=f"{CLI}, which rejects it",
    message=N_('"{value}" is an event of jobs, not of clusters.'),
    why=N_("It never occurs here; remove it. The events of clusters are {known}."),
)
def check_event_of_job(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    known = context.catalog.events
    for path, event in reading.iter_texts(request, EVENTS):
        if event in context.catalog.job_events and event not in known:
            yield RuleMatch(path, value=event, known=join_names(known))
