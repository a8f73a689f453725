"""Known values of fields: built-in ones, and those that an account can use."""

from wizard.catalog.catalog import (
    Account,
    Catalog,
    Choice,
    Image,
    InstanceType,
    describe_instance_type,
    load_builtin,
)

__all__ = [
    "Account",
    "Catalog",
    "Choice",
    "Image",
    "InstanceType",
    "describe_instance_type",
    "load_builtin",
]
