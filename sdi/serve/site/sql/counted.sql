-- Features of a plan in one of its layers.
SELECT count(*) FROM {view} WHERE {plan} = %(plan)s
