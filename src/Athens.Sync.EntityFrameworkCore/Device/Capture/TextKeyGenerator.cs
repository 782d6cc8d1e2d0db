using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace Athens.Sync.EntityFrameworkCore.Device.Capture;

/// <summary>Gives a new entity its key when the app adds it, from where the engine takes its ids.</summary>
internal sealed class TextKeyGenerator : ValueGenerator<string>
{
    public override bool GeneratesTemporaryValues => false;

    public override string Next(EntityEntry entry) => CaptureExtension.InterceptorOf(entry.Context).Ids.Next();
}
