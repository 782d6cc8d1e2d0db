using Athens.Sync.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Athens.Ptw.Host.Storage.Schema.Sqlite
{
    /// <inheritdoc />
    public partial class LeasedNumbers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "number",
                table: "permits",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "athens_sync_leases",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "TEXT", nullable: false),
                    series = table.Column<string>(type: "TEXT", nullable: false),
                    first = table.Column<long>(type: "INTEGER", nullable: false),
                    last = table.Column<long>(type: "INTEGER", nullable: false),
                    user = table.Column<string>(type: "TEXT", nullable: false),
                    device = table.Column<string>(type: "TEXT", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    used = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_athens_sync_leases", x => new { x.tenant, x.series, x.first });
                });

            migrationBuilder.CreateTable(
                name: "athens_sync_series",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "TEXT", nullable: false),
                    series = table.Column<string>(type: "TEXT", nullable: false),
                    next = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_athens_sync_series", x => new { x.tenant, x.series });
                });

            migrationBuilder.CreateIndex(
                name: "IX_permits_number",
                table: "permits",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_athens_sync_leases_tenant_user_device",
                table: "athens_sync_leases",
                columns: new[] { "tenant", "user", "device" });

            migrationBuilder.AddAthensSyncTriggers(TargetModel);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropAthensSyncTriggers(TargetModel);

            migrationBuilder.DropTable(
                name: "athens_sync_leases");

            migrationBuilder.DropTable(
                name: "athens_sync_series");

            migrationBuilder.DropIndex(
                name: "IX_permits_number",
                table: "permits");

            // DropColumn would make the table anew after everything else, and so lose the triggers that follow here.
            migrationBuilder.Sql("ALTER TABLE permits DROP COLUMN number");

            migrationBuilder.AddAthensSyncTriggers(new WritesPastTheEngine().TargetModel);
        }
    }
}
