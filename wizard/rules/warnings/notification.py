"""Warnings about where messages go."""

import re
from collections.abc import Iterator
from typing import Any

from wizard.document.tree import get
from wizard.rules import fixes
from wizard.rules.context import Context
from wizard.rules.finding import Severity
from wizard.rules.warnings import reading
from wizard.rules.warnings.registry import Hit, hit, rule

_GUIDE = "Notifications, https://help.aliyun.com/knowledge_detail/143275.html"
_MNS = "CreateTopic of MNS, https://help.aliyun.com/document_detail/2588557.html"
_CLI = "batchcompute-cli 1.7.7, the official bcs command, which refuses it"

_TOPIC_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,254}", re.ASCII)
_REGION = re.compile(
    r"(?:^|[/.])mns\.([a-z][a-z0-9-]*?)(?:-internal)?(?:-vpc)?\.aliyuncs\.com", re.ASCII | re.IGNORECASE
)
NAME = (*reading.TOPIC, "Name")
ENDPOINT = (*reading.TOPIC, "Endpoint")
EVENTS = (*reading.TOPIC, "Events")


@rule("topic-name", Severity.WARNING, _MNS)
def topic_name(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A name that no topic of MNS can have."""
    name = reading.filled_in(tree, NAME)
    if name and not _TOPIC_NAME.fullmatch(name):
        yield hit(NAME, value=name)


@rule("endpoint-scheme", Severity.WARNING, _GUIDE)
def endpoint_scheme(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """An endpoint that does not begin as an address of the web does."""
    endpoint = reading.text_at(tree, ENDPOINT)
    if not endpoint or reading.is_placeholder(endpoint):
        return
    if not re.match(r"https?://", endpoint, re.IGNORECASE):
        fix = None
        if "://" not in endpoint:
            meant = "http://" + endpoint.strip().lstrip("/:")
            fix = reading.change_to(ENDPOINT, meant)
        yield hit(ENDPOINT, fix, value=endpoint)


@rule("endpoint-region", Severity.WARNING, _GUIDE)
def endpoint_region(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """An endpoint in another region than the cluster."""
    endpoint = reading.text_at(tree, ENDPOINT)
    match = _REGION.search(endpoint)
    if context.region is not None and match is not None and match[1].lower() != context.region:
        meant = endpoint[: match.start(1)] + context.region + endpoint[match.end(1) :]
        yield hit(ENDPOINT, reading.change_to(ENDPOINT, meant), region=match[1], target=context.region)


@rule("topic-half", Severity.WARNING, _GUIDE)
def topic_half(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A topic without its endpoint, or the endpoint without the topic."""
    if isinstance(get(tree, reading.TOPIC), dict):
        for path, other in ((NAME, ENDPOINT), (ENDPOINT, NAME)):
            if reading.is_blank(tree, path) and not reading.is_blank(tree, other):
                yield hit(path, name=path[-1], given=other[-1])


@rule("event-unknown", Severity.WARNING, _GUIDE)
def event_unknown(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """An event that does not exist."""
    known = context.catalogue.events
    for path, event in reading.texts_at(tree, EVENTS):
        if event not in known and event not in context.catalogue.job_events:
            fix = reading.closest_fix(path, event, known)
            yield hit(path, fix, value=event, known=reading.listed(known))


@rule("event-of-job", Severity.WARNING, _CLI)
def event_of_job(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """An event that only jobs have."""
    known = context.catalogue.events
    for path, event in reading.texts_at(tree, EVENTS):
        if event in context.catalogue.job_events and event not in known:
            yield hit(path, fixes.removing(path), value=event, known=reading.listed(known))
