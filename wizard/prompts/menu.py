"""A list that is looked through and acted upon: said once, then a question until the person goes back."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from wizard.errors import BcwError
from wizard.prompts import verbs
from wizard.prompts.desk import Desk
from wizard.prompts.moves import Back
from wizard.prompts.texts import say
from wizard.prompts.verbs import Doing


class Menu(ABC):
    """A list of things that are none of the request's: targets, submissions, clusters, presets.

    What goes wrong is said, and the question asked again.

    Args:
        desk: What to work with.
    """

    TOPIC: str
    """What the ids of its sentences begin with: ``title``, ``none``, ``verbs`` and ``help`` behind a dot."""
    VERBS: Mapping[str, int]
    """The verbs, each with the number of rows that it wants."""
    DEFAULT: str
    """The verb that the number of a row alone means."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def ask(self) -> None:
        """Ask until the person goes back.

        Raises:
            Move: The person goes somewhere else.
        """
        desk, title = self.desk, say(f"{self.TOPIC}.title")
        try:
            self.look()
        except BcwError as error:
            desk.tell(str(error))
            return
        self.show()
        question = say("menu.question", title=title, verbs=say(f"{self.TOPIC}.verbs"))
        again = say("menu.question.again", title=title)
        while True:
            try:
                reply = desk.ask(
                    question, explain=lambda part: desk.say(f"{self.TOPIC}.help"), suggestions=self._words()
                )
            except Back:
                return
            question = again
            if reply.kind == "keep":
                return
            if reply.kind != "value":
                desk.say("rows.what", answer=reply.text or "-")
                continue
            doing = verbs.read(desk, reply.text, self.VERBS, self.names(), default=self.DEFAULT)
            if doing is None:
                continue
            try:
                changed = self.do(doing)
                if changed:
                    self.look()
            except BcwError as error:
                desk.tell(str(error))
                continue
            except Back:
                continue
            if changed:
                self.show()

    def _words(self) -> list[str]:
        """What may well be answered: the name of a row, a verb, a verb and a name."""
        names = self.names()
        behind = [f"{verb} {name}" for verb, count in self.VERBS.items() if count for name in names]
        return [*names, *self.VERBS, *behind]

    def show(self) -> None:
        """Say the rows, with their numbers."""
        rows = self.rows()
        if not rows:
            self.desk.say(f"{self.TOPIC}.none")
            return
        self.desk.say("menu.title", title=say(f"{self.TOPIC}.title"))
        for number, row in enumerate(rows, 1):
            self.desk.say("rows.row", number=number, text=row)

    @abstractmethod
    def look(self) -> None:
        """Look up what there is.

        Raises:
            BcwError: It cannot be looked up.
        """

    @abstractmethod
    def rows(self) -> Sequence[str]:
        """What is said of each row."""

    @abstractmethod
    def names(self) -> Sequence[str]:
        """What each row is called besides its number."""

    @abstractmethod
    def do(self, doing: Doing) -> bool:
        """Do something; the answer is whether the list is to be said anew.

        Raises:
            BcwError: It cannot be done.
            Back: The person would rather not.
            Move: The person goes somewhere else.
        """
