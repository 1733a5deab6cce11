"""Where Trato is put together: settings, addresses, the embedded database, the command line.

The project knows every room; nothing imports the project. It holds no business rule and no page:
a decision about customers, deals or records belongs to the kernel or to a wing.
"""
