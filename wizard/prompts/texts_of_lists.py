"""What the plain questions say of targets, clusters, submissions, presets and exports, by id."""

MORE: dict[str, str] = {
    # any list
    "menu.title": "{title}:",
    "menu.question": "{title} ({verbs}; Enter goes back): ",
    "menu.question.again": "{title} (? says what can be done; Enter goes back): ",
    "form.must": "an answer is needed",
    "form.needed": "  Error: an answer is needed here. Type one, or < to go back.",
    "form.problem": "  Error: {problem}",
    # targets
    "account.silent": "What the account can choose from could not be looked up, so what is known already "
    "serves: "
    "{why}",
    # clusters
    # submissions
    "submissions.row": "{name}, sent {when} to {place}, token {token}",
    "submissions.nameless": "a cluster without a name",
    "submissions.settled": "This submission has got a response meanwhile.",
    "submissions.resuming": "Asking again under the token {token}. Ctrl-C leaves.",
    # presets
    "presets.row": "{name}: {about}",
    # parameters of a preset
    "parameters.heading": "This preset asks for: {titles}.",
    "parameters.question": "{title} ({wanted}; {enter}): ",
    "parameters.help": "  {title}: {wanted}. The preset calls it {name}; by itself it is {default}.\n"
    "  The value is put wherever the preset refers to it. < goes back.",
    "parameters.again": "Nothing was sent. The questions come again for other values; < goes back.",
    "parameters.no-default": "not given",
    # what a preset declares
    "declare.title": "Parameters of this preset",
    "declare.none": "This preset declares no parameter.",
    "declare.verbs": "change N, add, remove N, list; a number alone changes that one",
    "declare.help": "A preset asks for its parameters when it is used; ${{name}} in a field stands for one.\n"
    "  change 2   asks for name, title, type and default of number 2 again; 2 alone does the same\n"
    "  add        declares another one\n"
    "  remove 2   declares number 2 no more\n"
    "  list       lists them again\n"
    "  A name does in place of a number. :save saves what is declared with the preset.",
    "declare.broken": "{name}: declares none",
    "declare.default": "by itself {value}",
    "declare.no-default": "has to be given",
    "declare.places": "stands in {places}",
    "declare.unused": "stands nowhere yet: type ${{{name}}} into a field",
    "declare.kept": "{name} is declared.",
    "declare.renamed": "{old} is called {new} now, also where it stands.",
    "declare.removed": "{name} is declared no more.",
    "declare.removed.left": "{name} is declared no more; ${{{name}}} is but a text now, in {places}.",
    "declare.name": "Name (letters, digits, _ and -; {enter}; < goes back): ",
    "declare.name.help": "${{name}} in a field stands for the parameter of that name.",
    "declare.heading": "Title ({enter}): ",
    "declare.heading.help": "What it is asked for by; without one, by its name.",
    "declare.type": "Type (string, integer, number or boolean; {enter}): ",
    "declare.type.help": "A field that is nothing but ${{name}} gets a value of this type.",
    "declare.type.problem": "{answer} is none of string, integer, number and boolean.",
    "declare.has": "Has it a default? (yes or no; {enter}): ",
    "declare.has.help": "One without a default has to be given when the preset is used.",
    "declare.has.problem": "{answer} is neither yes nor no.",
    "declare.value": "Default ({enter}): ",
    "declare.value.help": "The value where none is given.",
    # exports
    "export.row": "{name}: {title}",
    "export.question": "Which format? (number or name; Enter goes back): ",
    "export.help": "Each format is the request as another tool takes it. No secret is in it: a variable "
    "stands for "
    "each.",
    "export.path": "Path of the file (for example {example}; Enter prints it here; < goes back): ",
    "export.path.help": "Nothing is overwritten without a question. A file of a program can be run as it is.",
    "export.overwrite.question": "Replace it? (yes or no; Enter means no): ",
    "export.unshowable": "Some of its characters cannot be shown, and stand here as others; a file has "
    "them all.",
    "export.not": "Nothing was exported.",
}
"""Sentences; in braces the values that the one who says them fills in."""
