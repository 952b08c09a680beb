"""A receipt is scanned: whether it is ours, where its case stands, what is missing and what to do next."""
