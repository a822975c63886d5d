-- Counts and extents of a layer at an epoch, per partition.
SELECT audience, count(*),
       ST_XMin(ST_Extent(geom)), ST_YMin(ST_Extent(geom)), ST_XMax(ST_Extent(geom)), ST_YMax(ST_Extent(geom))
FROM {data}
WHERE r0 <= %(epoch)s AND r1 > %(epoch)s
GROUP BY audience
