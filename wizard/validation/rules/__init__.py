"""The rules, a module for each part of the request. Importing this package registers them."""

from wizard.validation.rules import whole as whole  # isort: skip
from wizard.validation.rules import secrets as secrets  # isort: skip
from wizard.validation.rules import basics as basics  # isort: skip
from wizard.validation.rules import groups as groups  # isort: skip
from wizard.validation.rules import disks as disks  # isort: skip
from wizard.validation.rules import mounts as mounts  # isort: skip
from wizard.validation.rules import networks as networks  # isort: skip
from wizard.validation.rules import notification as notification  # isort: skip

ERROR_CHECKS = (basics.check_instance_types, networks.check_opposite_router, networks.check_cidr_block)
"""Functions ``(request, context) -> findings`` for errors across fields, which the models cannot express."""
