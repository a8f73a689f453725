"""What can be done with the entries of a collection, such as the groups."""

from typing import TYPE_CHECKING, Any

from wizard.document.document import free_name
from wizard.steps.defaults import new_entry

if TYPE_CHECKING:
    from wizard.tui.desk import Desk
    from wizard.tui.widgets.collection import CollectionForm


def act(desk: "Desk", event: "CollectionForm.Act") -> None:
    """Do something with the entries of a collection, and show it."""
    document, form = desk.session.document, event.form
    entries, key = document.get(form.path), form.key
    match event.act:
        case "add":
            _add(desk, form, entries, *new_entry(form.path))
        case "duplicate" if key is not None:
            _add(desk, form, entries, str(key), document.get((*form.path, key)))
        case "delete" if key is not None:
            document.remove((*form.path, key))
        case "move" if key is not None:
            keys = list(entries) if form.is_map else list(range(len(entries)))
            position = keys.index(key) + event.by
            if 0 <= position < len(keys):
                document.move((*form.path, key), position)
                form.select(key if form.is_map else position)
        case "rename" if key is not None:
            document.rename((*form.path, key), event.name, run=("rename", form.path))
            form.select(event.name)
    desk.screen.show_now()
    if event.act == "add":
        form.focus_first()
    if (entry := form.entry()) is not None:
        desk.display.preview.follow(entry)


def _add(desk: "Desk", form: "CollectionForm", entries: Any, name: str, value: Any) -> None:
    key: str | int
    if form.is_map:
        key = free_name(entries if isinstance(entries, dict) else (), name)
    else:
        key = len(entries) if isinstance(entries, list) else 0
    desk.session.document.set((*form.path, key), value)
    form.select(key)
