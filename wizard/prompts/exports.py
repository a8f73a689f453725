"""The request for other tools: in a format that is chosen by its number, into a file or printed."""

from wizard.core.actions.export import Exported
from wizard.core.documents import suggest_file_name
from wizard.errors import AlreadyExistsError, BcwError
from wizard.export import Format
from wizard.prompts import parameters, replies
from wizard.prompts.desk import Desk
from wizard.prompts.moves import Back
from wizard.prompts.texts import say
from wizard.text import escape_lines


def export(desk: Desk, name: str = "") -> None:
    """Ask for a format and for a file, and write the request there.

    Args:
        desk: What to work with.
        name: The format, where it was named already.

    Raises:
        Move: The person goes somewhere else.
    """
    formats = list(desk.ports.exports.formats())
    try:
        chosen = next((each for each in formats if each.name == name), None) or _format(desk, formats)
        tree, _ = parameters.settled(desk, is_sent=False)
        exported = desk.ports.exports.export(tree, chosen.name)
    except Back:
        desk.say("export.not")
        return
    except BcwError as error:
        desk.tell(str(error))
        return
    for remark in exported.remarks:
        desk.tell(remark)
    try:
        _put(desk, exported)
    except Back:
        desk.say("export.not")


def _format(desk: Desk, formats: list[Format]) -> Format:
    """Which format is meant, by its number or its name."""
    for number, each in enumerate(formats, 1):
        desk.say("rows.row", number=number, text=say("export.row", name=each.name, title=each.title))
    names = [each.name for each in formats]
    while True:
        reply = desk.ask(
            say("export.question"), explain=lambda part: desk.say("export.help"), suggestions=names
        )
        if reply.kind == "keep":
            raise Back
        typed = reply.text.strip().lower() if reply.kind == "value" else ""
        place = names.index(typed) if typed in names else replies.number(typed, len(formats))
        if place is not None:
            return formats[place]
        desk.say("rows.number", answer=reply.text or "-", count=len(formats))


def _put(desk: Desk, exported: Exported) -> None:
    """Write it into a file whose path is asked for, or print it."""
    example = suggest_file_name(desk.tree, exported.format.ending)
    while True:
        reply = desk.ask(
            say("export.path", example=example), explain=lambda part: desk.say("export.path.help")
        )
        path = reply.text.strip()
        if reply.kind == "keep":
            desk.show(exported.text.removesuffix("\n"))
            if escape_lines(exported.text) != exported.text:
                desk.say("export.unshowable")
            return
        if reply.kind != "value" or not path:
            desk.say("rows.what", answer=reply.text or "-")
            continue
        try:
            written = _written(desk, path, exported)
        except BcwError as error:
            desk.tell(str(error))
            continue
        if written:
            desk.say("save.done", path=written)
            return


def _written(desk: Desk, path: str, exported: Exported) -> str:
    """Write it into a file; the answer is its path, ``""`` where one is there that is not to be replaced."""
    exports = desk.ports.exports
    try:
        return exports.write(path, exported)
    except AlreadyExistsError:
        desk.say("save.overwrite", what=path)
        try:
            if not desk.confirm(say("export.overwrite.question")):
                return ""
        except Back:
            return ""
    return exports.write(path, exported, overwrite=True)
