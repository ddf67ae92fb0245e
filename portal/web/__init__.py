"""The page kit: GOV.UK components, forms, charts, errors, API base."""
