using System.Diagnostics.CodeAnalysis;
using Athens.Sync.Modeling;

namespace Athens.Sync.Testing.Simulating;

/// <summary>The entities of one type on one device, as an app uses them, whatever their CLR type is.</summary>
internal abstract class SimulatedSet
{
    public required EntityModel Entity { get; init; }

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Simulations run in tests.")]
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Simulations run in tests.")]
    public static SimulatedSet Of(SyncClient client, EntityModel entity) =>
        (SimulatedSet)typeof(SimulatedSet).GetMethod(nameof(Make), System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!
            .MakeGenericMethod(entity.ClrType).Invoke(null, [client, entity])!;

    public abstract Task<object?> GetAsync(string key);

    public abstract Task<SavedChange?> SaveAsync(object item);

    public abstract Task<bool> DeleteAsync(object item);

    private static SetOf<TEntity> Make<TEntity>(SyncClient client, EntityModel entity)
        where TEntity : class => new(client.Set<TEntity>()) { Entity = entity };

    private sealed class SetOf<TEntity>(SyncSet<TEntity> set) : SimulatedSet
        where TEntity : class
    {
        public override async Task<object?> GetAsync(string key) => await set.GetAsync(key).ConfigureAwait(false);

        public override Task<SavedChange?> SaveAsync(object item) => set.SaveAsync((TEntity)item);

        public override Task<bool> DeleteAsync(object item) => set.DeleteAsync((TEntity)item);
    }
}
