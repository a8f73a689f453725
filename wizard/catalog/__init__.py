"""Known values of fields: built-in ones, and those that an account can use."""

from wizard.catalog.catalog import Catalog as Catalog
from wizard.catalog.catalog import Image as Image
from wizard.catalog.catalog import describe_instance_type as describe_instance_type
from wizard.catalog.catalog import load_builtin as load_builtin
