"""What this room says to people: a table from an id to a template with named values.

A sentence travels as its id and its values and is put into words only where it is shown, so that another
table of the same ids makes the room speak another language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["TEXTS", "Sentence"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: which, and what stands in its gaps.

    Attributes:
        id: a key of `TEXTS`.
        values: what the template names; a value may be a sentence itself.
    """

    id: str
    values: Mapping[str, object] = field(default_factory=dict)

    def render(self, table: Mapping[str, str]) -> str:
        """The sentence in the words of `table`."""
        shown = {
            name: value.render(table) if isinstance(value, Sentence) else value
            for name, value in self.values.items()
        }
        return table[self.id].format_map(shown)

    @property
    def text(self) -> str:
        """The sentence in English."""
        return self.render(TEXTS)

    def __str__(self) -> str:
        return self.text


TEXTS: Mapping[str, str] = {
    # Where to, and as whom.
    "credentials.half": (
        "{given} is set, but {missing} is not: a key pair has two halves. Set {missing} too, or unset "
        "{given} to work with the sandbox."
    ),
    "credentials.none": (
        "{host} asks for an access key, and none was found. Set ALIBABA_CLOUD_ACCESS_KEY_ID and "
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET, or add a target: bcw targets add."
    ),
    "credentials.part.id": "the access key id",
    "credentials.part.secret": "the access key secret",
    "credentials.part.token": "the security token",
    "credentials.locked": (
        "The secret of the target {name} could not be had from the system's keyring: {reason}. Unlock it and "
        "try again, or keep the secret in a file: bcw targets add {name} --replace --keep file."
    ),
    "credentials.unreadable": "The secret of the target {name} could not be read: {reason}",
    "credentials.gone": (
        "The secret of the target {name} is no longer where it was kept. Type it again: "
        "bcw targets add {name} --replace."
    ),
    "credentials.malformed": (
        "What {source} has for {what} holds a character that no access key has (a space, a quotation mark, a "
        "line break?), or nothing. Copy it again, without what stands around it."
    ),
    "credentials.quoted": (
        "What {source} has for {what} is enclosed in quotation marks, which do not belong to it. Remove "
        "them: an env file (docker --env-file, for example) takes values without quotation marks."
    ),
    "credentials.typed.quoted": (
        "What was given for {what} is enclosed in quotation marks, which do not belong to it. Remove them."
    ),
    "credentials.typed.malformed": (
        "What was given for {what} holds a character that no access key has (a space, a quotation mark, a "
        "line break?). Copy it again, without what stands around it."
    ),
    "credentials.typed.missing": "Nothing was given for {what}. It comes with the key: copy it from there.",
    "region.missing": (
        "An access key was found ({source}), but no region. Set ALIBABA_CLOUD_REGION_ID or give --region, "
        "for example --region cn-hangzhou."
    ),
    "region.malformed": (
        "{region} is no region id. One looks like cn-hangzhou or us-west-1: lower-case letters, digits and "
        "hyphens."
    ),
    "endpoint.malformed": (
        "{endpoint} is no endpoint: {reason}. One looks like https://batchcompute.cn-hangzhou.aliyuncs.com "
        "or, for a local service, http://127.0.0.1:8080."
    ),
    "endpoint.variable": "The variable {variable} cannot be used: {problem}",
    "endpoint.hidden": "the address",
    "endpoint.userinfo": "it holds a user name or a password, which do not belong there",
    "endpoint.scheme": "its scheme is not https",
    "endpoint.path": "it goes on after the host and the port",
    "endpoint.host": "its host is not one",
    "endpoint.port": "its port is not one",
    "endpoint.insecure": (
        "{endpoint} is plain HTTP, which anybody on the way can read and change; it is used for this "
        "machine only. Use https://{host} instead."
    ),
    "target.unknown": "No target is called {name}. There are: {names}.",
    "target.ignored": (
        "{name} is a profile of the aliyun command, and {variable} is TRUE. Unset {variable} to use it."
    ),
    "target.unreadable": (
        "{reason} Until then, another target has to be named: --target sandbox, for example."
    ),
    "target.choose": (
        "Several targets are saved ({names}), and none is chosen: bcw targets use NAME chooses one, --target "
        "NAME names one for once."
    ),
    "target.chosen_gone": (
        "The target that was chosen, {name}, is no longer there. Choose another: bcw targets use NAME."
    ),
    # Places where other programs keep keys.
    "place.unreadable": "{path} cannot be read: {reason}",
    "place.special": "it is no ordinary file",
    "place.not_json": "{path} is no JSON: aliyun configure writes it anew",
    "place.not_ini": "{path} is not in the form that bcs writes: bcs login writes it anew",
    "place.no_profiles": "{path} holds no list of profiles: aliyun configure writes it anew",
    "place.no_file": "{path} does not exist: aliyun configure writes it",
    "place.no_profile": "{path} has no profile {profile}, which is the one to use",
    "place.mode": (
        "the profile {profile} is of the mode {mode}, which only the aliyun command itself can use; AK and "
        "StsToken can be used here. Put a key pair of that role into the ALIBABA_CLOUD_… variables"
    ),
    "place.no_token": "{path}: the profile {profile} is of the mode StsToken, and has no sts_token",
    "place.empty": "{path} holds no access key",
    "place.half": "{path} holds half a key pair: {missing} is missing",
    "place.bcs_plain": (
        "{path} has bcs talk without TLS (ssl = false). It is HTTPS that is used here all the same."
    ),
    "place.open": "{path} holds a secret, and other people can read it. Close it: chmod 600 {path}",
    "place.passed_over": "Passed over: {source}: {problem}.",
    "place.unusable": (
        "The account that is configured cannot be used: {source}: {problem}. Correct that, or choose another "
        "account or the sandbox: bcw targets use NAME, or --target sandbox for once."
    ),
    "place.unusable_profile": (
        "The account that is configured cannot be used: {source}: {problem}. Correct that, or choose another "
        "account or the sandbox: bcw targets use NAME, or --target sandbox for once. {ignore}=TRUE hides the "
        "profiles of aliyun."
    ),
    "place.unusable_named": (
        "The profile that {variable} names cannot be used: {source}: {problem}. Correct that or unset "
        "{variable}, or choose another account or the sandbox: --target sandbox. {ignore}=TRUE hides the "
        "profiles of aliyun."
    ),
    "place.profile_unused": (
        "{variable} names the profile {profile}, but the account used is {name}, which comes first."
    ),
    # Where secrets are kept.
    "vault.keyring": "The secret is kept in the system's keyring.",
    "vault.file": "The secret is kept in {path}, which nobody else can read.",
    "vault.file_because": ("The secret is kept in {path}, which nobody else can read: {reason}."),
    "vault.none": "this system has no keyring that can be used",
    "vault.slow": "the system's keyring did not answer within {seconds} s",
    "vault.failed": "the system's keyring failed ({kind})",
    "vault.forgetful": "the system's keyring does not give back what was put into it",
    "vault.left": "The secret of {name} may still be in the system's keyring: {reason}.",
    # Titles.
    "target.sandbox": "sandbox",
    "target.real": "{account} · {region} · {host}",
    "target.deprecated": (
        "Alibaba Cloud marks BatchCompute as deprecated: new accounts may be refused, and it may be shut "
        "down."
    ),
    "source.environment": "the environment (ALIBABA_CLOUD_ACCESS_KEY_ID)",
    "source.sandbox": "the sandbox itself",
    "source.saved": "the saved targets ({path})",
    "source.saved_keyring": "the saved targets ({path}), the secret in the system's keyring",
    "source.aliyun": "the aliyun command's profile {profile} ({path})",
    "source.bcs": "the configuration of bcs ({path})",
    # What cannot be sent.
    "unsendable.id": "{value} cannot be the id or the name of a {what}: nothing was sent.",
    "unsendable.secret": (
        "What {path} is to be sent with is no secret but a reference or a mask: nothing was sent. Set the "
        "variable to the secret itself."
    ),
    "unsendable.token": (
        "{token} cannot be an idempotent token: it takes 1 to 64 letters, digits and underscores. Type "
        "another, or leave it empty to have one made."
    ),
    # The service said no.
    "refused": "The service refused the request: {answer}.",
    "refused.token_used": (
        "The token was used before, for another request: {answer}. Make a new token to create another "
        "cluster, or send the first request unchanged."
    ),
    "refused.signature": (
        "The service does not accept the signature: {answer}. The access key secret does not belong to the "
        "access key id {key}: check both."
    ),
    "refused.key": (
        "The service does not know the access key id {key}: {answer}. Check ALIBABA_CLOUD_ACCESS_KEY_ID; a "
        "key that was disabled or deleted is unknown, too."
    ),
    "refused.security_token": (
        "The service does not accept the security token: {answer}. Temporary credentials expire: fetch new "
        "ones, and send again."
    ),
    "refused.clock": (
        "The service refused the date of the request: {answer}. It must be within 15 minutes of the "
        "service's clock, so this machine's clock is probably wrong: set it, and send again."
    ),
    "refused.clock_known": (
        "The service refused the date of the request: {answer}. This machine's clock says {ours}, the "
        "service's {theirs}: set the clock, and send again."
    ),
    "refused.quota": (
        "A quota of the account is exhausted: {answer}. Delete what is no longer used, ask for less, or ask"
        " Alibaba Cloud for a higher quota."
    ),
    "refused.value": (
        "The account may not use this value: {answer}. Choose another one or leave it out, or ask Alibaba "
        "Cloud to allow it."
    ),
    "refused.forbidden": (
        "The access key {key} may not do this: {answer}. Its owner needs the right to use BatchCompute (RAM"
        " policy)."
    ),
    "refused.not_found": "The service does not have it, or no longer: {answer}.",
    "refused.state": "It cannot be done in the present state: {answer}. Wait, look, and try again.",
    "refused.too_large": (
        "The service takes no request of this size: {answer}. Shorten it, for example Bootstrap or UserData."
    ),
    "refused.throttled": (
        "Too many requests in too short a time: {answer}. Nothing was done; wait a while, and send again."
    ),
    "answer.full": "{code}: {message} (HTTP {status}, request {request_id})",
    "answer.no_id": "{code}: {message} (HTTP {status})",
    "answer.status": "HTTP {status}",
    "message.none": "no reason given",
    "message.too_large": "the request body is too large",
    # No answer.
    "unreachable": (
        "{host} could not be reached ({reason}). Nothing was sent. Check the network, the region and the "
        "endpoint."
    ),
    "unreachable.vpc": (
        "{host} could not be reached ({reason}). Nothing was sent. It answers machines inside a VPC of its "
        "region alone: from elsewhere, take the public endpoint."
    ),
    "sandbox_stopped": (
        "The sandbox in which {id} was created is not running ({place}), so how the cluster stands is not "
        "known. Start it again: bcw sandbox."
    ),
    "proxy.socks": (
        "{variable} names a SOCKS proxy, which needs the Python library PySocks, and that is not installed. "
        "Nothing was sent. Install PySocks beside bcw (pip install PySocks), or name an HTTP proxy, or unset "
        "{variable}."
    ),
    "proxy.unusable": (
        "{variable} does not name a proxy that can be used for {host}, so nothing was sent. Correct it, for "
        "example http://proxy.example.com:3128, or unset it."
    ),
    "proxy.unusable_unnamed": (
        "The proxy of this system cannot be used for {host}, so nothing was sent. Correct its address."
    ),
    "untrusted": (
        "The certificate of {host} could not be verified ({reason}), so nothing was sent. Check the "
        "endpoint and the clock; behind a proxy that decrypts, name its certificate in REQUESTS_CA_BUNDLE."
    ),
    "no_time": "No time was left to send anything to {host}.",
    "timed_out": "{host} did not answer within {seconds} s. Whether it acted on the request is not known.",
    "cut_off": (
        "The connection to {host} broke before the answer was whole ({reason}). Whether it acted on the "
        "request is not known."
    ),
    "server_failed": (
        "The service failed: {answer}. Whether it acted on the request is not known; this often passes by "
        "itself."
    ),
    "server_busy": (
        "Too many requests in too short a time, says something between here and the service ({answer}). "
        "Whether the service acted on the request is not known; this passes by itself."
    ),
    "interrupted": "Interrupted before {host} answered. Whether it acted on the request is not known.",
    "not_an_answer": (
        "What came from {host} is no answer of BatchCompute: {what} (HTTP {status}). A proxy or a gateway "
        "on the way may have sent it. Check the endpoint and the network."
    ),
    "not_an_answer.html": "a web page",
    "not_an_answer.page": "a web page, “{title}”",
    "not_an_answer.empty": "an empty body",
    "not_an_answer.cut": "JSON that is not whole",
    "not_an_answer.text": "a text that is no JSON",
    "not_an_answer.not_object": "JSON that is no object",
    "not_an_answer.lacks": "JSON without a proper {key}",
    "not_an_answer.too_long": "a body of more than {limit} MiB",
    "not_an_answer.redirect": "a redirection, which is never followed",
    "not_an_answer.pages": "a list that never ends",
    "reason.refused": "connection refused",
    "reason.name": "the name is not known",
    "reason.slow": "no connection within {seconds} s",
    "reason.proxy": "the proxy does not let it through",
    "reason.reset": "connection reset",
    "reason.closed": "connection closed",
    "reason.tls": "TLS: {text}",
    "reason.certificate.expired": "it has expired, unless this machine's clock is wrong",
    "reason.certificate.early": "it is not valid yet, unless this machine's clock is wrong",
    "reason.certificate.self": "it is self-signed: nobody vouches for it",
    "reason.certificate.issuer": "whoever issued it is not known here",
    "reason.certificate.host": "it is the certificate of another host",
    "reason.bundle": "the file of trusted certificates, {file}, is missing or broken",
    "reason.other": "{text}",
    # A submission.
    "submission.other_target": (
        "The submission under the token {token} went to {before}, not to {now}. Choose that target, or make "
        "a new token."
    ),
    "submission.other_request": (
        "The submission under the token {token} cannot be taken up: the request now gives other bytes than "
        "were sent (another secret, perhaps). Look in {target} whether the cluster exists before a new one "
        "is made."
    ),
    "submission.no_key": (
        "The submission was sent with the access key {key} ({place}), which is not found any more. Set it in "
        "the environment or add it as a target, and try again; temporary keys change each time they are "
        "renewed, and then only the list of clusters can tell whether the cluster exists."
    ),
    "submission.attempt": "Attempt {number}: sending to {target} …",
    "submission.failed": "Attempt {number} failed: {error}",
    "submission.waiting": "Trying again in {seconds} s; it will be the same request under the same token.",
    "submission.created": "Cluster {id} was created.",
    "submission.unsettled": (
        "The journal could not be written ({reason}). It still lists this submission as open; to take it up"
        " again is safe: the token is the same."
    ),
    "submission.not_journaled": (
        "The journal could not be written ({reason}), so nothing was sent: without it an interrupted "
        "submission could end in two clusters. Make room or correct the rights of the folder, and submit "
        "again."
    ),
    "submission.unknown": (
        "{target} gave no answer (attempts: {attempts}). Whether the cluster exists is not known. The last "
        "attempt: {error} To find out, submit the same request again: it goes out under the same token, "
        "{token}, which never makes a second cluster."
    ),
    "submission.unknown_earlier": (
        "{target} was not reached this time (attempts: {attempts}). {error} What came of the earlier "
        "attempts is still not known. To find out, submit the same request again: it goes out under the same "
        "token, {token}, which never makes a second cluster."
    ),
    "submission.unknown_refused": (
        "An attempt got no answer, and a later one was refused before its token was looked up: {error} "
        "Whether the cluster exists is not known. When this is mended, submit the same request again: it "
        "goes out under the same token, {token}, which never makes a second cluster."
    ),
    "submission.unreached": (
        "{target} was never reached (attempts: {attempts}). {error} No cluster was created. When that is "
        "mended, submit the same request again: it goes out under the same token, {token}."
    ),
    "submission.interrupted": (
        "Interrupted. Whether the cluster exists is not known. To find out, submit the same request again: "
        "it goes out under the same token, {token}, which never makes a second cluster."
    ),
    "submission.interrupted_unsent": (
        "Interrupted before anything reached {target}: no cluster was created. Submit the same request "
        "again, and it goes out under the same token, {token}."
    ),
}
