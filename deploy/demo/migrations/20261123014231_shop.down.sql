-- This migration may lose data: see the steps that say so.

-- drop table "user"
-- may lose data
DROP TABLE "user" CASCADE;

-- drop table "profile"
-- may lose data
DROP TABLE "profile" CASCADE;

-- drop table "order"
-- may lose data
DROP TABLE "order" CASCADE;

-- drop table "order_item"
-- may lose data
DROP TABLE "order_item" CASCADE;

-- drop table "product"
-- may lose data
DROP TABLE "product" CASCADE;

-- drop table "tag"
-- may lose data
DROP TABLE "tag" CASCADE;

-- drop table "category"
-- may lose data
DROP TABLE "category" CASCADE;

-- drop table "product_tags"
-- may lose data
DROP TABLE "product_tags" CASCADE;
