"""What breaks while people work: `./dev faults` starts the real thing, breaks it, and looks at what is left.

`kills` writes over HTTP from many sides while processes die by SIGKILL; `disk` fills the disk under the data; `hosts`
runs two hosts on one database. None of it is collected by pytest: each takes up to some minutes.
"""
