"""The client against a service that goes wrong."""
