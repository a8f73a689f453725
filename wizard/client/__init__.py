"""BatchCompute over HTTP: profiles and credentials, signing, requests, exactly-once submission."""
