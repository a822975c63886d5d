-- What of a layer may meet a box, at an epoch ($1); the box is $2 to $5, its CRS $6.
SELECT feature_id, {columns}, ST_AsBinary(geom) FROM {view}
WHERE r0 <= $1::int AND r1 > $1::int
  AND geom && ST_MakeEnvelope($2::float8, $3::float8, $4::float8, $5::float8, $6::int)
ORDER BY gid
