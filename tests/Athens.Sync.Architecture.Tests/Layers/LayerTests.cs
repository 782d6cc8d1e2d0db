using System.Reflection;
using Athens.Sync.Architecture.Tests.Build;
using Athens.Sync.Architecture.Tests.Sources;

namespace Athens.Sync.Architecture.Tests.Layers;

public sealed class LayerTests
{
    private static readonly IReadOnlyList<SourceFile> CoreSources = Repository.Sources("src/Athens.Sync");

    public static TheoryData<string> Packages => [.. Repository.Packages];

    [Fact]
    public void Table_EveryPackage_HasALine() =>
        Assert.Equal(Repository.Packages, ProjectLayers.MayKnow.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Packages))]
    public void Project_References_FollowTheTable(string package)
    {
        string[] known = [.. ProjectFile.OfPackage(package).ProjectReferences];
        Assert.True(
            known.All(ProjectLayers.MayKnow[package].Contains),
            $"src/{package}/{package}.csproj refers to {string.Join(", ", known)}; ProjectLayers lets it know: {string.Join(", ", ProjectLayers.MayKnow[package])}");
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Assembly_References_FollowTheTable(string package)
    {
        IEnumerable<string> strangers = ReferencesOf(package)
            .Where(name => name.StartsWith("Athens.", StringComparison.Ordinal) && !ProjectLayers.MayKnow[package].Contains(name));
        Assert.True(!strangers.Any(), $"{package}.dll refers to {string.Join(", ", strangers)}, which ProjectLayers does not let it know");
    }

    [Fact]
    public void Core_Packages_AreTwoAbstractionsAndADiff() =>
        Assert.Equal(ProjectLayers.CorePackages, ProjectFile.OfPackage("Athens.Sync").PackageReferences.Order(StringComparer.Ordinal));

    [Fact]
    public void Core_Assembly_KnowsNoHttpAndNoDatabase()
    {
        IEnumerable<string> strangers = ReferencesOf("Athens.Sync")
            .Where(name => ProjectLayers.CoreNeverRefersTo.Any(start => name.StartsWith(start, StringComparison.Ordinal)));
        Assert.True(!strangers.Any(), $"Athens.Sync.dll refers to {string.Join(", ", strangers)}: the core knows no HTTP and no database");
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Internals_AreShown_OnlyToTests(string package)
    {
        IEnumerable<string> friends = ProjectFile.OfPackage(package).Friends.Where(name => !name.EndsWith(".Tests", StringComparison.Ordinal));
        Assert.True(!friends.Any(), $"src/{package}/{package}.csproj shows its internals to {string.Join(", ", friends)}: packages live by the public contract");
    }

    [Fact]
    public void Core_Folders_AreInTheTable() =>
        Violation.AssertNone(
            from file in CoreSources
            where CoreLayers.LevelOf(file.Layer) is null
            select new Violation(file.Path, 1, $"the folder {file.Layer} is not in the layer table: give it a line in CoreLayers"));

    [Fact]
    public void Core_Folders_ImportOneWay() => Violation.AssertNone(CoreImports.AgainstTheTable(CoreSources));

    [Fact]
    public void Imports_OfTheCore_AreFound() =>
        Assert.Contains(CoreImports.Find(CoreSources), import => import is { From.Layer: "Merging", To.Layer: "Values" });

    [Theory]
    [InlineData("namespace Athens.Sync.Merging; class Low { Athens.Sync.Server.High? high; }")]
    [InlineData("namespace Athens.Sync; class Low { object Make() => new Server.High(); }")]
    [InlineData("using Athens.Sync.Server; namespace Athens.Sync.Merging; class Low { void Call(string text) => text.Reach(); }")]
    public void Import_UpTheTable_IsReported(string low)
    {
        SourceFile[] files =
        [
            new("src/Athens.Sync/Merging/Low.cs", low),
            new("src/Athens.Sync/Server/High.cs", "namespace Athens.Sync.Server; class High; static class Reaching { public static void Reach(this string text) { } }"),
        ];
        Assert.Contains("Merging may not know", CoreImports.AgainstTheTable(files).First().Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Client", "Server")]
    [InlineData("Conflicts", "Feed")]
    [InlineData("Server", "Device")]
    public void Sides_OfTheWire_DoNotKnowEachOther(string folder, string other) => Assert.False(CoreLayers.MayKnow(folder, other));

    [Fact]
    public void Import_DownTheTable_IsAllowed()
    {
        SourceFile[] files =
        [
            new("src/Athens.Sync/Server/High.cs", "namespace Athens.Sync.Server; class High { Low? low; }"),
            new("src/Athens.Sync/Values/Low.cs", "namespace Athens.Sync; class Low;"),
        ];
        Assert.Empty(CoreImports.AgainstTheTable(files));
    }

    private static IEnumerable<string> ReferencesOf(string package) =>
        Assembly.Load(package).GetReferencedAssemblies().Select(name => name.Name!);
}
