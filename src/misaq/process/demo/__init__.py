"""The demonstration process: the invented country Velmara, made from package resources by a fixed seed.

Everything in it is invented: the country, its communities, its people, its acts and its laws. Same bytes each time.
"""

from misaq.process.demo.velmara import DemoFolderError, demo_files, is_demo, write_demo

__all__ = ["DemoFolderError", "demo_files", "is_demo", "write_demo"]
