-- By which rules each pair of a base layer is computed now; NULL: it no longer is.
SELECT DISTINCT ON (layer) layer, rules FROM meta.overlay
WHERE base = %(base)s AND epoch <= %(epoch)s
ORDER BY layer, epoch DESC
