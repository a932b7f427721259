"""The kindle area's pages: libraries and their consolidation at the stores."""

from mock_site.kindle import app_views, library_views

blueprints = (*library_views.blueprints, *app_views.blueprints)
