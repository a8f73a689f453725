"""Words that do something with the rows of a list: a verb, then the numbers or the names of rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wizard.prompts import remarks, replies
from wizard.prompts.desk import Desk


@dataclass(frozen=True, slots=True)
class Doing:
    """What is to be done.

    Attributes:
        verb: The verb.
        places: The rows, from 0, as many as the verb wants.
        rest: What was typed behind a verb that wants none.
    """

    verb: str
    places: tuple[int, ...] = ()
    rest: tuple[str, ...] = ()


def read(
    desk: Desk, text: str, verbs: Mapping[str, int], names: Sequence[str], *, default: str
) -> Doing | None:
    """Understand what is to be done with the rows of a list.

    Args:
        desk: Where it is said what could not be understood.
        text: What was typed.
        verbs: The verbs, each with the number of rows that it wants.
        names: What each row is called besides its number; ``""`` for one that has no name.
        default: The verb that a row alone means.

    Returns:
        What to do; ``None`` where that could not be understood, which was said then.
    """
    word, *rest = text.split() or [""]
    verb = word.lower()
    if verb not in verbs:
        place = _place(text.strip(), names)
        if place is not None:
            return Doing(default, (place,))
        if word.isdigit() and not rest and names:
            desk.say("rows.number", answer=word, count=len(names))
        else:
            near = replies.nearest(word, verbs) or replies.nearest(text, [name for name in names if name])
            desk.say("rows.what.near" if near else "rows.what", answer=remarks.shortened(text), near=near)
        return None
    wanted = verbs[verb]
    if wanted == 0:
        return Doing(verb, rest=tuple(rest))
    if not names:
        desk.say("rows.nothing" if "add" in verbs else "rows.empty")
        return None
    if wanted == 1 and rest:
        first, rest = rest[0], [" ".join(rest)]  # a name may hold blanks
        if _place(rest[0], names) is None and _place(first, names) is not None:
            desk.say("rows.one", verb=verb, name=first)
            return None
    if len(rest) < wanted:
        desk.say("rows.number.missing", name=" ".join([verb, *rest]))
        return None
    places = [_place(each, names) for each in rest[:wanted]]
    if None in places:
        desk.say("rows.number", answer=rest[places.index(None)], count=len(names))
        return None
    return Doing(verb, tuple(place for place in places if place is not None))


def _place(text: str, names: Sequence[str]) -> int | None:
    """The row that is meant by a number, or else by a name."""
    place = replies.number(text, len(names))
    if place is None and text and text in names:
        return names.index(text)
    return place
