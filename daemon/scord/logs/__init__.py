"""The log: what IT reads of the service. Each line says by numbers what it is about, and names
nobody.
"""
