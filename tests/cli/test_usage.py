"""Wrong usage of each command: exit code 2, nothing on standard output, and what to do instead."""

from pathlib import Path

import pytest

from wizard.storage import locations

from .driver import Run

WORDS = {
    "": "bcw submit",  # without a terminal
    "chek": "'chek' is not a bcw command. Did you mean: check",
    "xyzzy": "'xyzzy' is not a bcw command. Commands: new, edit, check",
    "request.json": "To open a file: bcw edit request.json",
    "a;b.json": "bcw edit 'a;b.json'",
    "--verbose": "Try 'bcw --help' for help.",
    "--lang fr schema": "'en', 'zh_CN'",
    "schema --lang fr": "'en', 'zh_CN'",
    "--lang= schema": "'en', 'zh_CN'",
    "new --preset Small": "no preset named Small",
    "new --preset smallest": "needs a terminal",
    "edit": "P|FILE",
    "edit -": "standard input",
    "edit smalest": "Did you mean: smallest",
    "open gone.json": "gone.json does not exist",
    "open invalid.json": "line 2, column 11",
    "open right.json": "needs a terminal",
    "check": "Usage: bcw check [OPTIONS] FILE...",
    "check --formt json right.json": "--format",
    "check --format xml right.json": "'xml' is not one of 'text', 'json'",
    "check smallest --ignore duplicate-kee": "duplicate-key",
    "check smallest --ignore InvalidName": "Errors cannot be ignored",
    "check smallest --ignore secret-unusable": "Errors cannot be ignored",
    "check smallest --ignore xyzzy": "no warning or note",
    "check smallest --region Beijing!": "cn-hangzhou",
    "check smallest --profile nowhere": "nowhere",
    "check --fix -": "standard input",
    "check --fix right.json --set Name=x": "--fix and --set exclude each other",
    "export gone.json": "gone.json does not exist",
    "export ./gone": "gone does not exist",
    "export Preset": "no preset named Preset",
    "export mine": "To use the file of that name: ./mine",
    "export smallest --as curl --region Beijing!": "cn-hangzhou",
    "export smallest --as curl --endpoint http://example.com": "HTTP",
    "submit smallest": "Nothing was sent. Add --yes",
    "submit smallest --timeout soon": "seconds",
    "submit smallest --timeout 0": "seconds",
    "submit smallest --yes --region Nowhere!": "not a region id",
    "submit smallest --yes --token a-b": "1 to 64 letters, digits and underscores",
    "explain DesiredVmCont": "DesiredVMCount",
    "explain disktype": "Configs.Disks.SystemDisk.Type",  # two fields are named Type
    "explain disk-type-differ": "disk-types-differ",
    "explain xyzzy": "No field, error code or rule",
    "help Keys": "Did you mean: bcw help keys",
    "help check": "Did you mean: bcw check --help",
    "help zzz": "Guides: presets, ",
    "keys --test": "needs a terminal",
    "presets": "Usage: bcw presets",
    "presets lst": "'lst' is not a bcw presets command. Did you mean: list",
    "presets set smallest": "Nothing to change",
    "presets list --deleted --own": "exclude each other",
    "presets list --deleted --tag=a": "exclude each other",
    "profiles add --region cn-beijing --key-id k": "NAME is missing",
    "profiles add prod --key-id k": "--region is missing",
    "profiles add prod --region cn-beijing": "--key-id is missing",
    "profiles add prod --region cn-a --endpoint https://a.b --vpc --key-id k": "exclude each other",
    'profiles add prod --region cn-a --key-id "LTAI"': "AccessKey ID is enclosed in quotation marks",
    "profiles add prod --region cn-a --key-id k --secret s": "--secret",
    "profiles add prod --region cn-a --key-id k": "Write it to standard input",
    "profiles use nobody": "No profile named 'nobody'. Profiles: sandbox.",
    "profiles use environment": "cannot be the default",
    "profiles remove nobody": "bcw profiles list",
    "profiles test nobody": "nobody",
    "submissions resume --yes": "no unconfirmed submissions",
    "submissions forget abc --yes": "abc",
    "sandbox --quota MaxClusters=3": "MaxClusters is not a quota. Quotas: MaxClusterCount",
    "sandbox --quota MaxClusterCount=-1": "-1 is not a valid value of MaxClusterCount",
    "sandbox --quota MaxClusterCount": "for example MaxClusterCount=3",
    "sandbox --speed 0": "'0' is not a valid speed",
    "sandbox --speed quick": "'quick' is not a valid speed",
    "sandbox --port 65536": "from 0 to 65535",
}


@pytest.mark.parametrize(("line", "words"), WORDS.items())
def test_wrong_usage_says_what_to_do(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("invalid.json").write_text('{\n  "Name": oops\n}')
    for name in ("right.json", "mine"):
        Path(name).write_text("{}")
    run(*line.split()).fails(2, words)
    assert not locations.sandbox_file().exists() and not locations.profiles_file().exists()
