"""Going through the steps and their questions, forth and back."""

from wizard.core import entries
from wizard.core.steps import STEPS, Section, Step, sections, step_of
from wizard.document.tree import Path, has
from wizard.prompts import agenda, fields, gates, review, start
from wizard.prompts.agenda import Item
from wizard.prompts.desk import Desk
from wizard.prompts.moves import Back, ToField, ToStep
from wizard.prompts.rows import RowsQuestion, ask_name

_BY_ID = {step.id: step for step in STEPS}
_Key = tuple[str, Path]


class Walk:
    """Where the person is, and what comes next.

    Args:
        desk: What to work with.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._entry: Path | None = None
        """The entry of a collection whose fields are asked for."""
        self._at: _Key | None = None
        """The question that is next; ``None`` for the first one."""
        self._said: object = None
        """The step, or the entry, whose heading was said last."""
        self._submits = False

    @property
    def _step(self) -> Step:
        return _BY_ID[self._desk.step]  # type: ignore[index]

    def run(self) -> None:
        """Ask, until the person leaves.

        Raises:
            Leave: The person leaves.
            EOFError: Nobody answers any more.
            KeyboardInterrupt: The person leaves at once.
        """
        while True:
            try:
                self._go_on()
            except Back:
                self._go_back()
            except ToStep as to:
                self._submits = to.submits
                self._to_step(to.step)
            except ToField as to_field:
                self._to_field(to_field.path)

    # -- one question

    def _go_on(self) -> None:
        match self._desk.step:
            case "start":
                self._heading()
                self._to_step(start.ask(self._desk))
            case "review":
                self._heading()
                submits, self._submits = self._submits, False
                review.ask(self._desk, submits=submits)
            case _:
                self._ask_one()

    def _ask_one(self) -> None:
        items = self._items()
        index = next((i for i, item in enumerate(items) if self._key(item) == self._at), 0)
        item = items[index]
        self._at = self._key(item)
        self._heading()
        entered: Path | None = None
        match item.kind:
            case "field" if item.node is not None:
                fields.ask(self._desk, item.path, item.node, item.title)
            case "name" if item.section is not None:
                self._entry = ask_name(self._desk, item.section, item.path)
            case "rows" if item.section is not None:
                entered = self._tour(item.section) or RowsQuestion(self._desk, item.section).ask()
            case _:
                gates.ask(self._desk, item)
        if entered is not None:
            self._entry, self._at = entered, None
        else:
            self._after(items[index:])

    def _key(self, item: Item) -> _Key:
        return item.key(self._entry)

    def _section(self) -> Section:
        """The collection that the entry belongs to."""
        path = (self._entry or ())[:-1]
        return next(each for each in sections(self._step) if each.collection and each.path == path)

    def _items(self) -> list[Item]:
        if self._entry is not None and not has(self._desk.tree, self._entry):
            self._leave_entry()
        if self._entry is not None:
            return agenda.of_entry(self._desk, self._section(), self._entry)
        return agenda.of_step(self._desk, self._step)

    def _tour(self, section: Section) -> Path | None:
        """The only entry of a collection that cannot be empty: its fields are gone through unasked, once."""
        path = section.path
        found = entries.list_keys(self._desk.session.document.get(path))
        if path in self._desk.toured or len(found) != 1 or not agenda.is_needed(path):
            return None
        self._desk.toured.add(path)
        return (*path, found[0])

    def _heading(self) -> None:
        """Say where the person is, when that is somewhere else than before."""
        desk, step = self._desk, self._step
        if self._said is None or self._said != step.id:
            number = STEPS.index(step) + 1
            desk.say("blank")
            desk.say("step.heading", number=number, count=len(STEPS), title=step.title, help=step.help)
            self._said = step.id

    # -- forth and back

    def _after(self, rest: list[Item]) -> None:
        """Go to the question behind the first of these, as the request stands now."""
        items = self._items()
        keys = [self._key(item) for item in items]
        here, *later = [self._key(item) for item in rest]
        if here in keys:
            place = keys.index(here) + 1
        else:
            place = next((keys.index(key) for key in later if key in keys), len(keys))
        if place < len(keys):
            self._at = keys[place]
        elif self._entry is not None:
            self._leave_entry()
        else:
            self._by(1)

    def _go_back(self) -> None:
        if self._desk.step == "start":
            if self._desk.is_open:
                self._to_step("basics")
            return
        if self._desk.step == "review":
            self._by(-1, to_end=True)
            return
        items = self._items()
        keys = [self._key(item) for item in items]
        place = keys.index(self._at) if self._at in keys else 0
        if place > 0:
            self._at = keys[place - 1]
        elif self._entry is not None:
            self._leave_entry()
        else:
            self._by(-1, to_end=True)

    def _leave_entry(self) -> None:
        """Back to the rows of the collection."""
        path = (self._entry or ())[:-1]
        self._entry = None
        self._at = ("rows", path)

    def _by(self, by: int, *, to_end: bool = False) -> None:
        self._to_step(STEPS[STEPS.index(self._step) + by].id)
        if to_end and self._desk.step not in ("start", "review"):
            self._at = self._key(self._items()[-1])

    def _to_step(self, step: str) -> None:
        if step != self._desk.step:
            self._desk.held.clear()
        self._desk.step = step
        self._entry = self._at = self._said = None

    def _to_field(self, path: Path) -> None:
        """Go to the question about a path, unfolding what it is in."""
        desk = self._desk
        step = step_of(path)
        if step.id == "review":
            step = STEPS[1]
        stays = step.id == desk.step
        self._to_step(step.id)
        if stays:
            self._said = step.id
        for section in sections(step):
            depth = len(section.path)
            if path[:depth] != section.path or len(path) < depth:
                continue
            if section.collection:
                desk.toured.add(section.path)
                self._at = ("rows", section.path)
                if path[depth : depth + 1] and path[depth] in entries.list_keys(
                    desk.session.document.get(section.path)
                ):
                    self._entry = path[: depth + 1]
                    self._at = None
                    self._find_field(section, path, depth + 1)
                    return
            elif self._find_field(section, path, depth):
                return

    def _find_field(self, section: Section, path: Path, depth: int) -> bool:
        """Go to the field of an object that a path leads to or through."""
        desk = self._desk
        node = next((each for each in section.fields if path[depth : depth + 1] == (each.name,)), None)
        if node is None:
            return False
        if self._entry is None:
            if self._step.part:
                desk.unfolded.add(self._step.part)
            desk.unfolded.add((*section.path, ""))
        if node.advanced and not has(desk.tree, path[: depth + 1]):
            desk.unfolded_more.add(path[:depth])
        place = path[: depth + 1]
        self._at = ("field", place[len(self._entry or ()) :])
        return True
