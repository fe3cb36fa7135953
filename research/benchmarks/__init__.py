"""Speed and accuracy of Crossread, each a command that prints a table."""
