using Athens.Sync.Modeling;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Mapping;

/// <summary>A mapping that would make the engine miss or lose something is refused at the first use, and the message names it.</summary>
public sealed class MappingCheckTests
{
    private static readonly SyncModel Model = SyncModel.Create(model =>
    {
        model.Entity<Thing>("thing", e => e.Key(t => t.Id).Fields(t => t.Text, t => t.OwnerId));
        model.Entity<Part>("part", e => e.Key(p => p.Id).Parent("thing", p => p.ThingId));
    });

    [Fact]
    public async Task Mapping_ThatFits_SavesAndHasAPlaceForAll()
    {
        await using var context = new MappedContext(Model, builder =>
        {
            builder.Entity<Part>().HasOne<Thing>().WithMany().HasForeignKey(p => p.ThingId).OnDelete(DeleteBehavior.ClientCascade);
            builder.UseAthensSync(Model);
        });
        await context.Database.OpenConnectionAsync();
        await context.Database.EnsureCreatedAsync();
        var thing = new Thing { Id = "t" };
        context.AddRange(new Part { Id = "p", ThingId = "t" }, thing);
        await context.SaveChangesAsync();

        Assert.Equal(1L, context.Entry(thing).Property("Version").CurrentValue);
        Assert.Equal(
            ["default:thing/t at 1", "default:part/p at 2"],
            context.Database.SqlQueryRaw<string>("SELECT scope || ':' || type || '/' || \"key\" || ' at ' || sequence AS Value FROM athens_sync_entries ORDER BY sequence"));
    }

    public static TheoryData<string, Action<ModelBuilder>> Wrong() => new()
    {
        { "call modelBuilder.UseAthensSync(model)", builder => Map(builder) },
        {
            "Part rows by itself (ThingId)",
            builder =>
            {
                builder.Entity<Part>().HasOne<Thing>().WithMany().HasForeignKey(p => p.ThingId);
                builder.UseAthensSync(Model);
            }
        },
        {
            "a deleted Owner makes the database delete Thing rows",
            builder =>
            {
                builder.Entity<Thing>().HasOne<Owner>().WithMany().HasForeignKey(t => t.OwnerId).OnDelete(DeleteBehavior.Cascade);
                Map(builder).UseAthensSync(Model);
            }
        },
        {
            "a deleted Owner makes the database alter Thing rows",
            builder =>
            {
                builder.Entity<Thing>().HasOne<Owner>().WithMany().HasForeignKey(t => t.OwnerId).OnDelete(DeleteBehavior.SetNull);
                Map(builder).UseAthensSync(Model);
            }
        },
        {
            "the key of Thing is Id in the sync model and Text",
            builder =>
            {
                builder.Entity<Thing>().HasKey(t => t.Text);
                Map(builder).UseAthensSync(Model);
            }
        },
        {
            "the key of Thing is Id in the sync model and Id, Text",
            builder =>
            {
                builder.Entity<Thing>().HasKey(t => new { t.Id, t.Text });
                Map(builder).UseAthensSync(Model);
            }
        },
        {
            "the key of Thing is Id in the sync model and missing",
            builder =>
            {
                builder.Entity<Thing>().HasNoKey();
                Map(builder).UseAthensSync(Model);
            }
        },
        {
            "Thing.Text is declared as a field and not mapped",
            builder =>
            {
                builder.Entity<Thing>().Ignore(t => t.Text);
                Map(builder).UseAthensSync(Model);
            }
        },
        {
            "Thing is part of an inheritance hierarchy",
            builder =>
            {
                builder.Entity<DerivedThing>();
                Map(builder).UseAthensSync(Model);
            }
        },
        {
            "Part.ThingId, which names its parent, is not mapped",
            builder =>
            {
                Map(builder).Entity<Part>().Ignore(p => p.ThingId);
                builder.UseAthensSync(Model);
            }
        },
        {
            "Thing has no Version that is a concurrency token",
            builder => Map(builder).UseAthensSync(Model).Entity<Thing>().Property<long>("Version").IsConcurrencyToken(false)
        },
        {
            "Part, the entity 'part', is not mapped",
            builder =>
            {
                builder.Entity<Thing>();
                builder.UseAthensSync(Model);
            }
        },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Mapping_ThatDoesNotFit_IsRefusedByName(string complaint, Action<ModelBuilder> map)
    {
        SyncModelException refusal = await RefusalAsync(Model, map);

        Assert.Contains(complaint, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_OfAnotherType_IsRefusedByName()
    {
        SyncModel model = SyncModel.Create(m => m.Entity<VersionedThing>("thing", e => e.Key(t => t.Id).Ignore(t => t.Version).Fields(t => t.Text)));

        SyncModelException refusal = await RefusalAsync(model, builder =>
        {
            builder.Entity<VersionedThing>();
            builder.UseAthensSync(model);
        });

        Assert.Contains("VersionedThing.Version is of type Int32", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_DeclaredAsAField_IsRefusedByName()
    {
        SyncModel model = SyncModel.Create(m => m.Entity<VersionedThing>("thing", e => e.Key(t => t.Id).Fields(t => t.Version, t => t.Text)));

        SyncModelException refusal = await RefusalAsync(model, builder =>
        {
            builder.Entity<VersionedThing>();
            builder.UseAthensSync(model);
        });

        Assert.Contains("VersionedThing.Version is declared as a field", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<SyncModelException> RefusalAsync(SyncModel model, Action<ModelBuilder> map)
    {
        await using var context = new MappedContext(model, map);
        return await Assert.ThrowsAsync<SyncModelException>(() => context.SaveChangesAsync());
    }

    private static ModelBuilder Map(ModelBuilder builder)
    {
        builder.Entity<Thing>();
        builder.Entity<Part>();
        return builder;
    }
}
