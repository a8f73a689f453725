"""The library of presets: used, edited, renamed, described, deleted and brought back, compared, imported."""

from collections.abc import Callable, Sequence

from wizard.core.parameters import title_of, to_use
from wizard.core.ports import Loaded, PresetTitle, WizardError, WouldOverwrite
from wizard.core.saving import described, renamed, tags_from
from wizard.core.totals import totals, totals_in_words
from wizard.document.presets import fill_parameters, read_parameters
from wizard.document.tree import Difference, Path
from wizard.prompts import form, remarks, replies, start
from wizard.prompts.desk import Desk
from wizard.prompts.form import Line
from wizard.prompts.menu import Menu
from wizard.prompts.moves import Back, ToStep
from wizard.prompts.texts import say
from wizard.prompts.verbs import Doing


class PresetsMenu(Menu):
    """All presets, the user's first."""

    TOPIC = "presets"
    VERBS = {
        "use": 1,
        "edit": 1,
        "show": 1,
        "rename": 1,
        "describe": 1,
        "delete": 1,
        "restore": 0,
        "diff": 0,
        "import": 0,
        "list": 0,
    }
    DEFAULT = "use"

    def look(self) -> None:
        """Look the presets up."""
        self._found = list(self.desk.ports.library.presets())

    def rows(self) -> Sequence[str]:
        """What is said of each."""
        return [_row(each) for each in self._found]

    def names(self) -> Sequence[str]:
        """What each is called."""
        return [each.name for each in self._found]

    def do(self, doing: Doing) -> bool:
        """Do something with one, or bring one in."""
        desk = self.desk
        match doing.verb:
            case "list":
                return True
            case "restore":
                return _restore(desk, " ".join(doing.rest))
            case "import":
                return _import(desk, " ".join(doing.rest))
            case "diff":
                _compare(desk, self.names(), doing.rest)
                return False
        preset = self._found[doing.places[0]]
        if preset.problem and doing.verb != "delete":
            raise WizardError(preset.problem)
        match doing.verb:
            case "use":
                _open(desk, to_use(desk.ports.library.open_preset(preset.name)))
            case "edit":
                _open(desk, desk.ports.library.open_preset(preset.name))
            case "show":
                _show(desk, preset)
                return False
            case "rename":
                return _rename(desk, preset.name)
            case "describe":
                return _describe(desk, preset)
        return _delete(desk, preset.name)


def _row(preset: PresetTitle) -> str:
    if preset.problem:
        return say("start.preset.broken", name=preset.name, problem=preset.problem)
    whose = say(
        "presets.shipped" if preset.shipped else "presets.covers" if preset.covers else "presets.yours"
    )
    tags = say("presets.tags", tags=", ".join(preset.tags)) if preset.tags else ""
    title = "" if preset.title == preset.name else preset.title
    about = "; ".join(part for part in (title, tags, whose) if part)
    return say("presets.row", name=preset.name, about=about)


def _show(desk: Desk, preset: PresetTitle) -> None:
    """Say all that is known of a preset."""
    loaded = desk.ports.library.look_at_preset(preset.name)
    desk.tell(_row(preset))
    if preset.description:
        desk.tell(preset.description)
    parameters = read_parameters(loaded.origin.preset)
    if parameters:
        desk.say("presets.asks", titles=", ".join(map(title_of, parameters.values())))
    request = fill_parameters(loaded.tree, parameters, {}).tree
    found = totals(request, desk.session.context.catalog)
    desk.say("presets.adds-up", totals=totals_in_words(found))


def _open(desk: Desk, loaded: Loaded) -> None:
    """Begin with a preset.

    Raises:
        Back: The person would rather not.
        ToStep: To its first questions.
    """
    if not start.may_drop(desk):
        raise Back
    start.open_loaded(desk, loaded)
    raise ToStep("basics")


def _replacing(desk: Desk, change: Callable[[bool], object]) -> bool:
    """Change something; what is there already is replaced when that is meant.

    Args:
        desk: What to work with.
        change: Does it, and is handed whether to replace.

    Returns:
        Whether it was changed.
    """
    try:
        change(False)
    except WouldOverwrite as error:
        desk.tell(str(error))
        if not desk.confirm(say("presets.replace.question")):
            return False
        change(True)
    return True


def _rename(desk: Desk, old: str) -> bool:
    library, session, answers = desk.ports.library, desk.session, {"name": ""}
    while True:
        form.fill(desk, [Line("name", "presets.name", "presets.name.help", needed=True)], answers)
        new = answers["name"]
        try:
            if not _replacing(desk, lambda replace: library.rename_preset(old, new, overwrite=replace)):  # noqa: B023
                continue
        except WizardError as error:
            desk.say("form.problem", problem=str(error))
            continue
        session.origin = renamed(session.origin, old, new)
        desk.say("presets.renamed", old=old, new=new)
        return True


def _describe(desk: Desk, preset: PresetTitle) -> bool:
    """Ask for title, description and tags."""
    lines = [
        Line("title", "save.title", "presets.describe.help"),
        Line("description", "save.description", "presets.describe.help"),
        Line("tags", "save.tags", "presets.describe.help"),
    ]
    answers = {
        "title": preset.title,
        "description": preset.description,
        "tags": ", ".join(preset.tags),
    }
    form.fill(desk, lines, answers)
    tags = tags_from(answers["tags"])
    changes = {"title": answers["title"], "description": answers["description"], "tags": tags}
    desk.ports.library.describe_preset(preset.name, changes)
    desk.session.origin = described(desk.session.origin, preset.name, changes)
    desk.say("presets.described", name=preset.name)
    return True


def _delete(desk: Desk, name: str) -> bool:
    desk.ports.library.delete_preset(name)
    desk.say("presets.deleted", name=name)
    return True


def _restore(desk: Desk, name: str) -> bool:
    """Bring a preset back that was deleted; which one is asked for, unless it is named."""
    library = desk.ports.library
    deleted = list(library.deleted_presets())
    if not deleted:
        desk.say("presets.restore.none")
        return False
    if not name:
        for number, each in enumerate(deleted, 1):
            desk.say("rows.row", number=number, text=each)
        reply = desk.ask(
            say("presets.restore.question"),
            explain=lambda part: desk.say("presets.restore.help"),
            suggestions=deleted,
        )
        name = reply.text.strip() if reply.kind == "value" else ""
        if not name:
            return False
        place = replies.number(name, len(deleted))
        name = name if place is None else deleted[place]
    if name not in deleted:
        desk.say("presets.restore.unknown", name=name, names=", ".join(deleted))
        return False
    if _replacing(desk, lambda replace: library.restore_preset(name, overwrite=replace)):
        desk.say("presets.restored", name=name)
    return True


def _import(desk: Desk, path: str) -> bool:
    """Save what a file holds as a preset; the path and, where one is wanted, another name are asked for."""
    library, answers = desk.ports.library, {"path": path, "name": ""}
    lines = [
        Line("path", "presets.import.path", "presets.import.help", needed=True),
        Line("name", "presets.import.name", "presets.import.help", nothing=say("presets.import.own")),
    ]
    made: list[str] = []
    while not made:
        form.fill(desk, lines, answers)

        def put(replace: bool) -> None:
            made.append(library.import_file(answers["path"], answers["name"], overwrite=replace))

        try:
            _replacing(desk, put)
        except WizardError as error:
            desk.say("form.problem", problem=str(error))
    desk.say("presets.imported", name=made[0])
    return True


def _compare(desk: Desk, names: Sequence[str], given: Sequence[str]) -> None:
    """Say what is different from one preset, or file, to another."""
    answers = {"one": "", "other": "", **dict(zip(("one", "other"), given, strict=False))}
    if not all(answers.values()):
        lines = [
            Line(name, f"presets.diff.{name}", "presets.diff.help", needed=True, suggestions=lambda _: names)
            for name in ("one", "other")
        ]
        form.fill(desk, lines, answers)
    one, other = (_meant(answers[name], names) for name in ("one", "other"))
    found = desk.ports.library.differences(one, other)
    desk.say("presets.diff.heading", one=one, other=other)
    if found:
        remarks.tell_differences(desk, found, _where_of(found))
    else:
        desk.say("presets.diff.same")


def _meant(text: str, names: Sequence[str]) -> str:
    place = replies.number(text, len(names))
    return text if place is None else names[place]


def _where_of(differences: Sequence[Difference]) -> Callable[[Path], str]:
    """How a place of a difference is said: between two presets it begins with the part of the preset."""
    if any(each.path[:1] not in (("preset",), ("request",)) for each in differences):
        return remarks.where

    def where(path: Path) -> str:
        if path[0] == "preset":
            return say("presets.diff.about", name=", ".join(map(str, path[1:])))
        return remarks.where(path[1:])

    return where
