"""The HTTP shell: it translates between HTTP and the service, and decides nothing."""
