using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Athens.Ptw.Host.Storage.Schema.Postgres
{
    /// <inheritdoc />
    public partial class AthensSync : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "Version",
                table: "signatures",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "Version",
                table: "permits",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "Version",
                table: "permit_photos",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "Version",
                table: "isolation_points",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "Version",
                table: "gas_readings",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "Version",
                table: "closeouts",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "athens_sync_changes",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    user = table.Column<string>(type: "text", nullable: false),
                    device = table.Column<string>(type: "text", nullable: false),
                    offline_id = table.Column<string>(type: "text", nullable: false),
                    entity = table.Column<string>(type: "text", nullable: false),
                    payload_hash = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: true),
                    generation = table.Column<string>(type: "text", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: false),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_athens_sync_changes", x => new { x.tenant, x.user, x.device, x.offline_id, x.entity });
                });

            migrationBuilder.CreateTable(
                name: "athens_sync_counters",
                columns: table => new
                {
                    scope = table.Column<string>(type: "text", nullable: false),
                    lane = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<long>(type: "bigint", nullable: false),
                    floor = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_athens_sync_counters", x => new { x.scope, x.lane });
                });

            migrationBuilder.CreateTable(
                name: "athens_sync_devices",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    user = table.Column<string>(type: "text", nullable: false),
                    device = table.Column<string>(type: "text", nullable: false),
                    generation = table.Column<string>(type: "text", nullable: false),
                    acknowledged = table.Column<long>(type: "bigint", nullable: false),
                    in_flight = table.Column<string>(type: "text", nullable: false),
                    retired = table.Column<string>(type: "text", nullable: false),
                    seen_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_athens_sync_devices", x => new { x.tenant, x.user, x.device });
                });

            migrationBuilder.CreateTable(
                name: "athens_sync_entries",
                columns: table => new
                {
                    scope = table.Column<string>(type: "text", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    lane = table.Column<string>(type: "text", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "text", nullable: true),
                    stamps = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_athens_sync_entries", x => new { x.scope, x.type, x.key });
                });

            migrationBuilder.CreateTable(
                name: "athens_sync_positions",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    user = table.Column<string>(type: "text", nullable: false),
                    device = table.Column<string>(type: "text", nullable: false),
                    scope = table.Column<string>(type: "text", nullable: false),
                    lane = table.Column<string>(type: "text", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    seen_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_athens_sync_positions", x => new { x.tenant, x.user, x.device, x.scope, x.lane });
                });

            migrationBuilder.CreateTable(
                name: "athens_sync_store",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    epoch = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_athens_sync_store", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_athens_sync_entries_scope_lane_sequence",
                table: "athens_sync_entries",
                columns: new[] { "scope", "lane", "sequence" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_athens_sync_entries_type_key",
                table: "athens_sync_entries",
                columns: new[] { "type", "key" },
                unique: true,
                filter: "status <> 2");

            migrationBuilder.CreateIndex(
                name: "IX_athens_sync_positions_scope_lane_sequence",
                table: "athens_sync_positions",
                columns: new[] { "scope", "lane", "sequence" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "athens_sync_changes");

            migrationBuilder.DropTable(
                name: "athens_sync_counters");

            migrationBuilder.DropTable(
                name: "athens_sync_devices");

            migrationBuilder.DropTable(
                name: "athens_sync_entries");

            migrationBuilder.DropTable(
                name: "athens_sync_positions");

            migrationBuilder.DropTable(
                name: "athens_sync_store");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "signatures");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "permits");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "permit_photos");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "isolation_points");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "gas_readings");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "closeouts");
        }
    }
}
