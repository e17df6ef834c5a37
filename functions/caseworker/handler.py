"""HTTP: contacts, and work items with what they are about."""

from caseworker import client_routes, contact_routes, incident_routes, opening_routes, work_routes
from caseworker.wiring import doors
from cms_common.edge.api import Api, serve

api = Api("Caseworkers")
for routes in (work_routes, opening_routes, contact_routes, client_routes, incident_routes):
    api.routes += routes.api.routes

lambda_handler = serve(api, doors)
