-- Parcels of each commune, of those where any is touched, and how many of them the zones of a plan touch.
WITH touched AS (
    SELECT DISTINCT {base_id} AS id FROM {overlays}
    WHERE layer = %(layer)s::text AND kind = 'feature' AND plan_id = %(plan)s::text
), affected AS (
    SELECT {commune} AS commune, count(*) AS parcels FROM touched JOIN {parcels} ON feature_id = touched.id GROUP BY 1
)
SELECT commune::text, affected.parcels,
    (SELECT count(*) FROM {parcels} AS parcel WHERE parcel.{commune} = affected.commune)
FROM affected ORDER BY 1
