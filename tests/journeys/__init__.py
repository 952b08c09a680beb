"""Promises, each kept by the real programs over real wires: touches on the glass, bytes on ptys, HTTP, SIGKILL."""
