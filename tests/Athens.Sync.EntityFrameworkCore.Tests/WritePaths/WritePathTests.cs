using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Update;

namespace Athens.Sync.EntityFrameworkCore.Tests.WritePaths;

/// <summary>
/// Rows are written at once only where EF's change tracker would do no more than that. On SQLite EF writes each row by a command of
/// its own, and the engine tells of one for all.
/// </summary>
public sealed class WritePathTests() : WritePathTest(new SqliteDatabase())
{
    private static readonly Dictionary<string, Action<EntityTypeBuilder<Item>>> LeftToEf = new()
    {
        ["a shadow property"] = item => item.Property<string>("Hidden").HasDefaultValue("").ValueGeneratedNever(),
        ["a value of the database"] = item => item.Property(i => i.Remark).HasDefaultValueSql("'made'"),
        ["a computed column"] = item => item.Property(i => i.Remark).HasComputedColumnSql("upper(\"Name\")"),
        ["a token of the app's"] = item => item.Property(i => i.Length).IsConcurrencyToken(),
        ["a property that is not saved"] = item => item.Property(i => i.Remark).Metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore),
        ["a property that is not updated"] = item => item.Property(i => i.Remark).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore),
        ["a trigger"] = item => item.ToTable("items", table => table.HasTrigger("noted")),
        ["a part in its row"] = item => item.ComplexProperty(i => i.Tag, tag => tag.IsRequired(false)),
        ["a part of its own"] = item => item.OwnsOne(i => i.Tag),
        ["rows that refer to each other"] = item => item.HasOne<Item>().WithMany().HasForeignKey(i => i.Other).OnDelete(DeleteBehavior.Restrict),
        ["a part in a table of its own"] = item => item.OwnsOne(i => i.Tag, tag => tag.ToTable("tags")),
        ["objects that tell of their changes"] = item => item.HasChangeTrackingStrategy(ChangeTrackingStrategy.ChangedNotifications),
    };

    private static readonly Dictionary<string, Action<DbContextOptionsBuilder>> Listening = new()
    {
        ["an interceptor of saves"] = options => options.AddInterceptors(new Listener()),
        ["a service of EF's that is replaced"] = options => options.ReplaceService<IModificationCommandBatchFactory, SingleBatches>(),
    };

    private static readonly Dictionary<string, Action<ItemContext>> Subscribed = new()
    {
        ["saving"] = context => context.SavingChanges += (_, _) => { },
        ["saved"] = context => context.SavedChanges += (_, _) => { },
        ["failed"] = context => context.SaveChangesFailed += (_, _) => { },
        ["tracked"] = context => context.ChangeTracker.Tracked += (_, _) => { },
        ["tracking"] = context => context.ChangeTracker.Tracking += (_, _) => { },
        ["state changed"] = context => context.ChangeTracker.StateChanged += (_, _) => { },
        ["state changing"] = context => context.ChangeTracker.StateChanging += (_, _) => { },
        ["detecting"] = context => context.ChangeTracker.DetectingAllChanges += (_, _) => { },
        ["detected"] = context => context.ChangeTracker.DetectedAllChanges += (_, _) => { },
        ["detecting one"] = context => context.ChangeTracker.DetectingEntityChanges += (_, _) => { },
        ["detected one"] = context => context.ChangeTracker.DetectedEntityChanges += (_, _) => { },
    };

    public static TheoryData<string> Mappings => [.. LeftToEf.Keys];

    public static TheoryData<string> Listeners => [.. Listening.Keys];

    public static TheoryData<string> Subscriptions => [.. Subscribed.Keys];

    [Fact]
    public async Task Rows_OfAPlainType_AreWrittenAtOnce()
    {
        await OpenAsync();
        Assert.Equal(1, await PushAsync(Make("a", "A"), Make("b", "B"), Make("c", "C")));
        Assert.Equal(2, await PushAsync(Edit("a", """{"name":"A2"}"""), Edit("b", """{"name":"B2","other":"x"}"""), Edit("c", """{"name":"C22"}"""), Make("d", "D")) - 1);
    }

    [Theory]
    [MemberData(nameof(Mappings))]
    public async Task Rows_OfATypeWith_AreLeftToEf(string what)
    {
        await OpenAsync(LeftToEf[what]);
        Assert.Equal(3, await PushAsync(Make("a", "A"), Make("b", "B"), Make("c", "C")));
        Assert.Equal(2, await PushAsync(Edit("a", """{"name":"A2"}"""), Edit("b", """{"name":"B2"}""")));
    }

    [Theory]
    [MemberData(nameof(Listeners))]
    public async Task Rows_OfAContextWith_AreLeftToEf(string what)
    {
        await OpenAsync(configure: Listening[what]);
        Assert.Equal(3, await PushAsync(Make("a", "A"), Make("b", "B"), Make("c", "C")));
    }

    [Theory]
    [MemberData(nameof(Subscriptions))]
    public async Task Rows_OfAContextWhoseEventsAreHeard_AreLeftToEf(string what)
    {
        await OpenAsync(opened: Subscribed[what]);
        Assert.Equal(3, await PushAsync(Make("a", "A"), Make("b", "B"), Make("c", "C")));
    }

    [Fact]
    public async Task Rows_OfAContextThatSavesItsOwnWay_GoThroughIt()
    {
        await OpenAsync<SavingItemContext>();
        Assert.Equal(2, await PushAsync(Make("a", "A"), Make("b", "B")));
        Assert.Equal(["seen", "seen"], await WithContextAsync(context => context.Items.Select(i => i.Remark).ToListAsync()));
    }

    [Fact]
    public async Task Value_ThatOneRowLeavesAndAnotherTakes_IsTakenInOnePush()
    {
        await OpenAsync(item => item.HasIndex(i => i.Other).IsUnique());
        Assert.Equal(1, await PushAsync(Make("a", "A", ""","other":"x" """), Make("b", "B", ""","other":"y" """)));

        Assert.Equal(2, await PushAsync(Edit("b", """{"other":"z"}"""), Edit("a", """{"other":"y"}""")));
        Assert.Equal(["y", "z"], await WithContextAsync(context => context.Items.OrderBy(i => i.Id).Select(i => i.Other).ToListAsync()));
    }

    [Fact]
    public async Task Object_ThatLeadsToAnother_IsLeftToEf()
    {
        await OpenAsync(item => item.HasOne(i => i.Tag).WithOne().HasForeignKey<Tag>(tag => tag.ItemId).OnDelete(DeleteBehavior.ClientCascade));
        Assert.Equal(1, await PushAsync(Make("a", "A"), Make("b", "B")));
        Assert.Equal(2, await PushAsync(Make("c", "tagged"), Make("d", "D")));
        Assert.Equal(1, await PushAsync(Edit("a", """{"name":"tagged"}""")));
        Assert.Equal(["a", "c"], await WithContextAsync(context => context.Set<Tag>().OrderBy(t => t.ItemId).Select(t => t.ItemId).ToListAsync()));
    }

    [Fact]
    public async Task Push_WithADelete_IsLeftToEf()
    {
        await OpenAsync();
        await PushAsync(Make("a", "A"), Make("b", "B"));
        Assert.Equal(3, await PushAsync(Delete("a"), Edit("b", """{"name":"B2"}"""), Make("c", "C")));
    }

    [Fact]
    public async Task Rows_OfAContextThatMakesItsModelAnew_AreLeftToEf()
    {
        await OpenAsync(configure: options => options.UseMemoryCache(null));
        Assert.Equal(3, await PushAsync(Make("a", "A"), Make("b", "B"), Make("c", "C")));
    }

    private sealed class Listener : SaveChangesInterceptor;

    private sealed class SingleBatches(ModificationCommandBatchFactoryDependencies dependencies) : IModificationCommandBatchFactory
    {
        public ModificationCommandBatch Create() => new SingularModificationCommandBatch(dependencies);
    }
}
