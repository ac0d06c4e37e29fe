"""Out to the caisse and back: profiles, outbox, transports, acknowledgements."""
