"""Lists of masts that carriers hand in: their pages for the carrier and for the office.

Imports the frame and the services; no other page package.
"""
