"""Ports, which the SDK keeps for all clients."""

SERVICE_PORT = 80
SECURITY_SERVICE_PORT = 443
