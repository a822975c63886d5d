-- Releases that can still be read, newest first.
SELECT layer, epoch, published_at, feature_count FROM {view} ORDER BY epoch DESC
