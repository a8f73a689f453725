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
    "targets.title": "Targets",
    "targets.none": "Targets: none.",
    "targets.verbs": "use N, default N, test N, add, remove N, list; a number alone uses that one",
    "targets.help": "  use 2      sends requests to number 2 until the wizard ends; 2 alone does the same\n"
    "  default 2  sends them there for good, wherever no target is named\n"
    "  test 2     asks number 2 who it takes you for; nothing is changed there\n"
    "  add        asks for another target, and keeps it with its secret\n"
    "  remove 2   forgets number 2, with its secret; one that another program keeps stays\n"
    "  list       lists them again\n"
    "  A name does in place of a number.",
    "targets.row": "{name}: {about}",
    "targets.in-use": "in use now",
    "targets.for-good": "the default",
    "targets.unusable": "cannot be used: {problem}",
    "targets.used": "From now on requests go to {target}.",
    "targets.default": "{name} is the default now.",
    "targets.testing": "Asking {name}; this may take some seconds.",
    "targets.keeping": "Keeping it; a keyring may ask for its password.",
    "targets.replace.question": "A target named {name} is there already. Replace it? (yes or no; Enter "
    "means no): ",
    "targets.region.unknown": "{region} is none of the regions that are known to have BatchCompute. It was "
    "taken "
    "all the same.",
    "targets.added": "{name} is added. use {name} sends requests there.",
    "targets.again": "Nothing was kept. The questions come again; Enter keeps what was answered.",
    "targets.removed": "{name} is forgotten, with its secret.",
    "targets.remove.question": "Forget the target {name}, with its secret? (yes or no; Enter means no): ",
    "targets.foreign": "{name} was not added here but found elsewhere ({source}), and can only be removed "
    "there.",
    "targets.name": "Name of the target (letters, digits, . _ and -; {enter}; < goes back): ",
    "targets.name.help": "A name of your own choice, by which the target is used.",
    "targets.region": "Region (for example cn-hangzhou; {enter}): ",
    "targets.region.help": "The region that the account's clusters are created in. A known one or any other.",
    "targets.endpoint": "Endpoint (an address, vpc for the region's one inside a VPC, or public; {enter}): ",
    "targets.endpoint.help": "Where requests go. Left out, it is the public address of the region.",
    "targets.key": "Access key id (text; {enter}): ",
    "targets.key.help": "The id of an access key of the account. One that begins with STS. is a temporary "
    "key.",
    "targets.secret": "Access key secret (text that is not shown while you type; {enter}): ",
    "targets.secret.help": "The secret of that key. It is shown nowhere, and never put into a request.",
    "targets.keep": "Where to keep the secret (keyring or file; {enter}): ",
    "targets.keep.help": "Left out, it goes into the system's keyring or, where there is none, into a file "
    "that "
    "only you can read. Which of the two is said afterwards.",
    "targets.keep.problem": "{answer} is neither keyring nor file.",
    "targets.token": "Security token of the temporary key (text that is not shown while you type; {enter}): ",
    "targets.token.help": "A temporary key is of no use without it. It is kept where the secret is.",
    "account.silent": "What the account can choose from could not be looked up, so what is known already "
    "serves: "
    "{why}",
    # clusters
    "clusters.title": "Clusters that were created here",
    "clusters.none": "No cluster that was created here is left.",
    "clusters.verbs": "show N, states, resize N, open N, delete N, list; a number alone shows that one",
    "clusters.help": "  show 2     says how number 2 stands, and can say it again; 2 alone does the same\n"
    "  states     asks the targets how all of them stand\n"
    "  resize 2   gives a group of number 2 another number of machines\n"
    "  open 2     begins a new request that is like number 2\n"
    "  delete 2   deletes number 2 with all its machines, after a question\n"
    "  list       lists them again\n"
    "  An id does in place of a number. Each cluster costs money until it is deleted.",
    "clusters.row": "{name}, {id}, at {place}, created {age} ago",
    "clusters.row.active": "{name}, {id}, at {place}, created {age} ago; {running} of {desired} running",
    "clusters.row.deleting": "{name}, {id}, at {place}, created {age} ago; it is being deleted",
    "clusters.row.trouble": "{name}, {id}, at {place}, created {age} ago; how it stands is not known: "
    "{trouble}",
    "clusters.asking": "Asking the targets; this may take some seconds.",
    "clusters.look": "{id} (Enter looks again; resize, open, delete; < goes back to the list): ",
    "clusters.look.help": "  Enter    says again how it stands\n"
    "  resize   gives a group another number of machines\n"
    "  open     begins a new request that is like it\n"
    "  delete   deletes it with all its machines, after a question\n"
    "  It goes on by itself, whatever you do here.",
    "clusters.costs": "{clusters} may cost money, {machines} running; the longest for {age}, {name}. Each "
    "costs "
    "until it is deleted.",
    "clusters.delete.question": "Delete {id}, {name}, at {place}, created {age} ago, {running} running? "
    "All machines "
    "go, with what is on their disks. (yes or no; Enter means no): ",
    "clusters.kept": "{id} was not deleted.",
    "clusters.deleted": "{id} is being deleted; its machines stop one after the other.",
    "clusters.no-groups": "{id} has no group that could be resized.",
    "clusters.group": "{name}: {desired}",
    "clusters.group.question": "Which group? (number or name; < goes back): ",
    "clusters.group.help": "Each line is a group of the cluster, with the machines that it is to have.",
    "clusters.count.question": "{group}: how many machines? (a whole number, {limits}; Enter keeps "
    "{count}): ",
    "clusters.count.help": "The group gets as many machines over the next minutes. More machines cost more "
    "money.",
    "clusters.count.wrong": "  Error: {answer} is no such number. It takes {limits}.",
    "clusters.resize.question": "Change {group} from {before} to {count}? (yes or no; Enter means no): ",
    "clusters.resized.more": "Each of them costs money.",
    "clusters.resized": "{group} is to have {count} now. They come and go over the next minutes.",
    # submissions
    "submissions.title": "Unsettled submissions",
    "submissions.none": "Nothing is unsettled: of every submission it is known what came of it.",
    "submissions.verbs": "resume N, forget N, list; a number alone resumes that one",
    "submissions.help": "Nobody knows whether these clusters exist.\n"
    "  resume 2   finds out: the same request with the same token never makes a second cluster\n"
    "  forget 2   asks about number 2 no more\n"
    "  list       lists them again\n"
    "  A token does in place of a number.",
    "submissions.row": "{name}, sent {when} to {place}, token {token}",
    "submissions.nameless": "a cluster without a name",
    "submissions.settled": "This submission has got a response meanwhile.",
    "submissions.resuming": "Asking again under the token {token}. Ctrl-C leaves.",
    "submissions.forget.question": "Forget the submission of {name}? Its cluster may exist, and cost "
    "money. (yes "
    "or no; Enter means no): ",
    "submissions.forgotten": "It is forgotten. Whether its cluster exists, the list of clusters of {place} "
    "says.",
    # presets
    "presets.title": "Presets",
    "presets.none": "Presets: none.",
    "presets.verbs": "use N, edit N, show N, rename N, describe N, delete N, restore, diff N M, import, "
    "list; "
    "a number alone uses that one",
    "presets.help": "  use 2       begins a new request with number 2; 2 alone does the same\n"
    "  edit 2      opens the preset itself, and saves back into it\n"
    "  show 2      says what number 2 is for, and what it asks for\n"
    "  rename 2    gives number 2 another name\n"
    "  describe 2  changes its title, its description and its tags\n"
    "  delete 2    deletes it; restore brings it back\n"
    "  restore     brings back one that was deleted\n"
    "  diff 2 3    says what is different from number 2 to number 3; a path of a file does, too\n"
    "  import      saves what a file holds as a preset\n"
    "  list        lists them again\n"
    "  A name does in place of a number. What came with the wizard is never changed.",
    "presets.row": "{name}: {about}",
    "presets.shipped": "came with the wizard",
    "presets.yours": "yours",
    "presets.covers": "yours, in place of the one that came with the wizard",
    "presets.tags": "tags {tags}",
    "presets.asks": "It asks for: {titles}.",
    "presets.adds-up": "It adds up to {totals}.",
    "presets.replace.question": "Replace it? (yes or no; Enter means no): ",
    "presets.name": "New name (a-z, 0-9, . _ and -; {enter}; < goes back): ",
    "presets.name.help": "The name by which the preset is opened from now on.",
    "presets.renamed": "{old} is called {new} now.",
    "presets.describe.help": "What a list of presets says of it. - takes it out, < goes back.",
    "presets.described": "What {name} says of itself is changed.",
    "presets.deleted": "{name} is deleted. restore {name} brings it back.",
    "presets.restore.none": "There is no deleted preset to bring back.",
    "presets.restore.question": "Which one? (number or name; Enter brings none back): ",
    "presets.restore.help": "Of each name, the one that was deleted last comes back.",
    "presets.restore.unknown": "No deleted preset is called {name}. There are: {names}.",
    "presets.restored": "{name} is back.",
    "presets.import.path": "Path of the file (a request or a preset, as JSON; {enter}; < goes back): ",
    "presets.import.name": "Name of the preset (a-z, 0-9, . _ and -; {enter}): ",
    "presets.import.own": "Enter takes the name of the file, or that in it",
    "presets.import.help": "What the file holds becomes a preset of yours; the file stays as it is.",
    "presets.imported": "{name} is a preset of yours now.",
    "presets.diff.one": "From which? (number, name, or path of a file; {enter}; < goes back): ",
    "presets.diff.other": "To which? (number, name, or path of a file; {enter}): ",
    "presets.diff.same": "They say the same, secrets aside.",
    "presets.diff.help": "Two presets, or files, are compared place by place.",
    "presets.diff.heading": "From {one} to {other}:",
    "presets.diff.about": "preset, {name}",
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
