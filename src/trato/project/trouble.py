"""What goes wrong outside the code: a folder, a port, an address, a server."""


class Trouble(Exception):
    """Trato cannot go on; the message is one clear line for the person at the terminal."""
