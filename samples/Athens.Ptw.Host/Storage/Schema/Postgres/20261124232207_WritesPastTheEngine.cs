using Athens.Sync.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Athens.Ptw.Host.Storage.Schema.Postgres
{
    /// <inheritdoc />
    public partial class WritesPastTheEngine : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "athens_sync_marks",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    type = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    row = table.Column<string>(type: "text", nullable: true),
                    problem = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_athens_sync_marks", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_athens_sync_marks_type_key",
                table: "athens_sync_marks",
                columns: new[] { "type", "key" });

            migrationBuilder.AddAthensSyncTriggers(TargetModel);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropAthensSyncTriggers(TargetModel);

            migrationBuilder.DropTable(
                name: "athens_sync_marks");
        }
    }
}
