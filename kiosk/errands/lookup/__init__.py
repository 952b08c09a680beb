"""Where a slip that was scanned stands."""
