"""Every sentence of the plain questions, as data: an id and named values."""

from typing import Any

from wizard.prompts.texts_of_lists import MORE

TEXTS: dict[str, str] = {
    **MORE,
    # the beginning
    "hello": "The wizard as plain questions. Target: {target}.",
    "hello.keys": "Enter keeps what is there. ? explains a question, < goes back, :help lists the rest.",
    "hello.notice": "{notice}",
    "hello.unsettled": "Of {count} nobody knows what came: :submissions lists them.",
    "start.heading": "What do you want to begin with?",
    "start.continue": "Continue: go on with the request that is open ({title})",
    "start.draft": "Draft left behind {when}: {name} ({origin})",
    "start.unsettled": "Unsettled, asks before it is sent again: {about}",
    "start.blank": "New cluster: one group of one machine",
    "start.preset": "Preset {name}: {title}",
    "start.preset.broken": "Preset {name}, which cannot be opened: {problem}",
    "start.recent": "File {path}",
    "start.file": "Open a file: a request or a preset, as JSON",
    "start.paste": "Paste JSON: a request or a preset",
    "start.question": "Number, name of a preset, or path of a file (Enter means 1): ",
    "start.discard.question": "Discard the draft {name}, left behind {when}? It cannot be brought back. (yes "
    "or no; Enter means no): ",
    "start.discarded": "The draft {name} is discarded.",
    "start.discard.none": "discard takes the number of a draft, as in discard 1.",
    "start.help": "Each line is something to begin with; nothing is sent before you say so on the last "
    "step. ? and "
    "a number says more of it; discard and the number of a draft deletes that; :presets does more with "
    "presets.",
    "start.unknown": "There is nothing numbered or named {answer} to begin with.",
    "start.unknown.near": "There is nothing numbered or named {answer} to begin with. Did you mean {near}?",
    "start.path": "Path of the file (Enter goes back): ",
    "start.pasted": "Paste the JSON, then type a line with a single full stop (Enter goes back): ",
    "start.found": "{counts} in this request. They are said at their questions, and on the review.",
    "start.answer": "This looks like an answer of the service: {keys} are only ever read.",
    "start.answer.question": "Set them aside? (yes or no; Enter means no): ",
    "start.drop": "The request that is open is not saved. Opening another one drops it.",
    "start.drop.question": "Drop it? (yes or no; Enter means no): ",
    "start.title": "new request",
    "origin.blank": "a new request",
    "origin.preset": "from the preset {name}",
    "origin.file": "from the file {name}",
    "origin.paste": "a pasted request",
    "origin.draft": "a draft",
    # steps
    "blank": "",
    "step.heading": "Step {number} of {count}: {title}. {help}",
    "step.state": "  {number}  {title}: {state} (:{id})",
    "step.here": "  {number}  {title}, where you are: {state} (:{id})",
    "step.empty": "empty",
    "step.filled": "nothing to complain about",
    "gate.step": "Fill in {title}? (yes or no; Enter means {default}): ",
    "gate.section": "{title}: {help} Fields: {fields}. Fill in? (yes or no; Enter means {default}): ",
    "gate.more": "More fields, which few people need: {fields}. Go through them? (yes or no; Enter means "
    "{default}): ",
    "gate.help": "Yes asks for each of these fields; no leaves them as they are. Fields:",
    "gate.field": "  {title}: {help}",
    # a field
    "field.question": "{title} ({about}): ",
    "field.section": "{section}: {title}",
    "field.needed": "needed",
    "field.example": "for example {example}",
    "field.keeps": "Enter keeps {value}",
    "field.keeps.secret": "Enter keeps the one that was typed, - takes it out",
    "field.keeps.reference": "Enter keeps the variable {name} as its source",
    "field.leaves": "Enter leaves it out",
    "field.leaves.needed": "Enter leaves it open for now",
    "field.leaves.hint": "Enter leaves it out. {hint}",
    "field.keeps.hint": "Enter keeps {value}, which is {hint}",
    "field.kind.string": "text",
    "field.kind.secret": "text that is not shown while you type",
    "field.kind.integer": "a whole number",
    "field.kind.number": "a number",
    "field.kind.bytes": "a whole number of bytes, or such as 512 MB",
    "field.kind.boolean": "yes or no",
    "field.kind.multiline": "lines of text, ended by a line with a single full stop",
    "field.kind.limits": "{kind}, {limits}",
    "field.known": "text or the number of one of the {count} known values; ? and a part of one lists them",
    "field.listed": "number or text",
    "field.listed.closed": "number or name",
    "field.known.few": "{kind}, ? lists the {count} known values",
    "field.unit": "{kind} of {unit}",
    "field.option": "  {number}  {value}",
    "field.option.about": "  {number}  {value}: {about}",
    "field.blank": "an empty text",
    "field.json": "{value}, which is {kind}",
    "field.lines": "the {count} lines above",
    "field.shown": "    {line}",
    "field.hint": "  That is {hint}.",
    "field.taken": "  Taken as {value}.",
    "field.cleared": "  {title} is left out now.",
    "field.nothing": "  There is nothing to take out.",
    "field.closed": "  Error: {answer} is none of these. Type a number or a name, or Enter to keep it.",
    "field.yes-no": "  Error: {answer} is neither yes nor no. Type yes or no, or Enter to keep it.",
    "field.secret": "  It stays in memory only; files get a reference to the variable {name} in its place.",
    "field.none": "No known value holds {part}.",
    "field.more": "  and {count} more; a longer part narrows them down",
    "field.line": "Line {number}: ",
    "kind.string": "a text",
    "kind.bool": "true or false",
    "kind.number": "a number",
    "kind.list": "a list",
    "kind.dict": "an object",
    "kind.null": "null",
    "yes": "yes",
    "no": "no",
    # findings
    "finding.error": "  Error: {text} [{rule}]",
    "finding.warning": "  Warning: {text} [{rule}]",
    "finding.note": "  Note: {text} [{rule}]",
    "finding.fix": "  !{number} mends it: {label}",
    "finding.place": "{place}: {text}",
    "finding.mended": "  Done: {label}. :undo takes it back.",
    "finding.no-fix": "  There is no fix of that number here.",
    "finding.whole": "the whole request",
    # help
    "explain.title": "{title}: {help}",
    "explain.limits": "  Takes {limits}.",
    "explain.example": "  For example: {example}",
    "explain.codes": "  What the service may answer when it is wrong: {codes}",
    "explain.api": "  API name: {name}",
    "explain.source": "  Source: {source}",
    "explain.known": "  Known values: {count}. ? and a part of one lists those that hold it.",
    "explain.now": "  Now: {value}",
    "explain.none": "  Now: not in the request",
    "explain.answer": "  Type the answer and press Enter. Enter alone keeps what is there. - takes it out.",
    "explain.escape": "  An answer that looks like one of the wizard's own words, such as - or :review, is "
    "typed with a \\ before it: \\-",
    "help.lines": "At any question:\n"
    "  Enter   keeps what is there and goes on\n"
    "  <       goes back to the question before\n"
    "  ?       explains the question; ? and a part of a word lists known values that hold it\n"
    "  -       takes the value out\n"
    "  !1      applies the fix of that number\n"
    "  \\       before an answer: it is meant as it stands, such as \\- for a single dash\n"
    "Commands; the beginning of one will do:\n"
    "  going:     {steps}, :next, :back, :steps lists how they stand, :find and words of a field\n"
    "  changing:  :undo, :redo, :remove and words of an object, an entry or a field,\n"
    "             :text edits the request as text\n"
    "  looking:   :json the request as it would be sent, :diff what was changed, :diff submitted since then\n"
    "  keeping:   :save where it came from, :save-as a preset, :save-file, :export for another tool\n"
    "  sending:   :submit, :submissions that are unsettled, :clusters that were created, :targets where it "
    "goes\n"
    "  the rest:  :presets is the library, :parameters that the one at hand declares, :help says this, "
    ":quit leaves\n"
    "  Ctrl-C or the end of the input leaves at once; the draft is kept.",
    "command.unknown": "There is no :{name}. :help lists what there is; an answer that begins like this is "
    "typed as \\:{name}",
    "command.unknown.near": "There is no :{name}. Did you mean :{near}? An answer that begins like this is "
    "typed as "
    "\\:{name}",
    "command.ambiguous": ":{name} may mean {names}.",
    "command.no-request": "Begin with something first: an empty request, a preset or a file.",
    "undo.done": "Taken back: {what}.",
    "redo.done": "Done again: {what}.",
    "undo.nothing": "There is nothing to take back.",
    "redo.nothing": "There is nothing to do again.",
    "change.set": "change of {field}",
    "change.remove": "taking out of {field}",
    "change.add": "adding of {field}",
    "change.rename": "renaming of {field}",
    "change.move": "moving of {field}",
    "change.patch": "mending of {field}",
    "change.replace": "change of the whole request",
    "find.none": "No field holds {words}.",
    "find.words": "Type words of the field's name or help behind :find.",
    "find.row": "  {number}  {place}",
    "find.question": "Number of the field (Enter stays here): ",
    "remove.none": "Nothing in the request is called {words}.",
    "remove.row": "  {number}  {title} ({key}): {value}",
    "remove.more": "  and {count} more; words behind :remove list fewer",
    "remove.question": "Number of what to remove (Enter removes nothing): ",
    "remove.done": "{title} is removed. :undo brings it back.",
    "json.size": "{size} bytes, sent without indentation; secrets are masked:",
    "json.size.indented": "{size} bytes; secrets are masked:",
    "diff.unsent": "Nothing was submitted here yet; :diff says what is different from what was opened.",
    "diff.none": "Nothing is different.",
    "diff.added": "  added    {place}: {after}",
    "diff.removed": "  removed  {place}: {before}",
    "diff.changed": "  changed  {place}: {before} became {after}",
    "diff.moved": "  moved    the order of {place}",
    # lists and maps
    "rows.question": "{title} (add, edit N, delete N, duplicate N, move N M, list N; {enter}): ",
    "rows.question.empty": "{title} (add begins one; {enter}): ",
    "rows.enter": "Enter goes on",
    "rows.count": "{title}: {count}.",
    "rows.none": "{title}: none yet.",
    "rows.row": "  {number}  {text}",
    "rows.row.found": "  {number}  {text} ({counts})",
    "rows.more": "  and {count} more; list {next} shows those from there",
    "rows.strange": "  What is no object is not shown, and stays as it is: {count}.",
    "rows.what": "{answer} is nothing that can be done here. ? says what can.",
    "rows.what.near": "{answer} is nothing that can be done here. Did you mean {near}?",
    "rows.empty": "The list is empty.",
    "rows.number": "There is no number {answer} here: 1 to {count}.",
    "rows.one": "{verb} takes a number or a name alone, as in {verb} {name}. It asks for the rest.",
    "rows.nothing": "There is nothing here yet; add begins one.",
    "rows.number.missing": "Say which one by its number, as in {name} 1.",
    "rows.deleted": "  {name} is deleted. :undo brings it back.",
    "rows.moved": "  {name} is number {number} now.",
    "rows.added": "  {name} is added.",
    "rows.help": "  add           begins a new one and asks for its fields\n"
    "  edit 2        or 2 alone goes through the fields of number 2\n"
    "  delete 2      deletes it; :undo brings it back\n"
    "  duplicate 2   adds a copy at the end\n"
    "  move 2 1      makes number 2 the first\n"
    "  list 21       lists from number 21 on",
    "name.question": "{title} (needed, 1 to 64 characters; Enter keeps {value}): ",
    "name.title": "Name",
    "name.taken": "  Error: {name} is taken by another one. Type another name, or Enter to keep {old}.",
    "name.empty": "  Error: a name is needed. Type one, or Enter to keep {old}.",
    "name.help": "The name of the group, 1 to 64 characters; letters, digits, _ and - are safe.",
    "list.question": "{title}, one a line ({enter}; :edit N, :delete N, :move N M; - takes all out): ",
    "list.question.empty": "{title}, one a line ({enter}): ",
    "list.known": "{title} (number or name, several with commas between, adds or takes away; {enter}): ",
    "list.chosen": "  {number}  {value}, chosen: {about}",
    "list.enter": "an empty line goes on",
    "list.edit": "Number {number} (Enter keeps {value}): ",
    "map.question": "{title}, KEY=VALUE a line ({enter}; :edit N, :rename N, :delete N, :move N M; - takes "
    "all "
    "out): ",
    "map.question.empty": "{title}, KEY=VALUE a line ({enter}): ",
    "map.value": "Value of {key} (Enter keeps {value}): ",
    "map.key": "Key (Enter keeps {key}): ",
    "map.taken": "  Error: {key} is there already. Type another key, or Enter to keep it as it is.",
    "map.form": "  Error: {answer} is not of the form KEY=VALUE, nor a JSON object of keys and texts.",
    "map.unreadable": "  This is {found}, not an object of texts; it stays as it is until an entry is typed.",
    "map.row": "  {number}  {key}={value}",
    "map.replaced": "  {key} was there; it has the new value now.",
    # the request as text
    "text.question": "The request as text. 1 edit it with {editor}, 2 type or paste another one (Enter goes "
    "back): ",
    "text.question.again": "The text was not taken over. 1 edit it further with {editor}, 2 type or paste "
    "another "
    "one (Enter drops it): ",
    "text.help": "VISUAL or EDITOR names the editor. A secret is shown as its reference, and stays unless "
    "that is "
    "replaced. :undo takes everything back at once.",
    "text.pasted": "Type or paste the JSON, then a line with a single full stop (Enter goes back): ",
    "text.wrong": "  Error: line {line}, column {column}: {why}",
    "text.same": "Nothing was changed.",
    "text.taken": "The text is taken over. :undo takes it back.",
    "text.left": "The editor ended without success; nothing was changed.",
    "text.no-editor": "The editor could not be run: {why}. Set EDITOR to the one you use.",
    "text.no-terminal": "There is no terminal for an editor here; type or paste the text.",
    # review
    "review.found": "{counts}.",
    "review.clean": "Nothing to complain about.",
    "review.row": "  {number}  {severity}, {place}: {text} [{rule}]",
    "review.fix": "     !{number} mends it: {label}",
    "review.error": "Error",
    "review.warning": "Warning",
    "review.note": "Note",
    "review.totals": "Adds up to {totals}.",
    "review.target": "Goes to {target}.",
    "review.line": "Request: POST /clusters?IdempotentToken={token}",
    "review.token.problem": "  Error: {problem} Type token to set another one.",
    "review.blocked": "The service would refuse this: {count} left.",
    "review.ready": "Ready to be sent.",
    "review.question": "What now? submit, save, file, export, token, json, quit{numbers} (Enter says this "
    "again): ",
    "review.numbers": ", a number to go to that field",
    "review.help": "  submit  sends the request; errors come first; asks before it creates anything\n"
    "  save    saves it as a preset, or where it came from\n"
    "  file    saves it as a file\n"
    "  export  writes it for another tool\n"
    "  token   sets another idempotent token; the same token never makes a second cluster\n"
    "  json    shows the request as it would be sent\n"
    "  quit    leaves the wizard\n"
    "  2       goes to the field of number 2; !2 applies its fix",
    "review.what": "{answer} is nothing that can be done here. ? says what can.",
    "token.question": "Token (1 to 64 of A-Z, a-z, 0-9 and _; new makes one; Enter keeps {token}): ",
    "token.problem": "  Error: {problem}",
    "token.help": "The same token with the same request never makes a second cluster, sent once or often.",
    "why": "  {message} {why} [{rule}]",
    # submission
    "submit.errors": "The service would refuse this request: {count}. Nothing was sent.",
    "confirm.yes": "{question} (yes or no; Enter means yes): ",
    "confirm.no": "{question} (yes or no; Enter means no): ",
    "submit.pending.question": "What now? 1 retry (same token), 2 create another cluster, 3 send nothing "
    "(Enter means 3): ",
    "submit.pending.question.help": "Retry sends the same request and token: it returns the existing "
    "cluster, or creates it.",
    "submit.no": "Nothing was sent.",
    "submit.sending": "Sending to {target}, for {seconds} seconds at most. Ctrl-C leaves.",
    "submit.token.question": "Make a new token, for another cluster? (yes or no; Enter means yes): ",
    "submit.token.new": "The next submission goes out under the token {token}, as another cluster.",
    "submit.changed.question": "What now? 1 retry the earlier request, 2 create another cluster under a new "
    "token, 3 send nothing (Enter means 3): ",
    "submit.changed.question.help": "Retry sends the earlier request under its token, which never creates a "
    "second cluster.",
    "submit.mistake": "A mistake in bcw ended the submission ({kind}). Please report it.",
    "submit.mistake.how": "Submit again to find out: the token stays the same.",
    "submit.step": "  {text}",
    "submit.created": "The cluster is created.",
    "submit.refused": "The service refused the request.",
    "submit.unknown": "Whether the cluster exists is not known.",
    "submit.failed": "Nothing was sent.",
    "submit.id": "Id: {id}",
    "submit.code": "Code: {code}",
    "submit.request": "Request id: {id}",
    "submit.machines": "Machines: {running} of {desired} running, {starting} starting.",
    "submit.group": "  {name}: {actual} of {desired}",
    "submit.groups.more": "  and {count} more",
    "submit.log": "  {line}",
    "submit.deleting": "The cluster is being deleted.",
    "submit.watch": "The machines could not be looked up: {why}",
    "submit.next": "What now? 1 quit, 2 look at the machines again, 3 back to the review (Enter means 1): ",
    "submit.next.help": "The cluster is created and goes on by itself, whatever you do here. Look again as "
    "often as you like.",
    # saving
    "save.name": "Name of the preset (a-z, 0-9, . _ and -; {enter}; < does not save): ",
    "save.title": "Title ({enter}): ",
    "save.description": "Description ({enter}): ",
    "save.tags": "Tags, with commas between ({enter}): ",
    "save.path": "Path of the file ({enter}; < does not save): ",
    "save.help": "Nothing is overwritten without a question. bcw new --preset NAME begins with a preset.",
    "save.overwrite": "{what} is there already.",
    "save.overwrite.question": "Replace it with this request? (yes or no; Enter means no): ",
    "save.done": "Saved: {path}",
    "save.secret": "Its secret is not in the file: {name} stands for it there.",
    "save.not": "Not saved.",
    # leaving
    "quit.question": "This request is not saved. 1 quit and keep the draft, 2 save it as a preset, 3 stay, "
    "4 quit and discard it (Enter means 1): ",
    "quit.help": "The draft is kept without the secrets that were typed. What is discarded cannot be brought "
    "back.",
    "draft.problem": "The draft could not be written: {why}",
    "bye.interrupted": "Interrupted.",
    "bye.ended": "The input has ended.",
    "bye.created": "The cluster {id} is created.",
    "bye.submission": "Whether a cluster was created is not known; its token is {token}.",
    "bye.draft": "The draft is kept: bcw offers it when it starts again.",
    # the terminal
    "line.cut": "That line has the {length} characters at which this terminal cuts a line off; the answer "
    "was not taken. Put it into a file and open that.",
    "line.bytes": "That line is no UTF-8 text; the answer was not taken.",
}


def say(name: str, /, **values: Any) -> str:
    """A sentence with its values filled in."""
    return TEXTS[name].format(**values)
