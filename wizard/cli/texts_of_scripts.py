"""What the command line says about exports, checks, presets and their parameters, fields and codes."""

from wizard.core.texts import TEXTS as OF_PARAMETERS

SCRIPTS: dict[str, str] = {
    # --set
    # parameters
    "parameter.missing": OF_PARAMETERS["parameter.missing"],
    "parameter.needed": "{file} needs values that have no default: {options}",
    # check
    "check.folder.empty": "There is no *.json in the folder {folder}, nor in those inside it.",
    "check.junit.suite": "bcw check",
    "check.junit.fine": "nothing to complain about",
    # export
    "export.place": "--endpoint and --region have no effect on the format {name}.",
    # presets
    "presets.imported": "Imported as {name}: {path}",
    "presets.renamed": "Renamed to {name}: {path}",
    "presets.changed": "Changed: {path}",
    "presets.trashed": "It is kept in {path}. bcw presets restore {name} brings it back.",
    "presets.restored": "Restored: {path}",
    "presets.name": "Name it with --name: {given} cannot be the name of a preset.",
    "presets.secret": "{path}: the secret was not kept; {reference} stands for it.",
    "presets.replace": "Add --replace to put this one in its place.",
    "presets.deleted.none": "No preset was deleted that could be restored.",
    "presets.deleted.tag": "--tag does not go with --deleted, which lists names alone.",
    "presets.nothing": "Say what to change: --title, --description, --tag or --no-tag.",
    "diff.secrets": "Secrets are not compared: for what is typed in such a field a reference stands here.",
    "diff.same": "They say the same.",
    "diff.added": "+ {path}: {after}",
    "diff.removed": "- {path}: {before}",
    "diff.changed": "~ {path}: {before} -> {after}",
    "diff.moved": "~ {path}: the keys stand in another order",
    # explain
    "explain.unknown": "There is no field, error or rule “{name}”.",
    "explain.all": "bcw explain, without a name, lists all fields, codes and rules.",
    "explain.fields": "Fields",
    "explain.codes": "Codes of the service",
    "explain.rules": "Warnings and notes of the wizard",
    "explain.type": "Type: {kind}",
    "explain.required": "Required: the service refuses a request without it.",
    "explain.limits": "Limits: {limits}",
    "explain.unit": "Unit: {unit}",
    "explain.example": "Example: {example}",
    "explain.values": "Known values: {values}",
    "explain.secret": "A secret: in files {reference} stands for it.",
    "explain.below": "Holds: {names}",
    "explain.codes-of": "The service can refuse it with: {codes}",
    "explain.source": "Source: {source}",
    "explain.status": "HTTP status: {status}",
    "explain.says": "The service says: {message}",
    "explain.row": "Row E{number} of the error table",
    "explain.about": "About: {names}",
    "explain.severity": "It is a {severity}; --silence {name} leaves it out.",
    "explain.fills": "In braces stand the values of the request at hand.",
}
"""Sentences by id; see :mod:`wizard.cli.texts`."""

CODES: dict[str, tuple[int, str]] = {
    "IdempotentTokenMismatch": (
        400,
        "The token was used before with another request. Take a new token for a new request.",
    ),
    "InvalidIdempotentToken": (
        400,
        "A token is 1 to 64 letters, digits and underscores. Leave it out, and the wizard makes one.",
    ),
    "MissingGroups": (400, "Groups is mandatory for this action: a cluster needs at least one group."),
    "InvalidUrlPattern": (400, "The service knows no such address: an operation was misspelt."),
    "MethodNotAllowed": (400, "The address exists, but not with this HTTP method."),
    "InvalidVersion.NotFound": (403, "The version of the API is unknown: it is 2015-11-11."),
    "InvalidResource.AlreadyExisting": (403, "Something of that name exists already."),
    "InvalidQueryString": (403, "What stands behind the ? of the address cannot be read."),
    "QuotaExhausted": (
        403,
        "A limit of the account is reached. Delete something, or ask for a higher limit.",
    ),
    "Forbidden": (403, "The key may not do that. Ask whoever manages the account for the permission."),
    "InvalidResource.NotFound": (404, "There is no cluster, image or instance with this id, or no longer."),
    "InvalidAccessKeyId.NotFound": (404, "The service does not know the access key id. Check it for typos."),
    "SignatureDoesNotMatch": (
        400,
        "The signature is wrong: most likely the access key secret is. It was not the request.",
    ),
    "InvalidTimeStamp.Expired": (
        400,
        "The clock of this machine is more than 15 minutes off. Set it, and ask again.",
    ),
    "StateConflict": (
        409,
        "The state that it is in does not allow that: a cluster that is being deleted, say.",
    ),
    "InternalError": (500, "Something went wrong inside the service. Ask again under the same token."),
}
"""Codes that any operation may be answered with: status, and what to do.

Source: https://help.aliyun.com/document_detail/44730.html
"""
