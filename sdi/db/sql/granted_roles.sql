-- Roles that the grants of this database name, but for its owners.
SELECT DISTINCT rolname
FROM (
    SELECT nspacl AS acl FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
    UNION ALL SELECT relacl FROM pg_class
    UNION ALL SELECT proacl FROM pg_proc
    UNION ALL SELECT attacl FROM pg_attribute
    UNION ALL SELECT defaclacl FROM pg_default_acl
) AS granted, aclexplode(acl) AS given JOIN pg_roles ON pg_roles.oid = given.grantee
WHERE rolname <> current_user AND rolname !~ '^pg_' AND rolname <> 'postgres'
ORDER BY 1
