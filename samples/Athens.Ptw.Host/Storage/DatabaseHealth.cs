using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Athens.Ptw.Host.Storage;

/// <summary>Healthy while the database answers.</summary>
internal sealed class DatabaseHealth(PtwDbContext db) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await db.Database.CanConnectAsync(cancellationToken)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The database does not answer.");
}
