"""What the service and its clients share: error codes and wording. Imports neither side."""
