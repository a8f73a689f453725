"""Requests with texts that are hard to quote."""

from typing import Any

from wizard.document.tree import set_in

SECRET = """s'e"c$r`e\\t& %s ${HOME} 中 #!"""
"""A secret that is hard to quote."""

TEXTS: dict[str, str] = {
    "single quotes": "it's ''quoted'' '",
    "double quotes": 'say "hello" ""',
    "newlines": "first\nsecond\n\n",
    "windows newlines and tabs": "first\r\nsecond\tthird\r",
    "dollars": "$HOME ${HOME} $(date) $$ $1 ${env:HOME} $'x'",
    "a reference in a field that is no secret": "${env:OSS_ACCESS_KEY_SECRET}",
    "backticks": "`date` ``",
    "backslashes": "C:\\dir\\new\\ \\\\ \\n \\",
    "leading dashes": "-rf --output=/dev/null -",
    "chinese": "渲染集群，每晚运行。",
    "emoji": "🚀👩‍🚀 and 🇨🇳",
    "exclamation marks": "!! !$ hello! #!/bin/bash",
    "percent signs": "%s %d %% %n {} {{0}} %(name)s",
    "here documents": "<<EOF\nEOF\n<<'END'\nEND",
    "globs": "* ? [a-z] ~ ~root {a,b}",
    "operators": "; | & && || > /dev/null < x # comment",
    "triple quotes": "'''\"\"\"r'''\"\"\"",
    "control characters": "\x00\x01\x07\x1b[31m\x7f\x80\x9f",
    "line separators": "\u2028\u2029\u0085\ufeff\u200b\u202e",
    "our own marks": "@@BODY@@ @@REGION@@ secret-0 secret-- BODY need('X')",
    "ends of everything": "\\'\"; exit 0; #')\n]}",
    "a file for curl, and returns": "@/etc/passwd\r\r",
    "latin": "é ß Å \N{COMBINING ACUTE ACCENT} \ufffd",
}


def document(text: str) -> dict[str, Any]:
    """Return a request with a text in every place."""
    return {
        "Name": "-a_cluster",
        "Description": text,
        "InstanceType": "ecs.sn1ne.large",
        "ImageId": f"img-{text}",
        "Bootstrap": f"echo {text}",
        "UserData": {text: text, "plain": ""},
        "EnvVars": {text: text},
        "Groups": {
            text[:60]: {"DesiredVMCount": 1, "ResourceType": "Spot", "SpotPriceLimit": 0.10, "Mode": text}
        },
        "Configs": {
            "Mounts": {
                "OSS": {"AccessKeyId": text, "AccessKeySecret": "${env:OSS_ACCESS_KEY_SECRET}"},
                "Entries": [{"Source": f"oss://b/{text}", "Destination": f"/{text}", "WriteSupport": False}],
            },
            "Networks": {"VPC": {"CidrBlock": "192.168.0.0/24"}},
        },
        text: {"unknown": [text, 1, 1.0, 10**20, 1e-7, True, None, [], {}]},
    }


def all_documents() -> dict[str, Any]:
    """Return a request with all the texts."""
    marks = "our own marks"  # below an unknown field, a key with "secret" in it marks a secret
    more = [document(text) for name, text in TEXTS.items() if name != marks]
    return {**document(TEXTS[marks]), "More": more}


def with_secret(tree: dict[str, Any]) -> Any:
    """Return the request as it has to arrive: the secret replaces its reference."""
    return set_in(tree, ("Configs", "Mounts", "OSS", "AccessKeySecret"), SECRET)
