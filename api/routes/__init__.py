"""What can be asked and told over HTTP, by what it is about."""
