"""The errands that are built, with their waits; what can be scanned."""
