using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Athens.Ptw.Host.Storage.Schema.Postgres
{
    /// <inheritdoc />
    public partial class Permits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "projects",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_projects", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "permits",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    project_id = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: false),
                    location = table.Column<string>(type: "text", nullable: false),
                    permit_type = table.Column<string>(type: "text", nullable: false),
                    control_measures = table.Column<string>(type: "text", nullable: false),
                    ppe_requirements = table.Column<string>(type: "text", nullable: false),
                    safety_checklist = table.Column<string>(type: "text", nullable: false),
                    planned_start_time = table.Column<string>(type: "text", nullable: true),
                    planned_end_time = table.Column<string>(type: "text", nullable: true),
                    priority = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: true),
                    approved_by = table.Column<string>(type: "text", nullable: true),
                    approved_at = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_permits", x => x.id);
                    table.ForeignKey(
                        name: "FK_permits_projects_project_id",
                        column: x => x.project_id,
                        principalTable: "projects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new
                {
                    username = table.Column<string>(type: "text", nullable: false),
                    project_id = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: false),
                    is_demo = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_users", x => x.username);
                    table.ForeignKey(
                        name: "FK_users_projects_project_id",
                        column: x => x.project_id,
                        principalTable: "projects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "closeouts",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    permit_id = table.Column<string>(type: "text", nullable: false),
                    checklist = table.Column<string>(type: "text", nullable: false),
                    remarks = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_closeouts", x => x.id);
                    table.ForeignKey(
                        name: "FK_closeouts_permits_permit_id",
                        column: x => x.permit_id,
                        principalTable: "permits",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "gas_readings",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    permit_id = table.Column<string>(type: "text", nullable: false),
                    gas = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: false),
                    unit = table.Column<string>(type: "text", nullable: false),
                    instrument = table.Column<string>(type: "text", nullable: false),
                    taken_at = table.Column<string>(type: "text", nullable: false),
                    taken_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gas_readings", x => x.id);
                    table.ForeignKey(
                        name: "FK_gas_readings_permits_permit_id",
                        column: x => x.permit_id,
                        principalTable: "permits",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "isolation_points",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    permit_id = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    lock_ids = table.Column<string>(type: "text", nullable: false),
                    verified_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_isolation_points", x => x.id);
                    table.ForeignKey(
                        name: "FK_isolation_points_permits_permit_id",
                        column: x => x.permit_id,
                        principalTable: "permits",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "permit_photos",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    permit_id = table.Column<string>(type: "text", nullable: false),
                    photo_type = table.Column<string>(type: "text", nullable: true),
                    description = table.Column<string>(type: "text", nullable: false),
                    taken_at = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_permit_photos", x => x.id);
                    table.ForeignKey(
                        name: "FK_permit_photos_permits_permit_id",
                        column: x => x.permit_id,
                        principalTable: "permits",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "signatures",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    permit_id = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    signer_name = table.Column<string>(type: "text", nullable: false),
                    signed_at = table.Column<string>(type: "text", nullable: false),
                    image = table.Column<string>(type: "text", nullable: false),
                    signed_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_signatures", x => x.id);
                    table.ForeignKey(
                        name: "FK_signatures_permits_permit_id",
                        column: x => x.permit_id,
                        principalTable: "permits",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_closeouts_permit_id",
                table: "closeouts",
                column: "permit_id");

            migrationBuilder.CreateIndex(
                name: "IX_gas_readings_permit_id",
                table: "gas_readings",
                column: "permit_id");

            migrationBuilder.CreateIndex(
                name: "IX_isolation_points_permit_id",
                table: "isolation_points",
                column: "permit_id");

            migrationBuilder.CreateIndex(
                name: "IX_permit_photos_permit_id",
                table: "permit_photos",
                column: "permit_id");

            migrationBuilder.CreateIndex(
                name: "IX_permits_project_id",
                table: "permits",
                column: "project_id");

            migrationBuilder.CreateIndex(
                name: "IX_signatures_permit_id",
                table: "signatures",
                column: "permit_id");

            migrationBuilder.CreateIndex(
                name: "IX_users_project_id",
                table: "users",
                column: "project_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "closeouts");

            migrationBuilder.DropTable(
                name: "gas_readings");

            migrationBuilder.DropTable(
                name: "isolation_points");

            migrationBuilder.DropTable(
                name: "permit_photos");

            migrationBuilder.DropTable(
                name: "signatures");

            migrationBuilder.DropTable(
                name: "users");

            migrationBuilder.DropTable(
                name: "permits");

            migrationBuilder.DropTable(
                name: "projects");
        }
    }
}
