using Athens.Sync.Architecture.Tests.Layers;
using Athens.Sync.Architecture.Tests.Sources;
using Microsoft.CodeAnalysis;

namespace Athens.Sync.Architecture.Tests.Build;

/// <summary>Time, randomness and ids are injected. The analyzer enforces it; these tests hold the analyzer in its place.</summary>
public sealed class BannedSymbolTests
{
    private const string Analyzer = "Microsoft.CodeAnalysis.BannedApiAnalyzers";

    /// <summary>The only file that may reach for the ambient source, with the reason written beside it.</summary>
    /// <summary>Where ids are made, and nonces, which must never come twice: no test may foresee them.</summary>
    private static readonly string[] MaySuppress = ["src/Athens.Sync/Values/SyncIds.cs", "src/Athens.Sync/Device/AesGcmCipher.cs"];

    public static TheoryData<string> Ambient =>
    [
        "P:System.DateTime.Now",
        "P:System.DateTime.UtcNow",
        "P:System.DateTime.Today",
        "P:System.DateTimeOffset.Now",
        "P:System.DateTimeOffset.UtcNow",
        "P:System.Environment.TickCount64",
        "T:System.Diagnostics.Stopwatch",
        "M:System.Guid.NewGuid",
        "M:System.Guid.CreateVersion7",
        "M:System.Guid.CreateVersion7(System.DateTimeOffset)",
        "P:System.Random.Shared",
        "M:System.Random.#ctor",
        "T:System.Security.Cryptography.RandomNumberGenerator",
        "M:System.Threading.Thread.Sleep(System.Int32)",
        "M:System.Threading.Tasks.Task.Delay(System.TimeSpan)",
        "T:System.Threading.Timer",
        "M:System.Threading.PeriodicTimer.#ctor(System.TimeSpan)",
        "M:System.Threading.CancellationTokenSource.#ctor(System.TimeSpan)",
    ];

    public static TheoryData<string> Packages => [.. Repository.Packages];

    [Theory]
    [MemberData(nameof(Ambient))]
    public void List_AmbientSource_IsBanned(string symbol) =>
        Assert.True(Banned().Contains(symbol), $"src/BannedSymbols.txt does not ban {symbol}");

    [Fact]
    public void List_EveryLine_NamesASymbolThatExists()
    {
        Compilation compilation = Compilations.Of([]);
        IEnumerable<string> misspelt = Banned().Where(id => DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation) is null);
        Assert.True(!misspelt.Any(), $"src/BannedSymbols.txt bans nothing with: {string.Join(", ", misspelt)}");
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_AsRestored_HasTheAnalyzer(string package) =>
        Assert.True(
            Repository.Read("src", package, "obj", "project.assets.json").Contains($"\"{Analyzer}/", StringComparison.Ordinal),
            $"src/{package}/{package}.csproj was restored without {Analyzer}");

    [Fact]
    public void Analyzer_AndList_ReachEverySourcePackage()
    {
        var props = new ProjectFile("Directory.Build.props");
        Assert.Contains(Analyzer, props.PackageReferences);
        Assert.Contains(props.All("AdditionalFiles"), file => ((string?)file.Attribute("Include"))!.EndsWith("src/BannedSymbols.txt", StringComparison.Ordinal));
        Assert.True(!Repository.Files("src", "Directory.*.props").Any(), "a props file below src/ would take the place of the one at the root");
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_DoesNotLift_TheBan(string package)
    {
        string project = Repository.Read("src", package, package + ".csproj");
        Assert.True(
            !project.Contains("RS0030", StringComparison.Ordinal) && !project.Contains("NoWarn", StringComparison.Ordinal) && !project.Contains("Remove=", StringComparison.Ordinal),
            $"src/{package}/{package}.csproj lifts a ban or a warning for the whole package");
    }

    [Fact]
    public void Source_SuppressesTheBan_OnlyWhereIdsAndNoncesAreMade() =>
        Violation.AssertNone(
            from file in Repository.Sources("src")
            where file.Text.Contains("RS0030", StringComparison.Ordinal) && !MaySuppress.Contains(file.Path)
            select new Violation(file.Path, 1, "lifts the ban on ambient clocks, randomness and ids (RS0030)"));

    private static HashSet<string> Banned() =>
        [.. Repository.Read("src", "BannedSymbols.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(';')[0].Trim())];
}
