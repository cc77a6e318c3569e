"""The keys that encrypt what the database's keeper shouldn't read: second factors, addresses, words on their way out.

`cipher` turns text into a token and back; `field` is a model column that does so by itself.
"""
