"""The pages: Flask and Folium over the services of the registry; one file per screen."""
