"""What `make` calls: setting up a machine, starting the whole hall on one laptop. Not shipped to a station."""
