"""Choose what to queue for; then what is being waited for."""
