using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace Athens.Sync.EntityFrameworkCore.Device.Capture;

/// <summary>Gives a new entity its key when the app adds it, from where the engine takes its ids.</summary>
internal sealed class GuidKeyGenerator : ValueGenerator<Guid>
{
    public override bool GeneratesTemporaryValues => false;

    public override Guid Next(EntityEntry entry) => Guid.ParseExact(CaptureExtension.InterceptorOf(entry.Context).Ids.Next(), "D");
}
