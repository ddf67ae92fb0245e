"""Static files under hashed names, compressed once."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class PortalStaticFiles(CompressedManifestStaticFilesStorage):
    """Also renames what our ES modules import, so that `import "./progress.js"` stays true."""

    support_js_module_import_aggregation = True
