"""A terminal wizard that creates clusters of Alibaba Cloud BatchCompute."""

__version__ = "0.1.0"
