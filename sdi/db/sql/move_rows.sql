-- Rows whose audience the declaration sees otherwise by now, in all versions.
WITH misplaced AS MATERIALIZED (
    SELECT feature_id, r0, audience AS former, {audience} AS wanted FROM {data} WHERE audience IS DISTINCT FROM {audience}
), moved AS (
    UPDATE {data} AS stored SET audience = misplaced.wanted FROM misplaced
    WHERE stored.feature_id = misplaced.feature_id AND stored.r0 = misplaced.r0 AND stored.audience = misplaced.former
    RETURNING stored.feature_id
), lowest AS (
    SELECT feature_id, min(array_position({order}, former)) AS before, min(array_position({order}, wanted)) AS after
    FROM misplaced GROUP BY feature_id
), noted AS (
    INSERT INTO meta.touched (layer, epoch, audience, feature_id, withdrawn)
    SELECT %(layer)s, (SELECT last + 1 FROM meta.epoch), ({order})[least(before, after)], feature_id, false FROM lowest
    ON CONFLICT (layer, epoch, audience, feature_id) DO UPDATE SET withdrawn = false
)
SELECT FROM moved
