"""What can be chosen: regions, instance types, images and more, as built_in or as an account has them."""

from wizard.catalog.account import Account
from wizard.catalog.catalog import Catalog, built_in
from wizard.catalog.instances import describe
from wizard.catalog.values import Choice, Image, InstanceType, Region

__all__ = ["Account", "Catalog", "Choice", "Image", "InstanceType", "Region", "built_in", "describe"]
