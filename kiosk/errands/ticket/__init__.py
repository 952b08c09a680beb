"""Take a number: choose, order, print."""
