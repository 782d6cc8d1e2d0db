using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Device;
using Athens.Sync.Modeling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

/// <summary>A mapping that would make the engine miss or lose something is refused, and the message names the place.</summary>
public sealed class MappingTests : IDisposable
{
    private static readonly SyncModel Synced = SyncModel.Create(m =>
    {
        m.Entity<Sheet>("sheet", e => e.Key(s => s.Id).Fields(s => s.Title, s => s.Amount, s => s.At, s => s.Moment, s => s.Place, s => s.Owner));
        m.Entity<Line>("line", e => e.Key(l => l.Id).Reference("sheet", l => l.SheetId).Ignore(l => l.Sheet));
    });

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, Action<ModelBuilder>, string> Problems => new()
    {
        { "scale", b => b.Entity<Sheet>().Property(s => s.Amount).HasConversion((Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter?)null), "Sheet.Amount would lose its scale" },
        { "kind", b => b.Entity<Sheet>().Property(s => s.At).HasConversion((Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter?)null), "Sheet.At would lose whether it is UTC" },
        { "offset", b => b.Entity<Sheet>().Property(s => s.Moment).HasConversion<long>(), "Sheet.Moment would lose its offset" },
        { "unmapped", b => b.Entity<Sheet>().Ignore(s => s.Title), "Sheet.Title is declared as a field and not mapped" },
        { "owned", b => { b.Entity<Sheet>().Ignore(s => s.Place); b.Entity<Sheet>().OwnsOne(s => s.Place); }, "Sheet.Place is declared as a field and not mapped" },
        { "default", b => b.Entity<Sheet>().Property(s => s.Title).HasDefaultValue("new"), "Sheet.Title is declared as a field and given by the database" },
        { "unique", b => b.Entity<Sheet>().HasIndex(s => s.Title).IsUnique(), "Title of Sheet must be unique" },
        { "alternate", b => b.Entity<Sheet>().HasAlternateKey(s => s.Title), "Title of Sheet must be unique" },
        { "cascade", b => b.Entity<Line>().HasOne(l => l.Sheet).WithMany().HasForeignKey(l => l.SheetId).OnDelete(DeleteBehavior.Cascade), "a deleted Sheet makes the database delete Line rows" },
        { "set null", b => b.Entity<Line>().HasOne(l => l.Sheet).WithMany().HasForeignKey(l => l.SheetId).OnDelete(DeleteBehavior.SetNull), "a deleted Sheet makes the database alter Line rows" },
        { "cascade of the app's", b => b.Entity<Mark>().HasOne<Sheet>().WithMany().HasForeignKey(m => m.SheetId).OnDelete(DeleteBehavior.Cascade), "a deleted Sheet makes the database delete Mark rows" },
        { "integer key", b => b.Entity<Line>().Property(l => l.Id).ValueGeneratedOnAdd(), "Line.Id is made by the database" },
        { "other key", b => { b.Entity<Line>().HasKey(l => new { l.Id, l.SheetId }); }, "the key of Line is Id in the sync model and Id, SheetId in the mapping" },
        { "hierarchy", b => b.Entity<LongLine>(), "Line is part of an inheritance hierarchy" },
        { "view", b => b.Entity<Line>().ToView("lines"), "Line, the entity 'line', is not mapped to a table" },
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Problems))]
    public async Task Mapping_ThatDoesNotFit_IsRefusedByName(string what, Action<ModelBuilder> build, string message)
    {
        Assert.NotNull(what);
        await using ServiceProvider services = Services(build);

        SyncModelException refused = await Assert.ThrowsAsync<SyncModelException>(() => StoreOver(services).LoadAsync(new DeviceQuery()));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mapping_ThatDoesNotFit_IsRefusedWhenTheAppSaves()
    {
        await using ServiceProvider services = Services(b => b.Entity<Sheet>().HasIndex(s => s.Title).IsUnique());
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        AnyContext context = scope.ServiceProvider.GetRequiredService<AnyContext>();
        context.Add(new Sheet());

        await Assert.ThrowsAsync<SyncModelException>(() => context.SaveChangesAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task KeysThatTheServerGives_AreRefusedByName_WhenTheEngineReadsAndWhenTheAppSaves(bool byTheApp)
    {
        SyncModel assigned = SyncModel.Create(m => m.Entity<Numbered>("numbered", e => e.Key(n => n.Id).ServerAssignedKey().Fields(n => n.Title)));
        await using ServiceProvider services = new ServiceCollection()
            .AddDbContext<AnyContext>(options => options.UseSqlite($"Data Source={folder["app.db"]};Pooling=False").UseAthensSyncDevice(assigned).ReplaceService<IModelCacheKeyFactory, EachItsOwn>())
            .AddSingleton(new Build(_ => { }, b => b.Entity<Numbered>().Property(n => n.Id).ValueGeneratedNever()))
            .BuildServiceProvider();
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        AnyContext context = scope.ServiceProvider.GetRequiredService<AnyContext>();
        await context.Database.EnsureCreatedAsync();
        await using var store = new OwnContextDeviceStore<AnyContext>(
            services.GetRequiredService<IServiceScopeFactory>(), assigned, TimeProvider.System, new CountingIds(1), NullLogger<OwnContextDeviceStore<AnyContext>>.Instance);
        context.Add(new Numbered { Id = -1, Title = "new" });

        SyncModelException refused = await Assert.ThrowsAsync<SyncModelException>(() => byTheApp ? context.SaveChangesAsync() : store.LoadAsync(new DeviceQuery()));

        Assert.Contains("Numbered has keys that the server gives", refused.Message, StringComparison.Ordinal);
        Assert.Contains("keep it in a store of the engine's", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await context.Set<Numbered>().AsNoTracking().ToListAsync());
    }

    [Fact]
    public async Task Mapping_ThatFits_IsTaken()
    {
        await using ServiceProvider services = Services(_ => { });
        await using (AsyncServiceScope scope = services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<AnyContext>().Database.EnsureCreatedAsync();

        Assert.Equal(0, (await StoreOver(services).LoadAsync(new DeviceQuery())).State.Revision);
    }

    [Fact]
    public async Task Keys_ComparedWithoutCase_AreRefusedByName()
    {
        await using ServiceProvider services = Services(_ => { }, b => b.Entity<Sheet>().Property(s => s.Id).UseCollation("NOCASE"));

        SyncModelException refused = await Assert.ThrowsAsync<SyncModelException>(() => StoreOver(services).LoadAsync(new DeviceQuery()));

        Assert.Contains("Sheet.Id is compared by NOCASE", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_ThatAreMissing_AreUnavailable()
    {
        await using ServiceProvider services = Services(_ => { });

        Assert.Equal(StoreFailure.Unavailable, (await Assert.ThrowsAsync<StoreException>(() => StoreOver(services).LoadAsync(new DeviceQuery()))).Failure);
    }

    [Fact]
    public async Task Context_WithoutCapture_IsRefused()
    {
        await using ServiceProvider services = new ServiceCollection()
            .AddDbContext<AnyContext>(options => options.UseSqlite($"Data Source={folder["app.db"]}"))
            .AddSingleton(new Build(_ => { }, _ => { }))
            .BuildServiceProvider();

        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => StoreOver(services).LoadAsync(new DeviceQuery()));

        Assert.Contains("UseAthensSyncDevice", refused.Message, StringComparison.Ordinal);
    }

    private static OwnContextDeviceStore<AnyContext> StoreOver(ServiceProvider services) => new(
        services.GetRequiredService<IServiceScopeFactory>(), Synced, TimeProvider.System, new CountingIds(1), NullLogger<OwnContextDeviceStore<AnyContext>>.Instance);

    private ServiceProvider Services(Action<ModelBuilder> after, Action<ModelBuilder>? before = null) => new ServiceCollection()
        .AddDbContext<AnyContext>(options => options.UseSqlite($"Data Source={folder["app.db"]};Pooling=False").UseAthensSyncDevice(Synced).ReplaceService<IModelCacheKeyFactory, EachItsOwn>())
        .AddSingleton(new Build(before ?? (_ => { }), after))
        .BuildServiceProvider();

    public sealed class Sheet
    {
        public string Id { get; set; } = "";

        public string Title { get; set; } = "";

        public decimal Amount { get; set; }

        public DateTime At { get; set; }

        public DateTimeOffset Moment { get; set; }

        public Place? Place { get; set; }

        public Guid? Owner { get; set; }
    }

    public sealed class Numbered
    {
        public int Id { get; set; }

        public string Title { get; set; } = "";
    }

    public sealed class Place
    {
        public string Street { get; set; } = "";
    }

    public class Line
    {
        public int Id { get; set; }

        public string? SheetId { get; set; }

        public Sheet? Sheet { get; set; }
    }

    public sealed class LongLine : Line;

    public sealed class Mark
    {
        public int Id { get; set; }

        public string? SheetId { get; set; }
    }

    public sealed record Build(Action<ModelBuilder> Before, Action<ModelBuilder> After);

    public sealed class AnyContext(DbContextOptions<AnyContext> options, Build build) : DbContext(options)
    {
        public Build Built => build;

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            ArgumentNullException.ThrowIfNull(modelBuilder);
            modelBuilder.Entity<Sheet>(sheet =>
            {
                sheet.Property(s => s.Amount).HasExactConversion();
                sheet.Property(s => s.At).HasJsonConversion();
                sheet.Property(s => s.Place).HasJsonConversion();
            });
            modelBuilder.Entity<Line>().HasOne(l => l.Sheet).WithMany().HasForeignKey(l => l.SheetId).OnDelete(DeleteBehavior.Restrict);
            modelBuilder.Entity<Line>().Property(l => l.Id).ValueGeneratedNever();
            build.Before(modelBuilder);
            modelBuilder.UseAthensSyncDevice(Synced);
            build.After(modelBuilder);
        }
    }

    /// <summary>Each test maps its own way, and EF would keep the first.</summary>
    private sealed class EachItsOwn : IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) => (((AnyContext)context).Built, designTime);
    }
}
