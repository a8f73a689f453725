"""The application logic shared by all front ends."""
