-- Where the pointer stood at the end of the retention time; never above where it stands now.
SELECT least((SELECT current FROM meta.epoch), coalesce((
    SELECT epoch FROM meta.publication WHERE at <= now() - make_interval(days => %(days)s) ORDER BY id DESC LIMIT 1
), 0))
