"""The pages: Flask and Folium over the services of the registry, in packages of the services' names.

A screen is a module, a folder of templates and a test; ``app`` puts them together.
"""
