-- Functions of filters (CQL2), for serving roles and for indexes by expression. They stand in for contrib's unaccent,
-- which needs a superuser and is not IMMUTABLE. Filters compare results in collation "C", so an index is on
-- (public.sdi_unaccented(public.sdi_lower(name)) COLLATE "C").

-- CASEI: small letters by ICU, because lower() of a server in locale C knows ASCII only.
CREATE FUNCTION public.sdi_lower(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT lower(value COLLATE "und-x-icu") $$;

-- ACCENTI: letters without their marks, however these are encoded; đ has no mark of its own to lose and becomes d.
-- translate() removes the characters of its second argument (U+0300-U+036F) that have no counterpart in the third.
CREATE FUNCTION public.sdi_unaccented(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT translate(
        normalize(value, NFD),
        U&'\0111\0110\00f0\00d0'
        '\0300\0301\0302\0303\0304\0305\0306\0307\0308\0309\030a\030b\030c\030d\030e\030f\0310\0311\0312\0313'
        '\0314\0315\0316\0317\0318\0319\031a\031b\031c\031d\031e\031f\0320\0321\0322\0323\0324\0325\0326\0327'
        '\0328\0329\032a\032b\032c\032d\032e\032f\0330\0331\0332\0333\0334\0335\0336\0337\0338\0339\033a\033b'
        '\033c\033d\033e\033f\0340\0341\0342\0343\0344\0345\0346\0347\0348\0349\034a\034b\034c\034d\034e\034f'
        '\0350\0351\0352\0353\0354\0355\0356\0357\0358\0359\035a\035b\035c\035d\035e\035f\0360\0361\0362\0363'
        '\0364\0365\0366\0367\0368\0369\036a\036b\036c\036d\036e\036f',
        'dDdD'
    )
$$;

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
