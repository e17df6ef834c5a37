"""Start pages, the site's state, the published error codes and the API's description."""
