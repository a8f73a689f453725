"""The actions of the application: each user flow, implemented once for all front ends."""
