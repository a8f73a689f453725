"""Why a text is not a JSON document, in the user's language."""

from wizard.document.parser import ParseProblem
from wizard.i18n import N_, _

_PROBLEMS = {
    "bytes": N_("Byte {byte} is not UTF-8. Save the file as UTF-8 without a byte order mark."),
    "mark": N_("Starts with a byte order mark. Save the file as UTF-8 without one."),
    "empty": N_("Empty. A request is a JSON object: {{ … }}"),
    "trailing": N_("The JSON ends before this. Remove what follows."),
    "constant": N_("{found} is not a JSON number."),
    "overflow": N_("{found} is too large for a number."),
    "surrogate": N_(
        "A string contains half of a surrogate pair (\\ud800 to \\udfff), which is not a character."
    ),
    "depth": N_("Objects and lists are nested more than {deepest} deep."),
}
_SYNTAX = {
    "comma": N_("Not JSON: there is a comma too many."),
    "zero": N_("Not JSON: a number has no leading 0."),
    "comment": N_("Not JSON: comments are not allowed. Remove it."),
    "word": N_("Not JSON: this word must be true, false or null."),
    "quotes": N_("Not JSON: names and strings need straight double quotes."),
    "Expecting value": N_("Not JSON: a value is expected here."),
    "Expecting property name enclosed in double quotes": N_(
        "Not JSON: a name in double quotes is expected here."
    ),
    "Expecting ':' delimiter": N_("Not JSON: a colon is expected here."),
    "Expecting ',' delimiter": N_("Not JSON: a comma or the closing bracket is expected here."),
    "Unterminated string starting at": N_("Not JSON: the string that starts here has no closing quote."),
    "Invalid control character at": N_(
        "Not JSON: a string contains a line break or another control character. Write \\n."
    ),
    "Invalid \\escape": N_("Not JSON: write a backslash in a string as \\\\."),
    "Invalid \\uXXXX escape": N_("Not JSON: \\u needs four hexadecimal digits."),
}
"""Common mistakes, and the messages of Python's JSON parser, with their remedies."""


def explain_problem(problem: ParseProblem) -> str:
    """Return why a text is not a document, and what to do."""
    values = dict(problem.values)
    if problem.kind != "syntax":
        return _(_PROBLEMS[problem.kind]).format(**values)
    reported = str(values["expected"])
    for start, message in _SYNTAX.items():
        if reported.startswith(start):
            return _(message)
    return _("Not JSON: {reason}.").format(reason=reported)
