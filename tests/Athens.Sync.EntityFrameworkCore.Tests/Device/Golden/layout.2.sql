CREATE TABLE "athens_sync_outbox" (
    "position" INTEGER NOT NULL CONSTRAINT "PK_athens_sync_outbox" PRIMARY KEY,
    "type" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "open_key" TEXT NULL,
    "send_order" INTEGER NULL,
    "blocked_by" TEXT NULL,
    "json" BLOB NOT NULL,
    "sum" INTEGER NOT NULL
)
CREATE TABLE "athens_sync_replicas" (
    "type" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "visible" INTEGER NOT NULL,
    "awaits" INTEGER NOT NULL,
    "json" BLOB NOT NULL,
    "sum" INTEGER NOT NULL,
    CONSTRAINT "PK_athens_sync_replicas" PRIMARY KEY ("type", "key")
)
CREATE TABLE "athens_sync_state" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_athens_sync_state" PRIMARY KEY,
    "revision" INTEGER NOT NULL,
    "json" BLOB NULL,
    "sum" INTEGER NOT NULL,
    "shape" TEXT NULL
)
CREATE INDEX "IX_athens_sync_outbox_blocked_by" ON "athens_sync_outbox" ("blocked_by") WHERE blocked_by IS NOT NULL
CREATE INDEX "IX_athens_sync_outbox_send_order" ON "athens_sync_outbox" ("send_order")
CREATE INDEX "IX_athens_sync_outbox_status" ON "athens_sync_outbox" ("status")
CREATE INDEX "IX_athens_sync_outbox_type_open_key" ON "athens_sync_outbox" ("type", "open_key")
CREATE INDEX "IX_athens_sync_replicas_awaits" ON "athens_sync_replicas" ("awaits") WHERE awaits = 1
