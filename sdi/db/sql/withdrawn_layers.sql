-- Layers that withdrawn epochs had changed; those that are computed from others carry no digest.
SELECT DISTINCT layer, NOT EXISTS (
    SELECT FROM information_schema.columns
    WHERE table_schema = 'data' AND table_name = layer AND column_name = 'digest')
FROM meta.release WHERE epoch > %(current)s AND NOT withdrawn
