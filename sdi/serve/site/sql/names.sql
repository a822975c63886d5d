-- Names of communes by code.
SELECT {code}, {name} FROM {view}
