"""Warnings that concern the request as a whole."""

from collections.abc import Iterator
from typing import Any

from wizard.document.pointer import Path
from wizard.document.writing import LARGEST_INDENTED
from wizard.request.answer import READ_ONLY, meant_name
from wizard.request.schema import Node, node_at
from wizard.rules import fixes
from wizard.rules.context import Context
from wizard.rules.finding import Severity
from wizard.rules.texts import text
from wizard.rules.warnings.reading import PLACEHOLDER
from wizard.rules.warnings.registry import Hit, anywhere, hit, of_size
from wizard.rules.warnings.texts import label

_SDK = "batchcompute 2.1.7, the official Python SDK"
_HEADERS = "Common headers, https://help.aliyun.com/document_detail/44728.html"
_ANSWER = "GetCluster, https://www.alibabacloud.com/help/doc-detail/44741.html"


def _strangers(value: Any, node: Node, path: Path) -> Iterator[tuple[Path, Node, dict[str, Any]]]:
    """The keys that no model knows, each with the node of its object and the object."""
    match value:
        case dict():
            known = node.fields if node.kind == "object" else None
            for key, below in value.items():
                child = node.item if known is None else known.get(key)
                if child is None:
                    yield (*path, key), node, value
                elif isinstance(below, (dict, list)):
                    yield from _strangers(below, child, (*path, key))
        case list() if node.item is not None and node.kind == "list":
            for index, below in enumerate(value):
                if isinstance(below, (dict, list)):
                    yield from _strangers(below, node.item, (*path, index))


def _read_only(path: Path, node: Node) -> str | None:
    return READ_ONLY.get((*node.pattern, str(path[-1])))


@anywhere("unknown-key", Severity.WARNING, f"{_SDK}, drops such keys without a word")
def unknown_key(at: Path, value: Any, node: Node, context: Context) -> Iterator[Hit]:
    """A key that neither the reference nor an official client knows: probably misspelt."""
    for path, parent, siblings in _strangers(value, node, at):
        key = str(path[-1])
        if _read_only(path, parent) is not None:
            continue
        name = meant_name(key, parent)
        if name is None:
            yield hit(path, key=key, meant=label("stranger"))
        elif name in siblings:
            yield hit(path, key=key, meant=label("meant-taken", value=name))
        else:
            fix = fixes.renaming(path, name, text("fix.name", value=name))
            yield hit(path, fix, key=key, meant=label("meant", value=name))


@anywhere("read-only-key", Severity.WARNING, _ANSWER)
def read_only_key(at: Path, value: Any, node: Node, context: Context) -> Iterator[Hit]:
    """A key of an answer, which the service sets itself."""
    for path, parent, _ in _strangers(value, node, at):
        title = _read_only(path, parent)
        if title is not None:
            yield hit(path, fixes.removing(path), key=path[-1], title=title)


@anywhere("placeholder-left", Severity.WARNING, "CreateCluster, the example of the reference")
def placeholder_left(at: Path, value: Any, node: Node, context: Context) -> Iterator[Hit]:
    """A text in brackets, as the reference and the presets mark what has to be filled in."""
    for path, found in _bracketed(value, at):
        if _marks(found, path):
            match = PLACEHOLDER.search(found)
            if match is not None:
                yield hit(path, value=match[0])


def _bracketed(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """The texts that hold a bracket; the path of any other is never made, as there may be thousands."""
    if isinstance(value, str):
        if "[" in value:
            yield path, value
    elif isinstance(value, (dict, list)):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(below, (dict, list)) or (isinstance(below, str) and "[" in below):
                yield from _bracketed(below, (*path, key))


def _marks(value: str, path: Path) -> bool:
    """Whether brackets in a value can be a placeholder: a Bootstrap, a description and the maps of texts may
    well hold brackets that mean something, and no part of a secret is to be shown."""
    node = node_at(path)
    if path[:1] in (("Bootstrap",), ("Description",), ("UserData",), ("EnvVars",)) or (node and node.secret):
        return PLACEHOLDER.fullmatch(value) is not None
    return True


@of_size("body-large", Severity.WARNING, _HEADERS)
def body_large(size: int, context: Context) -> Iterator[Hit]:
    """A body that is larger than the service's own header can say."""
    if size > LARGEST_INDENTED:
        yield hit((), size=size)
