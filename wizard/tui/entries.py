"""Actions on the entries of a collection, such as the groups."""

from typing import TYPE_CHECKING

from wizard.core import entries

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController
    from wizard.tui.widgets.collection import CollectionForm


def apply_action(controller: "WizardController", event: "CollectionForm.ActionRequested") -> None:
    """Change the entries of a collection as requested, and show the result."""
    document, form = controller.session.document, event.form
    key = form.key
    if event.action not in ("show", "add"):
        controller.touched.new_entry = None
    match event.action:
        case "add":
            added = entries.add(document, form.path)
            form.key = added
            controller.touched.add_entry((*form.path, added))
        case "duplicate" if key is not None:
            form.key = entries.add(document, form.path, copied=key)
        case "remove" if key is not None:
            document.remove((*form.path, key))
        case "move-up" | "move-down" if key is not None:
            by = 1 if event.action == "move-down" else -1
            position = entries.find_position(document, form.path, key) + by
            if 0 <= position < len(document.get(form.path)):
                form.key = entries.move(document, form.path, key, position)
        case "apply" if key is not None:
            entries.apply_to_all(document, form.path, key, event.name)
        case "rename" if key is not None:
            document.rename((*form.path, key), event.name, run=("rename", form.path))
            form.follow_rename(event.name)
    controller.screen.update_now()
    if event.action == "add":
        form.focus_first(select=True)
    if form.entry is not None:
        controller.preview.follow(form.entry)
