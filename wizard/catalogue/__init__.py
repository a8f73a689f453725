"""What can be chosen: regions, instance types, images and more, as shipped or as an account has them."""

from wizard.catalogue.account import Account
from wizard.catalogue.catalogue import Catalogue, shipped
from wizard.catalogue.instances import describe
from wizard.catalogue.values import Choice, Image, InstanceType, Region

__all__ = ["Account", "Catalogue", "Choice", "Image", "InstanceType", "Region", "describe", "shipped"]
