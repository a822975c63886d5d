-- The affected base features that are still there.
SELECT feature_id, audience, ST_AsBinary(geom) FROM affected WHERE geom IS NOT NULL AND {within}
