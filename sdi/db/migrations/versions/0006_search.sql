-- Functions of filters (CQL2), for serving roles and for indexes by expression. They stand in for contrib's unaccent,
-- which needs a superuser and is not IMMUTABLE. Filters compare results in collation "C", so an index is on
-- ((public.sdi_unaccented(public.sdi_lower(name))) COLLATE "C").

-- CASEI: small letters by ICU, because lower() of a server in locale C knows ASCII only.
CREATE FUNCTION public.sdi_lower(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT lower(value COLLATE "und-x-icu") $$;

-- ACCENTI: letters without their marks, however these are encoded; đ has no mark of its own to lose and becomes d.
CREATE FUNCTION public.sdi_unaccented(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT translate(regexp_replace(normalize(value, NFD), '[\u0300-\u036f]+', '', 'g'), 'đĐðÐ', 'dDdD') $$;

-- The power of real numbers; NULL where there is none, or none within the range of floating point.
CREATE FUNCTION public.sdi_power(base float8, exponent float8) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE
        WHEN base = 0 THEN CASE WHEN exponent > 0 THEN 0 WHEN exponent = 0 THEN 1 END
        WHEN base < 0 AND exponent <> floor(exponent) THEN NULL
        WHEN abs(base) = 1 THEN base ^ exponent
        WHEN abs(exponent) < 690 / abs(nullif(ln(abs(base)), 0)) THEN base ^ exponent
    END
$$;
