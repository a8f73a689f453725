"""The parameters that the preset at hand declares: added, changed, and taken away."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from wizard.core.declaring import (
    check_declaration,
    declare_parameter,
    get_declarations,
    remove_parameter,
    rename_placeholder,
)
from wizard.core.documents import DocumentSource
from wizard.document.presets import find_placeholders, format_value, read_parameters
from wizard.models.preset import Parameter, ParameterType
from wizard.prompts import form, remarks, replies
from wizard.prompts.form import Line
from wizard.prompts.menu import Menu
from wizard.prompts.texts import say
from wizard.prompts.verbs import Doing

_TYPES: tuple[ParameterType, ...] = get_args(ParameterType)


class ParametersMenu(Menu):
    """What the preset at hand declares, in its order."""

    TOPIC = "declare"
    VERBS = {"change": 1, "add": 0, "remove": 1, "list": 0}
    DEFAULT = "change"

    def look(self) -> None:
        """Look up what is declared."""
        self._names = [*get_declarations(self.desk.session.origin)]

    def rows(self) -> Sequence[str]:
        """What is said of each."""
        known = read_parameters(self.desk.session.origin.preset)
        return [self._row(name, known.get(name)) for name in self._names]

    def names(self) -> Sequence[str]:
        """The name of each."""
        return self._names

    def do(self, doing: Doing) -> bool:
        """Declare one, change one, or declare it no more."""
        match doing.verb:
            case "add":
                return self._change("")
            case "change":
                return self._change(self._names[doing.places[0]])
            case "remove":
                return self._remove(self._names[doing.places[0]])
        return True

    def _row(self, name: str, parameter: Parameter | None) -> str:
        if parameter is None:
            return say("declare.broken", name=name)
        default = "declare.default" if parameter.has_default else "declare.no-default"
        value = format_value(parameter.default) if parameter.has_default else ""
        about = [parameter.title, parameter.type, say(default, value=value or say("field.blank"))]
        where = self._where(name)
        about.append(say("declare.places", places=where) if where else say("declare.unused", name=name))
        return say("presets.row", name=name, about="; ".join(part for part in about if part))

    def _where(self, name: str) -> str:
        found = find_placeholders(self.desk.tree, {name: Parameter(name=name)})
        return " and ".join(map(remarks.where, found.get(name, ())))

    def _change(self, name: str) -> bool:
        desk, session = self.desk, self.desk.session
        answers = _answers(read_parameters(session.origin.preset).get(name, Parameter(name=name)))
        form.fill(desk, _lines(session.origin, name), answers)
        new, kind, default = answers["name"], _type(answers), _default(answers)
        origin = declare_parameter(session.origin, new, answers["title"], kind, default, instead_of=name)
        self._keep(origin)
        if name and new != name:
            session.document.replace(rename_placeholder(desk.tree, name, new))
            desk.say("declare.renamed", old=name, new=new)
        else:
            desk.say("declare.kept", name=new)
        return True

    def _remove(self, name: str) -> bool:
        where = self._where(name)
        self._keep(remove_parameter(self.desk.session.origin, name))
        self.desk.say("declare.removed.left" if where else "declare.removed", name=name, places=where)
        return True

    def _keep(self, origin: DocumentSource) -> None:
        """What is declared is part of the preset: it is judged by, kept in the draft, and saved with it."""
        session = self.desk.session
        session.origin = origin
        session.document.mark_unsaved()


def _answers(parameter: Parameter) -> dict[str, str]:
    default = parameter.default
    return {
        "name": parameter.name,
        "title": parameter.title,
        "type": parameter.type,
        "has": say("yes" if parameter.has_default else "no"),
        "default": format_value(default) if parameter.has_default else "",
    }


def _type(answers: Mapping[str, str]) -> Any:
    return answers["type"].lower()


def _default(answers: Mapping[str, str]) -> str | None:
    return answers["default"] if replies.yes_or_no(answers["has"]) else None


def _lines(origin: DocumentSource, before: str) -> list[Line]:
    def wrong(key: str, answers: Mapping[str, str]) -> str:
        default = _default(answers) if key == "default" else None
        return check_declaration(origin, answers["name"], _type(answers), default, instead_of=before).get(
            key, ""
        )

    def wrong_type(answers: Mapping[str, str]) -> str:
        return "" if _type(answers) in _TYPES else say("declare.type.problem", answer=answers["type"])

    def unclear(answers: Mapping[str, str]) -> str:
        is_clear = replies.yes_or_no(answers["has"]) is not None
        return "" if is_clear else say("declare.has.problem", answer=answers["has"])

    return [
        Line(
            "name", "declare.name", "declare.name.help", needed=True, problem=lambda each: wrong("name", each)
        ),
        Line("title", "declare.heading", "declare.heading.help"),
        Line(
            "type",
            "declare.type",
            "declare.type.help",
            needed=True,
            suggestions=lambda answers: _TYPES,
            problem=wrong_type,
        ),
        Line("has", "declare.has", "declare.has.help", needed=True, problem=unclear),
        Line(
            "default",
            "declare.value",
            "declare.value.help",
            nothing=say("field.keeps", value=say("field.blank")),
            is_literal=True,
            is_asked=lambda answers: bool(replies.yes_or_no(answers["has"])),
            problem=lambda answers: wrong("default", answers),
        ),
    ]
