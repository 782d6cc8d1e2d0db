using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Athens.Sync.EntityFrameworkCore.Tests.Mapping;

/// <summary>A context whose mapping each test brings along, made by hand.</summary>
internal sealed class MappedContext(SyncModel model, Action<ModelBuilder> map) : DbContext
{
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
        optionsBuilder.UseSqlite("Data Source=:memory:").UseAthensSync(model).ReplaceService<IModelCacheKeyFactory, EachItsOwn>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => map(modelBuilder);

    private sealed class EachItsOwn : IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) => (context, designTime);
    }
}
