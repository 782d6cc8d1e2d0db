using Athens.Sync.InMemory;
using Athens.Sync.Testing;

namespace Athens.Sync.Tests.Conformance;

public sealed class InMemoryServerStoreConformance : ServerStoreConformance<InMemoryServerStore>
{
    protected override Task<InMemoryServerStore> CreateAsync() =>
        Task.FromResult(new InMemoryServerStore(Model, SyncIds.System(TimeProvider.System)));

    public override Task DisposeAsync()
    {
        Store.Dispose();
        return base.DisposeAsync();
    }
}
