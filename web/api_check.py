"""The api_check blueprint."""

from flask import Blueprint

blueprint = Blueprint("api_check", __name__)
