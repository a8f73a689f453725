"""Asking whether to go through fields that nobody has to fill in."""

from collections.abc import Callable

from wizard.document.tree import Path
from wizard.prompts.agenda import Item
from wizard.prompts.desk import Desk
from wizard.prompts.texts import say


def ask(desk: Desk, item: Item) -> None:
    """Ask whether the fields of an empty step or section, or those that few people need, are to be asked for.

    Raises:
        Move: The person goes somewhere else.
    """
    chosen, place = _chosen(desk, item)
    default = place in chosen
    fields = ", ".join(node.title for node in item.fields)
    about = item.section.help if item.section is not None else ""
    question = say(
        f"gate.{item.kind}",
        title=item.title,
        help=about,
        fields=fields,
        default=say("yes" if default else "no"),
    )
    if desk.confirm(question, default=default, explain=_explain(desk, item)):
        chosen.add(place)
    else:
        chosen.discard(place)


def _chosen(desk: Desk, item: Item) -> tuple[set[Path], Path]:
    """Where it is remembered, and as what."""
    match item.kind:
        case "more":
            return desk.unfolded_more, item.path
        case "section":  # a step's own fields have the same path as the step
            return desk.unfolded, (*item.path, "")
    return desk.unfolded, item.path


def _explain(desk: Desk, item: Item) -> Callable[[str], None]:
    def explain(part: str) -> None:
        desk.say("gate.help")
        for node in item.fields:
            desk.say("gate.field", title=node.title, help=node.description)

    return explain
