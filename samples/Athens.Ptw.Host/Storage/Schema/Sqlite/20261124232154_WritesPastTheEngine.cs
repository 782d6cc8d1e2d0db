using Athens.Sync.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Athens.Ptw.Host.Storage.Schema.Sqlite
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
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    type = table.Column<string>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    row = table.Column<string>(type: "TEXT", nullable: true),
                    problem = table.Column<string>(type: "TEXT", nullable: true)
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
