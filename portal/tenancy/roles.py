"""Names of the database roles; created by the bootstrap SQL, used in policies and checks."""

MIGRATOR = "portal_migrator"  # owns everything, bypasses row security; migrations only
APP = "portal_app"  # web and workers; row security applies
EVALUATOR = "portal_eval"  # national reading, read only
