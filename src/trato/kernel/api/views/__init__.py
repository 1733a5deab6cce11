"""The operations, by theme: each checks what was sent, calls the kernel and words the answer; no rule lives here."""
