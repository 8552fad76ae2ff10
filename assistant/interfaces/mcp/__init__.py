"""The library as tools of other assistants, by the Model Context Protocol.

server.py  what a client is told, and how its calls are run
tools.py   the tools; a new one is a class more
calls.py   what all tools share: arguments, results, a call that can be ended
texts.py   results as text for a model
"""
