namespace Athens.Sync.EntityFrameworkCore.Tests.Stress.Sessions;

/// <summary>An anomaly in a history, and where it is.</summary>
internal sealed record Finding(Anomaly Anomaly, string Detail);
