-- The search box of the portal: names are found by their words, also misspelled ones, by trigrams (docs/adr/0023).

-- Part of contrib, which every PostgreSQL of Debian and of the large hosters has, and trusted since PostgreSQL 13: the
-- owner of a database may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;

-- What the search compares: words without case, marks and punctuation, y as i (Mỹ, Mĩ), between single spaces, one at
-- either end too, so that a word is known by the space before it. The same as sdi.search.words.searchable.
CREATE FUNCTION public.sdi_search_text(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT ' ' || btrim(regexp_replace(
        replace(public.sdi_unaccented(public.sdi_lower(value)), 'y', 'i'), '[^a-z0-9]+', ' ', 'g')) || ' '
$$;
