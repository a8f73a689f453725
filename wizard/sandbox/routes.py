"""Which operation a request asks for."""

from collections.abc import Callable
from urllib.parse import unquote

from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule

from wizard.sandbox import clusters, creation, instances, lists
from wizard.sandbox.answers import Answer, Refusal

Operation = Callable[..., Answer]

_INSTANCES = "/clusters/<cluster>/groups/<group>/instances"

OPERATIONS: dict[tuple[str, str], Operation] = {
    ("POST", "/clusters"): creation.create,
    ("GET", "/clusters"): clusters.list_clusters,
    ("GET", "/clusters/<cluster>"): clusters.get_cluster,
    ("PUT", "/clusters/<cluster>"): clusters.modify_cluster,
    ("DELETE", "/clusters/<cluster>"): clusters.delete_cluster,
    ("GET", _INSTANCES): instances.list_instances,
    ("GET", f"{_INSTANCES}/<instance>"): instances.get_instance,
    ("DELETE", f"{_INSTANCES}/<instance>"): instances.delete_instance,
    ("POST", f"{_INSTANCES}/<instance>/recreate"): instances.recreate_instance,
    ("GET", "/images"): lists.list_images,
    ("GET", "/images/<image>"): lists.get_image,
    ("GET", "/quotas"): lists.get_quotas,
    ("GET", "/available"): lists.get_available,
    ("GET", "/jobs"): lists.list_jobs,
}

# The official clients put a group's name into the path as it is: a bare "/" in it is part of the name, where
# no operation has a path of that many parts.
_MAP = Map(
    [
        Rule(pattern, methods=[method], endpoint=(method, path))
        for method, path in OPERATIONS
        for pattern in dict.fromkeys((path, path.replace("<group>", "<path:group>")))
    ],
    strict_slashes=False,
    merge_slashes=False,
)


def operation_of(method: str, path: str) -> tuple[Operation, dict[str, str]]:
    """The operation that a request asks for, and the names in its path.

    Args:
        method: The HTTP verb.
        path: As it travelled: a name may hold an encoded ``/``.

    Raises:
        Refusal: There is no such path (404), or not with this method (405).
    """
    try:
        endpoint, names = _MAP.bind("localhost").match(path, method)
    except MethodNotAllowed as error:
        raise Refusal(
            405,
            "MethodNotAllowed",
            f"The method {method} is not allowed here.",
            Allow=", ".join(sorted(error.valid_methods or ())),
        ) from error
    except NotFound as error:
        raise Refusal(404, "InvalidUrlPattern", "The specified URL is not one of the service's.") from error
    return OPERATIONS[endpoint], {name: unquote(value) for name, value in names.items()}
