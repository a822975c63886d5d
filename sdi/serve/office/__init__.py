"""The officers' pages at ``/office/``: what the commands can do, for somebody who never opens a terminal.

Whatever changes something is one of our own commands in a process of its own (:mod:`.jobs`), so that both do the same
by construction; pages read through a connection that cannot write (:mod:`.desk`).
"""
