-- From which release each layer answers at an epoch.
SELECT DISTINCT ON (layer) layer, epoch, published_at FROM {view} WHERE epoch <= %(epoch)s ORDER BY layer, epoch DESC
